import { cellProblem, type Problem, type Severity } from '../../errors/problem.ts';

/*
 * Every code that reading a sheet and checking its rows can give, once: what it says when nothing more exact is
 * known, and what to do. A code is never renamed and never reused for something else.
 */
export const ROW_CODES = {
  SHEET_COLUMN_UNKNOWN: {
    title: 'This column is none that the program knows; it is kept and not used.',
    hint: 'Rename it if it was meant for something, or leave it.',
  },
  SHEET_TITLE_ROWS: {
    title: 'The header is not in the first row; the rows above it are left out.',
    hint: 'Nothing to do if the header row is right; else name it: --header-row N.',
  },
  SHEET_ENCODING_GUESSED: {
    title: 'The file does not say how its letters are encoded.',
    hint: 'Look at a name with an accent; if it is wrong, save the sheet as "CSV UTF-8" or use --encoding.',
  },
  SHEET_CELL_TOO_LONG: {
    title: 'The cell is longer than 100,000 characters.',
    hint: 'A quotation mark is probably missing or too many in this row or the one before.',
  },
  SHEET_ROW_RAGGED: {
    title: 'The row has another number of cells than the header.',
    hint: 'A comma inside a cell needs quotation marks around the cell; a missing cell needs its comma. Of rows whose last cells are empty Excel leaves the commas away: save as .xlsx then.',
  },
  ROW_CONTROL_CHARACTER: {
    title: 'The cell holds a line break, a tab or another character that is not text.',
    hint: 'Type the cell again on one line.',
  },
  ROW_CELL_ERROR: {
    title: 'The cell holds an error of the spreadsheet or the signs of a column that is too narrow.',
    hint: 'Mend the formula or widen the column, then save the sheet again.',
  },
  ROW_ID_SCIENTIFIC: {
    title: 'The spreadsheet turned the id into scientific notation; its last digits are gone.',
    hint: 'Format the column as text, then paste the ids again from their source.',
  },
  ROW_LETTERS_LOST: {
    title: 'The cell holds a replacement character where a letter was lost.',
    hint: 'Export the sheet again as "CSV UTF-8" from the program that has the true letters.',
  },
  ROW_TOO_LONG: {
    title: 'The cell is longer than this column allows.',
    hint: 'Shorten it.',
  },
  ROW_ACTION_UNKNOWN: {
    title: 'There is no such action.',
    hint: 'Type: e911 providers, for the actions of each provider.',
  },
  ROW_ACTION_NOT_POSSIBLE: {
    title: 'This provider cannot do that.',
    hint: 'Choose another action, or another account for this row.',
  },
  ROW_ACCOUNT_UNKNOWN: {
    title: 'The config names no such account.',
    hint: 'Correct the name, or add the account to e911.config.yaml.',
  },
  ROW_ACCOUNT_MISSING: {
    title: 'The row names no account and there is no default account.',
    hint: 'Fill in the column account, use --account NAME, or set defaults.account in e911.config.yaml.',
  },
  ROW_PHONE_MISSING: {
    title: 'The row has no phone number.',
    hint: 'Fill in phone_number, for example +12025550123.',
  },
  ROW_PHONE_SCIENTIFIC: {
    title: 'The spreadsheet turned the number into scientific notation; its last digits are gone.',
    hint: 'Format the column as text, then paste the numbers again from their source.',
  },
  ROW_PHONE_DECIMAL: {
    title: 'The spreadsheet turned the number into a decimal.',
    hint: 'Format the column as text and remove the decimal part.',
  },
  ROW_PHONE_EXTENSION: {
    title: 'The number has an extension; an emergency address belongs to a whole number.',
    hint: 'Remove the extension, and name the place of the desk in unit.',
  },
  ROW_PHONE_LETTERS: {
    title: 'The number has letters in it.',
    hint: 'Write it in digits.',
  },
  ROW_PHONE_CHARACTERS: {
    title: 'The cell holds characters that no single phone number has.',
    hint: 'One number for each row, for example +12025550123.',
  },
  ROW_PHONE_NO_COUNTRY: {
    title: 'The number has no country code and the row names no country.',
    hint: 'Write it as +12025550123, or fill in country.',
  },
  ROW_PHONE_PLUS_LOST: {
    title: 'This is no number of its country, but would be one of another with a + before it.',
    hint: 'If the + was lost, format the column as text and write it; else correct the number.',
  },
  ROW_PHONE_INVALID: {
    title: 'This cannot be a phone number.',
    hint: 'Compare it with the list of numbers at the provider.',
  },
  ROW_PHONE_UNASSIGNED: {
    title: 'No area in use has numbers like this one.',
    hint: 'Check the area code.',
  },
  ROW_NUMBER_COUNTRY: {
    title: 'This provider has no emergency addresses for numbers of this country.',
    hint: 'Check the country code of the number, or use an account of another provider.',
  },
  ROW_COUNTRY_UNKNOWN: {
    title: 'This is no country code.',
    hint: 'Two letters of ISO 3166-1: US, CA, GB.',
  },
  ROW_ADDRESS_COUNTRY: {
    title: 'This provider takes no emergency addresses in this country.',
    hint: 'Check country, or use an account of another provider.',
  },
  ROW_ADDRESS_UNUSED: {
    title: 'The row has an address_id, so the address written beside it is not used.',
    hint: 'Empty address_id to register the written address, or empty the address columns.',
  },
  ROW_STREET_MISSING: {
    title: 'The row has no street.',
    hint: 'Fill in street, or house_number and street_name.',
  },
  ROW_STREET_DISAGREES: {
    title: 'The column street and the split columns say different things.',
    hint: 'Keep only one of the two.',
  },
  ROW_HOUSE_NUMBER_MISSING: {
    title: 'The address has no house number, so nobody can be sent there.',
    hint: 'Write the number in digits in front of the street.',
  },
  ROW_CELL_MANGLED: {
    title: 'The spreadsheet turned this cell into a date or another number.',
    hint: 'Format the column as text and type the cell again.',
  },
  ROW_NOT_DISPATCHABLE: {
    title: 'A box or a counter at a post office is no place that help can be sent to.',
    hint: 'Give the address of the building where the phone is.',
  },
  ROW_UNIT_IN_STREET: {
    title: 'The street seems to end in an apartment, suite or floor.',
    hint: 'Move it to the column unit.',
  },
  ROW_CITY_MISSING: { title: 'The row has no city.', hint: 'Fill in city.' },
  ROW_REGION_MISSING: {
    title: 'The row has no state or province.',
    hint: 'Fill in region with two letters, for example CA or ON.',
  },
  ROW_REGION_UNKNOWN: {
    title: 'The country has no such state or province.',
    hint: 'Use the two letters, for example CA or ON.',
  },
  ROW_POSTAL_CODE_MISSING: { title: 'The row has no postal code.', hint: 'Fill in postal_code.' },
  ROW_POSTAL_CODE_INVALID: {
    title: 'The country has no postal code of this form.',
    hint: 'US: 94105 or 94105-1234; Canada: K1A 0B1; Great Britain: SW1A 1AA.',
  },
  ROW_POSTAL_CODE_ZERO_LOST: {
    title: 'The ZIP code has too few digits: the spreadsheet took its leading zero.',
    hint: 'Format the column as text and type the zero again.',
  },
  ROW_POSTAL_CODE_REGION: {
    title: 'The postal code does not belong to the state or province.',
    hint: 'Check which of the two is right; the provider will probably refuse the address.',
  },
  ROW_CALLER_NAME_MISSING: {
    title: 'This provider needs a caller name with each address.',
    hint: 'Fill in caller_name with the name that the 911 centre should see.',
  },
  ROW_ADDRESS_KIND_UNKNOWN: {
    title: 'The kind of address is business or residential.',
    hint: 'Write business or residential, or leave the cell empty for business.',
  },
  ROW_ADDRESS_ID_MISSING: {
    title: 'This action needs the id of an existing address.',
    hint: 'Take the id from the list of addresses at the provider.',
  },
  ROW_ADDRESS_ID_NOT_POSSIBLE: {
    title: 'A new address cannot have this id.',
    hint: 'Leave address_id empty.',
  },
  ROW_SETTING_MISSING: {
    title: 'The row changes no setting of the number.',
    hint: 'Fill in at least one setting column of this provider.',
  },
  ROW_SETTING_NOT_POSSIBLE: {
    title: 'This provider has no such setting.',
    hint: 'Empty the cell, or move the row to an account of another provider.',
  },
  ROW_RECIPIENT_MISSING: {
    title: 'The row names nobody to notify.',
    hint: 'Fill in recipient_email or recipient_phone.',
  },
  ROW_RECIPIENT_EMAIL: {
    title: 'This is no e-mail address.',
    hint: 'Write it as name@example.com.',
  },
  ROW_RECIPIENT_PHONE: {
    title: 'The phone number of the recipient cannot be used.',
    hint: 'Write it as +12025550123.',
  },
} as const satisfies Record<string, { readonly title: string; readonly hint: string }>;

export type RowCode = keyof typeof ROW_CODES;

/** Whether a text is a code of the table. */
export function isRowCode(code: string): code is RowCode {
  return Object.hasOwn(ROW_CODES, code);
}

/** A problem by its code; message and hint are the table's own unless something more exact is known. */
export function rowProblem(
  code: RowCode,
  facts: {
    readonly row: number;
    readonly column?: string;
    readonly value?: string;
    readonly severity?: Severity;
    readonly message?: string | undefined;
    readonly hint?: string | undefined;
  },
): Problem {
  return cellProblem({
    row: facts.row,
    column: facts.column ?? '',
    value: facts.value ?? '',
    severity: facts.severity ?? 'error',
    code,
    message: facts.message ?? ROW_CODES[code].title,
    hint: facts.hint ?? ROW_CODES[code].hint,
  });
}
