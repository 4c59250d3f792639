import type { NumberFilter } from './contract.ts';

/** Whether a number has the filter's digits where it wants them; without a pattern every number has. */
export function matchesPattern(phoneNumber: string, filter: NumberFilter): boolean {
  const digits = phoneNumber.replace('+', '');
  const pattern = (filter.pattern ?? '').replace('+', '');
  switch (filter.searchPattern ?? 'contains') {
    case 'start':
      return digits.startsWith(pattern);
    case 'end':
      return digits.endsWith(pattern);
    default:
      return digits.includes(pattern);
  }
}
