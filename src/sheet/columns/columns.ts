import { ACTIONS } from '../../domain/request/request.ts';
import { createSuggester } from '../../domain/suggest.ts';
import { COLUMN_ALIASES, PIECE_NAMES } from './column-names.ts';

export type CanonicalColumn = keyof typeof COLUMN_ALIASES;

/** A column that holds a piece of a canonical one: the floor of a unit, the area code of a number. */
export type PieceColumn = keyof typeof PIECE_NAMES;

/** What a column of a sheet can be read as. */
export type ColumnTarget = CanonicalColumn | PieceColumn;

/** All columns, in the order of docs/contract.md, section 5. */
export const CANONICAL_COLUMNS: readonly CanonicalColumn[] = Object.keys(COLUMN_ALIASES).filter(isCanonical);

/** All columns that hold pieces. */
export const PIECE_COLUMNS: readonly PieceColumn[] = Object.keys(PIECE_NAMES).filter(
  (name): name is PieceColumn => Object.hasOwn(PIECE_NAMES, name),
);

/** The columns that split a street line. */
export const PART_COLUMNS = [
  'house_number',
  'house_suffix',
  'pre_directional',
  'street_name',
  'street_suffix',
  'post_directional',
] as const satisfies readonly CanonicalColumn[];

/** The form of the address that the provider suggests. */
export const SUGGESTED_COLUMNS = [
  'suggested_street',
  'suggested_unit',
  'suggested_city',
  'suggested_region',
  'suggested_postal_code',
  'suggested_country',
] as const;

/** What is wrong with a row, where, and what to do. */
export const ERROR_CELLS = ['error_code', 'error_column', 'error_message', 'hint'] as const;

/** The columns that the program appends to result files (docs/contract.md), in their order. */
export const RESULT_COLUMNS = [
  'row',
  'result',
  'stage',
  'detail',
  'provider',
  'resolved_account',
  'e164',
  'provider_address_id',
  'validation',
  ...SUGGESTED_COLUMNS,
  'address_before',
  'address_after',
  'emergency_status',
  ...ERROR_CELLS,
  'provider_code',
  'provider_message',
  'provider_request_id',
  'attempts',
  'started_at',
  'finished_at',
  'uncovered_seconds',
  'max_gap_seconds',
  'approved_by',
  'approved_at',
  'run_id',
] as const;

/**
 * What an export says of a number or address beside the sheet's own columns and those of `RESULT_COLUMNS`. A sheet that
 * comes back with them is an edited export: they are echoed and never read.
 */
export const EXPORT_COLUMNS = [
  'emergency_state',
  'emergency_enabled',
  'emergency_failure',
  'voice_capable',
  'number_country',
  'settings_pending',
  'recipient_id',
  'facts',
  'export_note',
  'provisioning_status',
  'provisioning_errors',
  'limitations',
  'setup_price',
  'monthly_price',
  'price_currency',
] as const;

/** Where the recognized columns of one sheet are. Positions count from 0 in `Sheet.header` and in a row's `cells`. */
export interface ColumnMapping {
  readonly columns: ReadonlyMap<CanonicalColumn, number>;
  /** Columns that hold pieces; absent or empty in most sheets. */
  readonly pieces?: ReadonlyMap<PieceColumn, number>;
  /** Columns whose name means other things as well: their cells decided, and a cell of another form is said. */
  readonly byCells?: ReadonlySet<ColumnTarget>;
  /** Header texts of columns that are not used; they are kept and echoed. */
  readonly unknown: readonly string[];
}

const MAX_NAME_CHARS = 1000;

/** A header text without everything that is not compared. */
export function foldColumnName(name: string): string {
  // A typed name is never this long, and some letters become eighteen.
  if (name.length > MAX_NAME_CHARS) return name;
  return name
    .normalize('NFKC')
    .replace(/[\s_\-\u200B\u200E\u200F\u2060\uFEFF]+/gu, '')
    .toLowerCase();
}

const COLUMN_BY_FOLDED_NAME: ReadonlyMap<string, CanonicalColumn> = new Map(
  CANONICAL_COLUMNS.flatMap(
    (column) => [column, ...COLUMN_ALIASES[column]].map((name) => [foldColumnName(name), column] as const),
    // Of two columns with one alias the first of the table counts here; the header reader asks the values.
  ).toReversed(),
);

const EXPORT_COLUMN_NAMES: ReadonlySet<string> = new Set(EXPORT_COLUMNS.map(foldColumnName));
const RESULT_COLUMN_NAMES: ReadonlySet<string> = new Set(RESULT_COLUMNS.map(foldColumnName));

/** The column that a header text names; undefined when it names none. */
export function findColumn(name: string): CanonicalColumn | undefined {
  return COLUMN_BY_FOLDED_NAME.get(foldColumnName(name));
}

/** Whether a header text is one of the program's own result columns. */
export function isResultColumn(name: string): boolean {
  return RESULT_COLUMN_NAMES.has(foldColumnName(name));
}

/** Whether a header text is one that an export writes and no run reads. */
export function isExportColumn(name: string): boolean {
  return EXPORT_COLUMN_NAMES.has(foldColumnName(name));
}

/** The nearest action to a mistyped one. */
export const suggestAction = createSuggester(ACTIONS);

function isCanonical(name: string): name is CanonicalColumn {
  return Object.hasOwn(COLUMN_ALIASES, name);
}
