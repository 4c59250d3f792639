import { changeKey } from '../domain/address/address-changes.ts';
import { correctionKind } from '../domain/address/correction.ts';
import { many } from '../domain/plural.ts';
import { OUTCOMES } from '../errors/outcomes.ts';
import type { RowRecord } from '../journal/records.ts';
import { outcomeOf } from './row-outcome.ts';
import type { RowTally } from './row-tally.ts';

/** Rows that need a decision only because of standard abbreviations or a ZIP+4, as summary.json has them. */
export interface FormattingOnly {
  readonly rows: number;
  /** The differences of the most rows: rows with the same one are one decision. */
  readonly differences: readonly { readonly difference: string; readonly rows: number }[];
}

/** Differences that are told apart; a sheet has a few, and what is beyond them is counted without its words. */
const MOST_KEPT = 1_000;
const MOST_LISTED = 20;
const MOST_SAID = 3;

/** Counts the rows that `--accept formatting` would take. */
export function formattingOnlyRows(): RowTally<FormattingOnly> {
  const counts = new Map<string, number>();
  let rows = 0;
  return {
    note: (row) => {
      const difference = standardDifference(row);
      if (difference === null) return;
      rows += 1;
      if (counts.has(difference) || counts.size < MOST_KEPT) {
        counts.set(difference, (counts.get(difference) ?? 0) + 1);
      }
    },
    result: () => ({
      rows,
      differences: [...counts]
        .map(([difference, count]) => ({ difference, rows: count }))
        .sort((a, b) => b.rows - a.rows)
        .slice(0, MOST_LISTED),
    }),
  };
}

function standardDifference(row: RowRecord): string | null {
  const { errorCode, suggested } = outcomeOf(row);
  const asked = row.request?.address;
  if (errorCode !== OUTCOMES.addressNeedsReview.code || !asked || !suggested) return null;
  return correctionKind(asked, suggested) === 'substantive' ? null : changeKey(asked, suggested);
}

/** `3,912 rows differ only in standard abbreviations: --accept formatting takes them.` and their differences; empty for none. */
export function formattingSentence({ rows, differences }: FormattingOnly): string {
  if (rows === 0) return '';
  const said = differences
    .slice(0, MOST_SAID)
    .map((one) => `${one.difference || 'as another row writes it'} (${many(one.rows, 'row')})`);
  const more = differences.length > MOST_SAID ? ', and others' : '';
  return `${many(rows, 'row differs', 'rows differ')} only in standard abbreviations: --accept formatting takes ${rows === 1 ? 'it' : 'them'}. ${said.join(', ')}${more}.`;
}
