import path from 'node:path';
import { openTable } from '../export/comparison/read-table.ts';
import type { ExportReport } from '../export/context/export-options.ts';
import { performExport } from '../export/perform-export.ts';
import type { RunHost } from '../run/context/run-options.ts';
import { runOptionsSchema } from '../run/context/run-options.ts';
import { columnIndex } from '../run/intake/column-index.ts';
import { rowFilter } from '../run/intake/row-filter.ts';
import type { Migration } from './migration-record.ts';

/** A row of an export, by column. */
export type ExportedRow = ReadonlyMap<string, string>;

/** What the old account holds now. */
export interface OldAccount {
  readonly report: ExportReport;
  /** Covered numbers that the migration is about. */
  readonly rows: readonly ExportedRow[];
  /** Numbers that have nothing to move, by the state that the old account shows. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Covered end users without a phone number, by their ids: they cannot be moved and stay. */
  readonly endUsers: readonly string[];
}

/**
 * Reads the old account by an export of its own, whose file is the record of that moment. Rows that `--where` leaves out are
 * not part of the migration.
 */
export async function readOldAccount(migration: Migration, host: RunHost): Promise<OldAccount> {
  const { where, maxPauseMs } = runOptionsSchema
    .pick({ where: true, maxPauseMs: true })
    .parse({ where: migration.texts.where, maxPauseMs: migration.texts.maxPauseMs });
  const report = await performExport(
    {
      kind: 'numbers',
      accounts: [migration.oldAccount],
      state: migration.state,
      out: undefined,
      filter: {},
      compare: undefined,
      compliance: null,
      hasBook: false,
      maxPauseMs,
      bom: false,
    },
    host,
  );
  const [file] = report.files;
  if (!report.complete || file === undefined) return { report, rows: [], leftOut: {}, endUsers: [] };
  const table = await openTable(path.join(report.outDir, file.name), ['phone_number', 'emergency_state']);
  const leftOutBy = rowFilter({ where, rows: undefined, limit: undefined }, table.header, (name) =>
    columnIndex(table.header, new Map(), name),
  );
  const rows: ExportedRow[] = [];
  const leftOut: Record<string, number> = {};
  const endUsers: string[] = [];
  for await (const row of table.rows()) {
    const cells = table.header.map((column) => row.get(column) ?? '');
    if (leftOutBy({ line: 0, cells }, 0) !== '') continue;
    const state = row.get('emergency_state') ?? '';
    const why = state === 'covered' ? '' : state || 'unknown';
    if (why !== '') leftOut[why] = (leftOut[why] ?? 0) + 1;
    else if (row.get('phone_number')) rows.push(row);
    else endUsers.push(row.get('endpoint_user_id') || `endpoint ${row.get('endpoint_id') ?? ''}`);
  }
  return { report, rows, leftOut, endUsers };
}
