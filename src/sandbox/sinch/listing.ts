import { invalid, SinchRefusal } from './refusal.ts';
import type { SinchNumber } from './store.ts';

const TYPES = ['MOBILE', 'LOCAL', 'TOLL_FREE'];
/** Every number of the sandbox can do both. */
export const CAPABILITY = ['SMS', 'VOICE'];

/** Values of a parameter that may be repeated or hold several with commas between. */
function several(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((one) => one.split(','))
    .filter((one) => one !== '');
}

function typeAsked(query: URLSearchParams, missing: 'refuse' | 'mobile'): string {
  const type = query.get('type') ?? '';
  if (type === '' && missing === 'mobile') return 'MOBILE';
  if (type === '') throw invalid('type', 'required');
  if (TYPES.includes(type)) return type;
  throw new SinchRefusal(400, 'INVALID_ARGUMENT', `parsing field "type": "${type}" is not a valid value`);
}

/** The numbers that a list or a search asks for. @throws SinchRefusal 400 without region or type */
export function matching(
  query: URLSearchParams,
  all: readonly SinchNumber[],
  rules: { readonly missingType: 'refuse' | 'mobile'; readonly capability: string },
): readonly SinchNumber[] {
  const region = query.get('regionCode') ?? '';
  if (region === '') throw invalid('regionCode', 'required');
  const type = typeAsked(query, rules.missingType);
  if (several(query, rules.capability).some((one) => !CAPABILITY.includes(one))) return [];
  const pattern = query.get('numberPattern.pattern') ?? '';
  const where = query.get('numberPattern.searchPattern') ?? 'CONTAINS';
  if (!['START', 'CONTAINS', 'END'].includes(where)) throw invalid('numberPattern.searchPattern', 'unknown');
  return all.filter((number) => {
    if (number.regionCode !== region || number.type !== type) return false;
    // START wants the plus sign; one that was sent unencoded has become a space by now, and matches nothing.
    if (where === 'START') return number.phoneNumber.startsWith(pattern);
    return where === 'END' ? number.phoneNumber.endsWith(pattern) : number.phoneNumber.includes(pattern);
  });
}

/** In the order of `orderBy`: `phoneNumber` or `displayName`; as they came when absent. */
export function ordered(query: URLSearchParams, numbers: readonly SinchNumber[]): readonly SinchNumber[] {
  const by = query.get('orderBy') ?? '';
  if (by === '') return numbers;
  if (by !== 'phoneNumber' && by !== 'displayName') throw invalid('orderBy', 'unknown');
  return [...numbers].sort((one, other) => (one[by] < other[by] ? -1 : 1));
}

/** Whole number of a query parameter. @throws SinchRefusal 400 */
export function whole(query: URLSearchParams, name: string, fallback: number): number {
  const given = query.get(name) ?? String(fallback);
  if (!/^[1-9]\d{0,5}$/.test(given)) throw invalid(name, 'must be a positive integer');
  return Number(given);
}
