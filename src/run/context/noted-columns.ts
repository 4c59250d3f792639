import { z } from 'zod';
import type { RunRecord } from '../../journal/records.ts';

/** Where the columns of a sheet are, by our names: what `--map` and the header reader found. */
export type NotedColumns = Readonly<Record<string, number>>;

const NotedColumnsSchema = z.record(z.string(), z.int().nonnegative());

/** The columns that a run keeps beside its options; empty for a run of an earlier version. */
export function notedColumns(run: Pick<RunRecord, 'options'> | null): NotedColumns {
  return NotedColumnsSchema.safeParse(run?.options['columns']).data ?? {};
}
