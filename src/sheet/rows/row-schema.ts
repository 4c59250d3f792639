import { z } from 'zod';
import { readCountry } from '../../domain/address/region.ts';
import { isPlaceholder, meansNothing } from '../../domain/request/placeholder.ts';
import { SETTING_COLUMNS } from '../../domain/request/request.ts';
import type { Problem } from '../../errors/problem.ts';
import { type RowCode, rowProblem } from '../../errors/row-codes.ts';
import { readFormula } from '../cells/constant.ts';
import {
  CANONICAL_COLUMNS,
  type CanonicalColumn,
  type ColumnMapping,
  type ColumnTarget,
  PART_COLUMNS,
  PIECE_COLUMNS,
  type PieceColumn,
} from '../columns/columns.ts';
import { formProblem } from './cell-form.ts';
import {
  composeHouseNumber,
  composePhone,
  composeUnit,
  type PieceProblem,
  placeholderOf,
} from './compose-cells.ts';
import { composeStreet } from './full-address.ts';
import type { RowCells } from './row-cells.ts';

/** Longest text of a column, characters; a provider's own, narrower bounds are checked by its adapter. */
const MAX_CHARS: Partial<Record<CanonicalColumn, number>> = {
  reference: 500,
  caller_name: 128,
  street: 250,
  house_number: 45,
  house_suffix: 20,
  pre_directional: 10,
  street_name: 200,
  street_suffix: 45,
  post_directional: 10,
  unit: 100,
  city: 100,
  region: 100,
  postal_code: 20,
  plus_four: 10,
  country: 60,
  old_address: 300,
  address_label: 128,
  inbound_sms_url: 2000,
  voice_status_url: 2000,
  callback_url: 2000,
  recipient_email: 254,
  recipient_description: 500,
};
const MAX_CHARS_OTHERWISE = 255;

/** Of these none is invisible, a control character, or a wide space. */
const PRINTABLE_ASCII = /^[\x20-\x7E]*$/;
const NOT_SEEN = /[\u00AD\u200B-\u200F\u2060\uFEFF]+/g;
const SPACES = /[\u0020\u00A0\u2000-\u200A\u202F\u205F\u3000]+/g;
// C0, DEL, C1, line separators and the marks that turn the writing direction.
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
/** Address books put these around a copied number; the number's own reader takes them off. */
const AROUND_NUMBERS = /[\u202A-\u202E\u2066-\u2069]/g;
const EMAIL = z.email();
const SETTINGS: ReadonlySet<string> = new Set(SETTING_COLUMNS);
/** `#N/A`, `#REF!`, in other languages `#NV`, `#BEZUG!`; `####` is what is saved of a number too wide for its column. */
const ERROR_VALUE = /^#(?:N\/A|NV|N\/D|#+|GETTING_DATA|[\p{Lu}\d/_]{2,20}[!?])$|^Err:\d{3}$|^Loading\.{3}$/u;
const SCIENTIFIC = /^\d(?:[.,]\d{1,15})?E\+\d{1,3}$/i;
/** Names that a machine gave; digits that are gone make them another's. */
const ID_COLUMNS: ReadonlySet<CanonicalColumn> = new Set([
  'address_id',
  'endpoint_id',
  'endpoint_user_id',
  'app_id',
  'voice_app_id',
  'sms_service_plan_id',
  'sms_campaign_id',
  'subaccount_key',
]);

/** Free text, in which an apostrophe before a digit may be typed: `'52 Chevy Garage`. */
const NAMES: ReadonlySet<ColumnTarget> = new Set<ColumnTarget>([
  ...(['caller_name', 'address_label', 'display_name', 'recipient_description', 'reference'] as const),
]);

/** A value for a column, where the row has none or in any case (`--set`, `--set!`). */
export interface SetCell {
  readonly column: ColumnTarget;
  readonly value: string;
  readonly overrides: boolean;
}

/** A row's cells by column, with what is wrong with single ones already. */
interface ReadCells {
  readonly cells: RowCells;
  readonly problems: readonly Problem[];
}

/** A row without a filled cell. */
const EMPTY_CELLS = emptyCells();

function emptyCells(): RowCells {
  // The table of columns has each of them.
  return Object.fromEntries(CANONICAL_COLUMNS.map((column) => [column, ''])) as RowCells;
}

