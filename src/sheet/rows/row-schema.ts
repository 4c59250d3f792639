import { z } from 'zod';
import type { Problem } from '../../errors/problem.ts';
import { isRowCode, type RowCode, rowProblem } from '../../errors/row-codes.ts';
import { CANONICAL_COLUMNS, type CanonicalColumn, type ColumnMapping } from '../columns/columns.ts';

/** The cells of a row by column, cleaned of what nobody sees; empty where the sheet has no such column. */
export type RowCells = Readonly<Record<CanonicalColumn, string>>;

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
  address_label: 128,
  inbound_sms_url: 2000,
  voice_status_url: 2000,
  callback_url: 2000,
  recipient_email: 254,
  recipient_description: 500,
};
const MAX_CHARS_OTHERWISE = 255;

const NOT_SEEN = /[\u00AD\u200B-\u200F\u2060\uFEFF]+/g;
const SPACES = /[\u0020\u00A0\u2000-\u200A\u202F\u205F\u3000]+/g;
// C0, DEL, C1, line separators and the marks that turn the writing direction.
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
/** Address books put these around a copied number; the number's own reader takes them off. */
const AROUND_NUMBERS = /[\u202A-\u202E\u2066-\u2069]/g;
const EMAIL = z.email();
/** `#N/A`, `#REF!`, in other languages `#NV`, `#BEZUG!`; `####` is what is saved of a number too wide for its column. */
const ERROR_VALUE = /^#(?:N\/A|NV|N\/D|#+|[\p{Lu}\d/_]{2,20}[!?])$/u;
const SCIENTIFIC = /^\d(?:[.,]\d{1,15})?E\+\d{1,3}$/i;
/** Names that a machine gave; digits that are gone make them another's. */
const ID_COLUMNS: ReadonlySet<CanonicalColumn> = new Set([
  'address_id',
  'endpoint_id',
  'app_id',
  'voice_app_id',
  'sms_service_plan_id',
  'sms_campaign_id',
  'subaccount_key',
]);

/** Takes the row's cells by column. */
export function readCellsOfRow(cells: readonly string[], mapping: ColumnMapping): RowCells {
  const read = (column: CanonicalColumn): string => {
    const index = mapping.columns.get(column);
    const text = index === undefined ? '' : (cells[index] ?? '');
    return text === '' ? '' : text.replace(NOT_SEEN, '').replace(SPACES, ' ').trim();
  };
  return recordOfColumns(read);
}

/** What is wrong with single cells, each seen by itself: forbidden characters, lengths, fixed words, e-mail addresses. */
export function checkCells(cells: RowCells, row: number): Problem[] {
  const parsed = RowSchema.safeParse(cells);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => {
    const column = String(issue.path[0] ?? '');
    const code = issue.code === 'custom' ? String(issue.params?.['problem'] ?? '') : '';
    const value = isColumn(column) ? cells[column] : '';
    const message = issue.message === '' ? undefined : issue.message;
    return rowProblem(isRowCode(code) ? code : 'ROW_TOO_LONG', { row, column, value, message });
  });
}

const RowSchema = z.object(recordOfColumns(cellSchema));

function cellSchema(column: CanonicalColumn): z.ZodType<string> {
  const max = MAX_CHARS[column] ?? MAX_CHARS_OTHERWISE;
  const isNumber = column === 'phone_number' || column === 'recipient_phone';
  return z.string().superRefine((text, context) => {
    if (text === '') return;
    const report = (code: RowCode, message = ''): void => {
      context.addIssue({ code: 'custom', message, params: { problem: code } });
    };
    if (CONTROL.test(isNumber ? text.replace(AROUND_NUMBERS, '') : text)) report('ROW_CONTROL_CHARACTER');
    if (text.includes('\uFFFD')) report('ROW_LETTERS_LOST');
    if (ERROR_VALUE.test(text))
      report('ROW_CELL_ERROR', `"${text}" is an error of the spreadsheet, no value.`);
    if (ID_COLUMNS.has(column) && SCIENTIFIC.test(text)) report('ROW_ID_SCIENTIFIC');
    if (text.length > max) {
      report('ROW_TOO_LONG', `The cell has ${text.length} characters; ${column} takes at most ${max}.`);
      return;
    }
    if (column === 'address_kind' && !/^(?:business|residential)$/i.test(text)) {
      report('ROW_ADDRESS_KIND_UNKNOWN', `"${text}" is no kind of address; it is business or residential.`);
    }
    if (column === 'recipient_email' && !EMAIL.safeParse(text).success) report('ROW_RECIPIENT_EMAIL');
  });
}

function recordOfColumns<Value>(make: (column: CanonicalColumn) => Value): Record<CanonicalColumn, Value> {
  const record: Partial<Record<CanonicalColumn, Value>> = {};
  for (const column of CANONICAL_COLUMNS) record[column] = make(column);
  // The loop above visits every column of the table.
  return record as Record<CanonicalColumn, Value>;
}

function isColumn(name: string): name is CanonicalColumn {
  return (CANONICAL_COLUMNS as readonly string[]).includes(name);
}
