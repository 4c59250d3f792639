import { COVERAGES, type Coverage } from '../numbers/coverage.ts';

/** Numbers of an account by coverage, as far as there are any. */
type Counts = Readonly<Partial<Record<Coverage, number>>>;

/** How many of the numbers are in scope. */
export function inScopeOf(counts: Counts | undefined): number {
  return COVERAGES.filter((word) => word !== 'not in scope').reduce(
    (sum, word) => sum + (counts?.[word] ?? 0),
    0,
  );
}

/** The share of the numbers in scope that are covered, rounded down to a tenth: 100 is said only of all. Null without any. */
export function coveredPercent(counts: Counts | undefined): number | null {
  const whole = inScopeOf(counts);
  return whole === 0 ? null : Math.floor(((counts?.covered ?? 0) / whole) * 1000) / 10;
}