/** Takes the row's cells by column, and joins those that hold pieces. */
export function readCellsOfRow(
  row: { readonly cells: readonly string[]; readonly line: number },
  mapping: ColumnMapping,
  sets: readonly SetCell[] = [],
): ReadCells {
  const problems: Problem[] = [];
  const add = ({ code, ...facts }: PieceProblem): void => {
    problems.push(rowProblem(code, { row: row.line, ...facts }));
  };
  const take = (column: ColumnTarget, index: number | undefined): string => {
    const set = sets.find((each) => each.column === column);
    const typed = index === undefined || set?.overrides === true ? '' : clean(row.cells[index] ?? '');
    // A spreadsheet keeps digits as text behind an apostrophe, and some programs write it into the file.
    const text = typed.startsWith("'") && !NAMES.has(column) ? typed.replace(/^'(?=\d)/, '') : typed;
    const formula = readFormula(text);
    if (formula === 'formula') {
      problems.push(rowProblem('ROW_FORMULA', { row: row.line, column, value: text }));
      return '';
    }
    const read = formula === null ? text : clean(formula.constant);
    const other = formProblem(column, read, mapping, row.line);
    if (other !== null) problems.push(other);
    return read || (set?.value ?? '');
  };
  // A copy keeps the shape of its source; an object that is filled by names in a loop becomes a slow table.
  const cells: Record<CanonicalColumn, string> = { ...EMPTY_CELLS };
  for (const column of CANONICAL_COLUMNS) {
    const index = mapping.columns.get(column);
    if (index !== undefined || sets.length > 0) cells[column] = take(column, index);
  }
  const pieces: Partial<Record<PieceColumn, string>> = {};
  for (const column of PIECE_COLUMNS) {
    const text = take(column, mapping.pieces?.get(column));
    if (text !== '') pieces[column] = text;
  }
  if (Object.keys(pieces).length === 0) return { cells, problems };
  for (const [column, value] of Object.entries(pieces)) {
    if (isPlaceholder(value)) add(placeholderOf(column, value));
  }
  if (isPlaceholder(pieces.full_address ?? '')) pieces.full_address = '';
  const house = composeHouseNumber(cells.house_number, cells.street, pieces.house_prefix ?? '', add);
  const composed = {
    ...cells,
    phone_number: composePhone(cells.phone_number, pieces, add),
    house_number: house.number,
    street: house.street,
    unit: composeUnit(cells.unit, pieces, add),
  };
  return { cells: composeStreet(composed, pieces.full_address ?? '', add), problems };
}

function clean(text: string): string {
  if (text === '') return '';
  const seen = PRINTABLE_ASCII.test(text) ? text : text.replace(NOT_SEEN, '');
  return seen.replace(SPACES, ' ').trim();
}

/** What is wrong with single cells, each seen by itself: forbidden characters, lengths, fixed words, email addresses. */
export function checkCells(cells: RowCells, row: number): Problem[] {
  const problems: Problem[] = [];
  for (const column of CANONICAL_COLUMNS) {
    const value = cells[column];
    if (value === '') continue;
    for (const { code, message } of faultsOf(column, value)) {
      problems.push(rowProblem(code, { row, column, value, message }));
    }
  }
  return problems;
}

/** Columns in which a placeholder would be sent as part of an address or a name. */
const OF_ADDRESS: readonly CanonicalColumn[] = [
  ...(['caller_name', 'street', ...PART_COLUMNS, 'unit', 'city', 'region', 'postal_code'] as const),
  'plus_four',
];

/** The cells of an address that hold `N/A` or another placeholder; an ID is one only where it says that there is none. */
export function findPlaceholders(cells: RowCells, row: number, named: ReadonlySet<string>): Problem[] {
  const found = OF_ADDRESS.filter((column) => isPlaceholder(cells[column]));
  // Namibia's code is NA.
  const ids = (['address_id', 'endpoint_id', 'endpoint_user_id', 'country'] as const).filter(
    (column) => meansNothing(cells[column]) && readCountry(cells[column]) === null,
  );
  return [...found, ...ids]
    .filter((column) => !named.has(column))
    .map((column) =>
      rowProblem('ROW_PLACEHOLDER', {
        row,
        column,
        value: cells[column],
        message: `"${cells[column]}" in ${column} is a placeholder, not a value.`,
      }),
    );
}

interface Fault {
  readonly code: RowCode;
  readonly message?: string;
}

function faultsOf(column: CanonicalColumn, text: string): Fault[] {
  const max = MAX_CHARS[column] ?? MAX_CHARS_OTHERWISE;
  const isNumber = column === 'phone_number' || column === 'recipient_phone';
  const faults: Fault[] = [];
  if (!PRINTABLE_ASCII.test(text)) {
    if (CONTROL.test(isNumber ? text.replace(AROUND_NUMBERS, '') : text)) {
      faults.push({ code: 'ROW_CONTROL_CHARACTER' });
    }
    if (text.includes('\uFFFD')) faults.push({ code: 'ROW_LETTERS_LOST' });
  }
  if (ERROR_VALUE.test(text)) {
    faults.push({ code: 'ROW_CELL_ERROR', message: `"${text}" is a spreadsheet error, not a value.` });
  }
  if (ID_COLUMNS.has(column) && SCIENTIFIC.test(text)) faults.push({ code: 'ROW_ID_SCIENTIFIC' });
  if (text === '""' && !SETTINGS.has(column)) {
    faults.push({
      code: 'ROW_CLEAR_NOT_POSSIBLE',
      message: `Two quotation marks ("") cannot clear ${column}.`,
    });
  }
  if (text.length > max) {
    return [
      ...faults,
      {
        code: 'ROW_TOO_LONG',
        message: `The cell has ${text.length} characters; ${column} has room for ${max}.`,
      },
    ];
  }
  if (column === 'address_kind' && !/^(?:business|residential)$/i.test(text)) {
    faults.push({
      code: 'ROW_ADDRESS_KIND_UNKNOWN',
      message: `"${text}" is not a kind of address; it must be business or residential.`,
    });
  }
  if (column === 'recipient_email' && !EMAIL.safeParse(text).success) {
    faults.push({ code: 'ROW_RECIPIENT_EMAIL', message: `"${text}" is not a valid email address.` });
  }
  return faults;
}
