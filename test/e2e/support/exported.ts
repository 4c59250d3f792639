import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { csv, type Ended } from './command.ts';

/** The main file of an export that was run with `--json`, and its rows. */
export async function exported(ended: Ended): Promise<{ file: string; rows: Record<string, string>[] }> {
  const report = JSON.parse(ended.out) as { out: string; files: { name: string }[] };
  const file = path.join(report.out, report.files[0]?.name ?? '');
  return { file, rows: await csv(file) };
}

/** A CSV of the rows with some cells set in all of them. */
export function withCells(rows: readonly Record<string, string>[], cells: Record<string, string>): string {
  return stringify(
    rows.map((row) => ({ ...row, ...cells })),
    { header: true },
  );
}
