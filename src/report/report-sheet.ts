import type { RowRecord } from '../journal/records.ts';
import {
  type CanonicalColumn,
  ERROR_CELLS,
  findColumn,
  type RESULT_COLUMNS,
  SUGGESTED_COLUMNS,
} from '../sheet/columns/columns.ts';

/** A column that the program writes behind the sheet's own. */
export type ResultColumn = (typeof RESULT_COLUMNS)[number];

/** What the result files need to know of the run's sheet. */
export interface ReportSheet {
  readonly runId: string;
  /** The sheet's own header cells, in order, without what an earlier run appended (the reader takes that off). */
  readonly header: readonly string[];
  /** Index of a canonical column (`phone_number`, `street`) in the header; -1 when the sheet has none. */
  columnOf(column: CanonicalColumn): number;
  /** Code of what stopped the run as a whole; empty when nothing did. It is said once for the sheet, not for each row. */
  readonly stoppedBy: string;
}

/**
 * The sheet of a run as the result files see it, from what the journal keeps of it.
 * @param columns where the reader of the sheet found its columns; those of an earlier journal are found by their names
 */
export function reportSheet(
  runId: string,
  header: readonly string[],
  stoppedBy = '',
  columns: Readonly<Record<string, number>> = {},
): ReportSheet {
  const positions = new Map<string, number>(Object.entries(columns));
  for (const [index, name] of positions.size > 0 ? [] : header.entries()) {
    const column = findColumn(name);
    if (column !== undefined && !positions.has(column)) positions.set(column, index);
  }
  return { runId, header, stoppedBy, columnOf: (column) => positions.get(column) ?? -1 };
}

/** What follows the sheet's own columns in retry.csv: why the row is there, in names that show where it comes from. */
export const RETRY_COLUMNS = [
  'row',
  'result',
  ...SUGGESTED_COLUMNS,
  ...ERROR_CELLS,
  'run_id',
] as const satisfies readonly ResultColumn[];

/** The row's own cells, exactly as many as the header has: a short row is filled up, a surplus would shift the program's columns and is left to errors.csv. */
export const ownCells = (sheet: ReportSheet, row: RowRecord): string[] =>
  sheet.header.map((_, index) => row.cells[index] ?? '');

/** The cell of a canonical column as the user typed it; empty when the sheet has no such column. */
export function cellOf(sheet: ReportSheet, row: RowRecord, name: string): string {
  const column = findColumn(name);
  const index = column === undefined ? -1 : sheet.columnOf(column);
  return index < 0 ? '' : (row.cells[index] ?? '');
}
