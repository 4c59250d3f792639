import { ownCells, RETRY_COLUMNS, type ReportSheet } from './report-sheet.ts';
import { answerCells } from './results-csv.ts';
import type { RowFile } from './row-file.ts';
import { needsRetry, outcomeOf } from './row-outcome.ts';

/**
 * retry.csv: the rows that did not succeed, the user's cells as they were, so that the file can be fixed and re-run. A suggestion
 * is beside the row and is never put into its cells: whether to use it is the user's decision.
 */
export function retryFile(sheet: ReportSheet): RowFile {
  return {
    name: 'retry.csv',
    header: [...sheet.header, ...RETRY_COLUMNS],
    recordsOf: (row) => {
      const outcome = outcomeOf(row);
      if (!needsRetry(outcome)) return [];
      const answer = answerCells(row, outcome, sheet.runId);
      return [[...ownCells(sheet, row), ...RETRY_COLUMNS.map((column) => answer[column])]];
    },
  };
}
