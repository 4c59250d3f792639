import { readAddressRef } from '../../domain/request/address-ref.ts';
import { ADDRESS_COLUMNS, COVERAGE_COLUMNS, KEY_COLUMNS } from '../../domain/request/request-columns.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { Capabilities } from '../../providers/contract.ts';
import { CANONICAL_COLUMNS } from '../../sheet/columns/columns.ts';
import { openSheet } from '../../sheet/open-sheet.ts';
import type { RowCells } from '../../sheet/rows/row-cells.ts';
import { readCellsOfRow } from '../../sheet/rows/row-schema.ts';

/** What each row of a sheet of purchases takes from another sheet. */
export interface LikeRow {
  /** The cells that every row gets, by column. */
  readonly cells: Readonly<Record<string, string>>;
  /** Filled columns of the first row that a purchase at this provider does not take. */
  readonly leftOut: readonly string[];
  /** Numbers that the sheet names in its cells: they are not picked again. */
  readonly phoneNumbers: ReadonlySet<string>;
}

/** They name the row and its number, and say what a purchase decides itself. */
const OF_THE_ROW: ReadonlySet<string> = new Set([
  ...KEY_COLUMNS.filter((column) => column !== 'country'),
  ...['acquire', 'endpoint_user_id', 'number_type', 'features'],
]);
const NOTHING: LikeRow = { cells: {}, leftOut: [], phoneNumbers: new Set() };

/**
 * The settings and the address of a sheet's first row, as far as a purchase takes them.
 * @throws UsageError when the sheet cannot be read, has no row, or its first row uses the address of another row.
 */
export async function readLikeRow(path: string | undefined, { consumes }: Capabilities): Promise<LikeRow> {
  if (path === undefined) return NOTHING;
  const sheet = await openSheet(path, {});
  const taken = new Set<string>([...(consumes.buy ?? []), 'country']);
  const phoneNumbers = new Set<string>();
  let first: RowCells | null = null;
  for await (const row of sheet.rows()) {
    const { cells } = readCellsOfRow(row, sheet.mapping);
    first ??= cells;
    phoneNumbers.add(digitsOf(cells.phone_number));
  }
  if (first === null) throw commandError('likeSheetEmpty', { path });
  const given = first;
  if (readAddressRef(given.address_id) !== null) {
    throw commandError('likeRowByReference', { path, cell: given.address_id });
  }
  const filled = CANONICAL_COLUMNS.filter((column) => given[column] !== '' && !OF_THE_ROW.has(column));
  const hasAddress = [...ADDRESS_COLUMNS].some((column) => given[column as keyof RowCells] !== '');
  const isByItself = (column: string): boolean =>
    column === 'country' ? hasAddress : hasAddress || given.address_id !== '' || !OF_COVERAGE.has(column);
  const kept = filled.filter((column) => taken.has(column) && isByItself(column));
  return {
    cells: Object.fromEntries(kept.map((column) => [column, given[column]])),
    leftOut: filled.filter((column) => !kept.includes(column) && column !== 'country'),
    phoneNumbers,
  };
}

const OF_COVERAGE: ReadonlySet<string> = new Set(COVERAGE_COLUMNS);

/** A number as digits, in whatever form it is written. */
export function digitsOf(phoneNumber: string): string {
  return phoneNumber.replace(/\D+/g, '');
}
