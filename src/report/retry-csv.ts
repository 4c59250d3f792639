import { readAddressRef } from '../domain/request/address-ref.ts';
import type { RowOutcome, RowRecord } from '../journal/records.ts';
import { cellOf, ownCells, RETRY_COLUMNS, type ReportSheet } from './report-sheet.ts';
import { answerCells } from './results-csv.ts';
import type { RowFile } from './row-file.ts';
import { needsRetry, outcomeOf } from './row-outcome.ts';

/**
 * retry.csv: the rows that did not succeed, the user's cells as they were, so that the file can be fixed and re-run. A suggestion
 * is beside the row and is never put into its cells: whether to use it is the user's decision. An `add-address` row that
 * succeeded comes last when a row of the file names it by `ref:`, because without it that row could not be re-run.
 */
export function retryFile(sheet: ReportSheet): RowFile {
  const named = new Set<string>();
  /** Lines of sites: the row moves all that is left of one. */
  const sites = new Set<number>();
  const added: { readonly reference: string; readonly record: readonly string[] }[] = [];
  const recordOf = (row: RowRecord, outcome: RowOutcome): readonly string[] => {
    const answer = answerCells(row, outcome, sheet.runId);
    return [...ownCells(sheet, row), ...RETRY_COLUMNS.map((column) => answer[column])];
  };
  return {
    name: 'retry.csv',
    header: [...sheet.header, ...RETRY_COLUMNS],
    recordsOf: (row) => {
      const outcome = outcomeOf(row);
      if (!needsRetry(outcome)) {
        const reference = row.request?.action === 'add-address' ? row.request.reference : '';
        if (reference !== '') added.push({ reference, record: recordOf(row, outcome) });
        return [];
      }
      if (row.request?.site !== undefined) {
        if (sites.has(row.line)) return [];
        sites.add(row.line);
      }
      const reference = row.request?.addressRef ?? readAddressRef(cellOf(sheet, row, 'address_id').trim());
      if (reference) named.add(reference);
      return [recordOf(row, outcome)];
    },
    last: () => added.filter(({ reference }) => named.has(reference)).map(({ record }) => record),
  };
}
