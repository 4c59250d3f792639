import type { Verdict } from '../journal/review-records.ts';

/** What tells the rows of a review apart. */
interface GroupedRow {
  readonly line: number;
  readonly group: string;
}

/**
 * The rows that a decision is about: those named, and with each number of a site the others of the same row of the sheet, named
 * or not. A new address, and taking a decision back, is for all of them; of the rest, those that ask the same.
 */
export function meantRows<R extends GroupedRow>(
  all: readonly R[],
  named: readonly GroupedRow[],
  verdict: Verdict,
): readonly R[] {
  const isForAll = verdict === 'edit' || verdict === 'undecided';
  const key = ({ line, group }: GroupedRow): string => (isForAll ? String(line) : `${line} ${group}`);
  const keys = new Set(named.map(key));
  return all.filter((row) => keys.has(key(row)));
}
