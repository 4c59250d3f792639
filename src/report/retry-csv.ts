import type { RowRecord, Stream } from '../journal/records.ts';
import { type CsvOptions, writeCsv } from './csv-cells.ts';
import type { WriteText } from './out-folder.ts';
import { ownCells, RETRY_COLUMNS, type ReportSheet } from './report-sheet.ts';
import { answerCells } from './results-csv.ts';
import { needsRetry, outcomeOf } from './row-outcome.ts';

/**
 * Writes retry.csv: the rows that did not succeed, the user's cells as they were, so that the file can be fixed and
 * in again. A suggestion is beside the row and is never put into its cells: whether to use it is the user's decision.
 * Returns the number of rows.
 */
export async function writeRetryCsv(
  write: WriteText,
  sheet: ReportSheet,
  rows: Stream<RowRecord>,
  options: CsvOptions,
): Promise<number> {
  return writeCsv(write, [...sheet.header, ...RETRY_COLUMNS], records(sheet, rows), options);
}

async function* records(sheet: ReportSheet, rows: Stream<RowRecord>): AsyncGenerator<readonly string[]> {
  for await (const row of rows) {
    const outcome = outcomeOf(row);
    if (!needsRetry(outcome)) continue;
    const answer = answerCells(row, outcome, sheet.runId);
    yield [...ownCells(sheet, row), ...RETRY_COLUMNS.map((column) => answer[column])];
  }
}
