import { createSuggester, didYouMean } from '../../domain/suggest.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { RowRecord } from '../../journal/records.ts';
import type { RunOptions } from '../context/run-options.ts';

/** By which option a row is left out, given how many rows were taken already; empty when it takes part. */
type RowFilter = (row: Pick<RowRecord, 'line' | 'cells'>, taken: number) => string;

/**
 * The rows that `--rows`, `--where` and `--limit` choose.
 * @throws UsageError when `--where` names a column that is not there.
 */
export function rowFilter(
  { rows, where, limit }: Pick<RunOptions, 'rows' | 'where' | 'limit'>,
  header: readonly string[],
  columnOf: (name: string) => number,
): RowFilter {
  const wanted = where.map(({ column, value }) => ({ column, value, at: columnOf(column) }));
  const missing = wanted.find(({ at }) => at < 0);
  if (missing !== undefined) {
    const { column } = missing;
    const meant = didYouMean(createSuggester(header)(column));
    throw commandError('whereColumnUnknown', { column, meant, names: header.join(', ') });
  }
  return (row, taken) => {
    if (rows && (row.line < rows[0] || row.line > rows[1])) return '--rows';
    if (wanted.some(({ at, value }) => (row.cells[at] ?? '').trim() !== value)) return '--where';
    return limit !== undefined && taken >= limit ? '--limit' : '';
  };
}
