import { differenceText } from '../../domain/word-difference.ts';
import { RESULTS, type RowOutcome, type RowRecord } from '../../journal/records.ts';
import { cellOf, type ReportSheet } from '../../report/report-sheet.ts';
import { outcomeOf } from '../../report/row-outcome.ts';
import type { RowTally } from '../../report/row-tally.ts';
import type { RunReport } from '../context/run-options.ts';

const EXAMPLES_EACH = 5;
/** Of a cell that should be a phone number, characters. */
const LONGEST_TYPED = 40;
/** A preview has more kinds to show: one for each thing that would be done. */
const PLANNED_EACH = 3;

/** The first rows of each result, and of each kind of change in a preview, in the order of the results. */
export function exampleRows(sheet: ReportSheet): RowTally<RunReport['examples']> {
  const seen = new Map<string, number>();
  const examples: RunReport['examples'][number][] = [];
  const rankOf = new Map<string, number>(RESULTS.map((result, rank) => [result, rank]));
  const rank = ({ result }: RunReport['examples'][number]): number => rankOf.get(result) ?? RESULTS.length;
  return {
    note: (row) => {
      const outcome = outcomeOf(row);
      const isPlanned = outcome.result === 'would_apply';
      const kind = isPlanned ? `${outcome.result} ${outcome.detail.split(':')[0]}` : outcome.result;
      const count = seen.get(kind) ?? 0;
      const isPlain = outcome.result === 'skipped' && outcome.errorCode === undefined;
      if (isPlain || count >= (isPlanned ? PLANNED_EACH : EXAMPLES_EACH)) return;
      seen.set(kind, count + 1);
      examples.push({
        row: row.line,
        result: outcome.result,
        // A row with errors has no request; what was typed says which one it is.
        phoneNumber: row.request?.atSite ?? row.request?.phoneNumber ?? typedName(sheet, row),
        text: textOf(outcome),
      });
    },
    result: () => examples.sort((a, b) => rank(a) - rank(b) || a.row - b.row),
  };
}

function typedName(sheet: ReportSheet, row: RowRecord): string {
  const typed = cellOf(sheet, row, 'phone_number') || cellOf(sheet, row, 'endpoint_user_id');
  return typed.slice(0, LONGEST_TYPED);
}

function textOf(outcome: RowOutcome): string {
  if (outcome.errorMessage !== undefined) return outcome.errorMessage;
  const before = outcome.addressBefore ?? '';
  const after = outcome.addressAfter ?? '';
  const address = outcome.result === 'would_apply' && before !== '' ? differenceText(before, after) : after;
  const detail = outcome.detail ?? '';
  // A row that took an address off shows which one.
  if (['applied', 'undone'].includes(outcome.result) && address === '' && before !== '') {
    return `${detail || 'removed'}: ${before}`;
  }
  return [detail, address].filter(Boolean).join(': ');
}
