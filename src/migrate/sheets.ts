import { SETTING_COLUMNS } from '../domain/request/request.ts';
import { ADDRESS_COLUMNS, KEY_COLUMNS } from '../domain/request/request-columns.ts';
import type { Capabilities } from '../providers/contract.ts';
import { writeCsv } from '../report/csv-cells.ts';
import { openOutFolder } from '../report/out-folder.ts';
import type { RunHost } from '../run/context/run-options.ts';
import type { Migration } from './migration-record.ts';
import type { ExportedRow } from './old-account.ts';

/** Handles of the old provider mean nothing at another one. */
const OF_OLD_PROVIDER: ReadonlySet<string> = new Set(['endpoint_id', 'address_id']);
/** Columns of the export that a row could ask for. */
const REQUESTED: readonly string[] = ['caller_name', 'address_label', 'address_kind', ...SETTING_COLUMNS];
/** They say what a number is, which no carrier is asked to change. */
const OF_NUMBER: ReadonlySet<string> = new Set(['number_type', 'features']);

/** The columns of the new account's sheet. */
function columnsOf({ consumes }: Capabilities): string[] {
  const taken = [...KEY_COLUMNS, ...(consumes.assign ?? [])];
  return [...new Set(taken)].filter((column) => !OF_OLD_PROVIDER.has(column) && column !== 'plus_four');
}

/** Filled columns of the old account that the new one cannot hold, with how many rows fill them. */
export function columnsLeftOut(
  rows: readonly ExportedRow[],
  capabilities: Capabilities,
): Readonly<Record<string, number>> {
  const kept = new Set(columnsOf(capabilities));
  const counts: Record<string, number> = {};
  for (const column of REQUESTED.filter((name) => !kept.has(name) && !OF_NUMBER.has(name))) {
    const filled = rows.filter((row) => (row.get(column) ?? '') !== '').length;
    if (filled > 0) counts[column] = filled;
  }
  return counts;
}

/** Writes the sheet that gives each number its address at the new account. Returns its path. */
export async function writeNewSheet(
  migration: Migration,
  rows: readonly ExportedRow[],
  capabilities: Capabilities,
  host: RunHost,
): Promise<string> {
  const columns = columnsOf(capabilities);
  const cell = (row: ExportedRow, column: string): string => {
    if (column === 'action') return 'assign';
    if (column === 'account') return migration.newAccount;
    const own = row.get(column) ?? '';
    return column === 'caller_name' && own === '' ? (migration.texts.callerName ?? '') : own;
  };
  const cells = rows.map((row) => columns.map((column) => cell(row, column)));
  return writeSheet(migration, 'new-account.csv', { columns, cells }, host);
}

/** Writes the sheet that removes numbers at the old account. Returns its path. */
export async function writeOldSheet(
  migration: Migration,
  name: string,
  phoneNumbers: readonly string[],
  host: RunHost,
): Promise<string> {
  const columns = ['phone_number', 'action', 'account'];
  const cells = phoneNumbers.map((phoneNumber) => [phoneNumber, 'remove', migration.oldAccount]);
  return writeSheet(migration, name, { columns, cells }, host);
}

/** Writes a file into the folder of the migration, in place of an earlier one of that name. */
export async function writeSheet(
  { outDir }: Pick<Migration, 'outDir'>,
  name: string,
  { columns, cells }: { readonly columns: readonly string[]; readonly cells: readonly (readonly string[])[] },
  { disk }: Pick<RunHost, 'disk'>,
): Promise<string> {
  const out = await openOutFolder(outDir, { sameRun: true, files: [name], disk });
  await out.writeFile(name, async (write) => {
    await writeCsv(write, columns, cells, { bom: false });
  });
  return `${out.path}/${name}`;
}

/** The address of a row as one text; two rows with the same one have the same address. */
export function addressText(cell: (column: string) => string): string {
  return ADDRESS_COLUMNS.map(cell).join('\n').trim();
}
