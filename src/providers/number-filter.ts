import type { SubjectKey } from '../domain/request/subject-key.ts';
import type { NumberFilter, NumberState, Page } from './contract.ts';

/** Whether a number has the filter's digits where it wants them; without a pattern everything has, and an end user has none. */
function matchesPattern(phoneNumber: SubjectKey, filter: NumberFilter): boolean {
  if (filter.pattern === undefined) return true;
  if (!phoneNumber.startsWith('+')) return false;
  const digits = phoneNumber.replace('+', '');
  const pattern = filter.pattern.replace('+', '');
  switch (filter.searchPattern ?? 'contains') {
    case 'start':
      return digits.startsWith(pattern);
    case 'end':
      return digits.endsWith(pattern);
    default:
      return digits.includes(pattern);
  }
}

/** Whether a number is of the filter's country and pattern, for providers that cannot be asked for these. */
export function matchesCountryAndPattern(
  { country, phoneNumber }: Pick<NumberState, 'country' | 'phoneNumber'>,
  filter: NumberFilter,
): boolean {
  if (filter.country !== undefined && country !== filter.country) return false;
  return matchesPattern(phoneNumber, filter);
}

/** The pages, cut off after `limit` items; no page more is asked for than that needs. All of them without a limit. */
export async function* upTo<T>(
  pages: AsyncIterable<Page<T>>,
  limit: number = Number.POSITIVE_INFINITY,
): AsyncIterable<Page<T>> {
  let left = limit;
  for await (const { items, total } of pages) {
    const taken = items.slice(0, left);
    left -= taken.length;
    yield { items: taken, total };
    if (left <= 0) return;
  }
}
