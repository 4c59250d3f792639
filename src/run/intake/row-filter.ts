import { UsageError } from '../../errors/app-error.ts';
import type { RowRecord } from '../../journal/records.ts';
import type { RunOptions } from '../context/run-options.ts';

/** By which option a row is left out, given how many rows were taken already; empty when it takes part. */
export type RowFilter = (row: Pick<RowRecord, 'line' | 'cells'>, taken: number) => string;

/**
 * The rows that `--rows`, `--where` and `--limit` choose.
 * @throws UsageError when `--where` names a column that is not there.
 */
export function rowFilter(
  { rows, where, limit }: Pick<RunOptions, 'rows' | 'where' | 'limit'>,
  header: readonly string[],
  columnOf: (name: string) => number,
): RowFilter {
  const column = where ? columnOf(where.column) : -1;
  if (where && column < 0) {
    throw new UsageError(`--where names the column "${where.column}", which the sheet does not have.`, {
      code: 'WHERE_COLUMN_UNKNOWN',
      hint: `The sheet has: ${header.join(', ')}.`,
    });
  }
  return (row, taken) => {
    if (rows && (row.line < rows[0] || row.line > rows[1])) return '--rows';
    if (where && (row.cells[column] ?? '').trim() !== where.value) return '--where';
    return limit !== undefined && taken >= limit ? '--limit' : '';
  };
}
