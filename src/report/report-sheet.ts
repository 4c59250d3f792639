import type { RowRecord } from '../journal/records.ts';
import { type CanonicalColumn, findColumn, RESULT_COLUMNS } from '../sheet/columns.ts';

/** A column that the program writes behind the sheet's own. */
export type ResultColumn = (typeof RESULT_COLUMNS)[number];

/** What the result files need to know of the run's sheet. */
export interface ReportSheet {
  readonly runId: string;
  /** The sheet's own header cells, in order. */
  readonly header: readonly string[];
  /** Index of a canonical column (`phone_number`, `street`) in the header; -1 when the sheet has none. */
  columnOf(column: CanonicalColumn): number;
}

/** The sheet of a run as the result files see it, from what the journal keeps of it. */
export function reportSheet(runId: string, header: readonly string[]): ReportSheet {
  const own = ownColumns(header);
  const positions = new Map<CanonicalColumn, number>();
  for (const [index, name] of header.slice(0, own).entries()) {
    const column = findColumn(name);
    if (column !== undefined && !positions.has(column)) positions.set(column, index);
  }
  return { runId, header, columnOf: (column) => positions.get(column) ?? -1 };
}

/** What stands behind the sheet's own columns in retry.csv: why the row is there, in names that a reader knows as ours. */
export const RETRY_COLUMNS = [
  'row',
  'result',
  'suggested_street',
  'suggested_unit',
  'suggested_city',
  'suggested_region',
  'suggested_postal_code',
  'suggested_country',
  'error_code',
  'error_column',
  'error_message',
  'hint',
  'run_id',
] as const satisfies readonly ResultColumn[];

/**
 * How many leading columns are the user's own. A sheet that is itself a results.csv or retry.csv ends in the block that
 * the program wrote; echoing that block would put stale answers beside the new ones under the same names. Only the whole
 * block counts, so that a user's own column called `result` or `detail` stays.
 */
export function ownColumns(header: readonly string[]): number {
  for (const block of [RESULT_COLUMNS, RETRY_COLUMNS]) {
    const start = header.length - block.length;
    if (start > 0 && block.every((name, index) => header[start + index]?.trim().toLowerCase() === name)) {
      return start;
    }
  }
  return header.length;
}

/** The user's own header cells. */
export const ownHeader = (sheet: ReportSheet): readonly string[] =>
  sheet.header.slice(0, ownColumns(sheet.header));

/** The row's own cells, exactly as many as the header has own columns: a short row is filled up, a surplus would shift the program's columns and is left to errors.csv. */
export function ownCells(sheet: ReportSheet, row: RowRecord): string[] {
  const count = ownColumns(sheet.header);
  return Array.from({ length: count }, (_, index) => row.cells[index] ?? '');
}

/** The cell of a canonical column as the user typed it; empty when the sheet has no such column. */
export function cellOf(sheet: ReportSheet, row: RowRecord, name: string): string {
  const column = findColumn(name);
  const index = column === undefined ? -1 : sheet.columnOf(column);
  return index < 0 ? '' : (row.cells[index] ?? '');
}
