/*
 * Problems of the sheet and of single cells: what each says when nothing more exact is known, and what to do. A code is
 * never renamed and never reused for something else.
 */
export const CELL_CODES = {
  SHEET_COLUMN_UNKNOWN: {
    title: 'Unknown column: copied to the output, otherwise ignored.',
    hint: 'Rename the column if it holds something to send, or leave it as it is.',
  },
  SHEET_COLUMN_FORM: {
    title: 'The column is ignored: its cells do not look like what its name says.',
    hint: 'Say what the column is: --map "NAME=column".',
  },
  SHEET_COLUMN_SECOND: {
    title: 'Two columns can be the same thing; one of them is ignored.',
    hint: 'Say which one is meant: --map "NAME=column".',
  },
  SHEET_TITLE_ROWS: {
    title: 'The header is not in row 1; the rows above it are skipped.',
    hint: 'If this is not the header row, name it: --header-row N.',
  },
  SHEET_NO_ROW_CHOSEN: {
    title: 'No row of the sheet is chosen.',
    hint: '--where compares the whole cell, capital letters too; --rows counts lines as a spreadsheet does.',
  },
  SHEET_ENCODING_GUESSED: {
    title: 'The file does not declare its encoding.',
    hint: 'Check a name with an accent. If it is wrong, save the sheet as "CSV UTF-8" or use --encoding.',
  },
  SHEET_CELL_TOO_LONG: {
    title: 'The cell is longer than 100,000 characters.',
    hint: 'Check for a missing or extra quotation mark in this row or the row before.',
  },
  SHEET_ROW_RAGGED: {
    title: 'The row and the header have different numbers of cells.',
    hint: 'Put quotation marks around a cell that contains the delimiter, and keep the delimiter of an empty cell. Excel drops the delimiters of empty cells at the end of a row; save the sheet as .xlsx to avoid that.',
  },
  ROW_CONTROL_CHARACTER: {
    title: 'The cell contains a line break, a tab, or another control character.',
    hint: 'Type the cell again on one line.',
  },
  ROW_CELL_ERROR: {
    title: 'The cell contains a spreadsheet error, or the # signs of a column that is too narrow.',
    hint: 'Fix the formula or widen the column, and save the sheet again.',
  },
  ROW_ID_SCIENTIFIC: {
    title: 'The spreadsheet changed the ID to scientific notation; its last digits are lost.',
    hint: 'Format the column as text and paste the IDs from their source again.',
  },
  ROW_LETTERS_LOST: {
    title: 'The cell contains a replacement character where a letter was lost.',
    hint: 'Export the sheet as "CSV UTF-8" again from the program that has the original letters.',
  },
  ROW_FORMULA: {
    title: 'The cell contains a formula; its result is not in the file.',
    hint: 'In the spreadsheet program, replace the formula by its value ("Paste values only"), and save the sheet again.',
  },
  ROW_PLACEHOLDER: {
    title: 'The cell contains a placeholder such as N/A, none, or TBD, which would be sent as it is.',
    hint: 'Write the real value, or empty the cell.',
  },
  ROW_CLEAR_NOT_POSSIBLE: {
    title: 'Two quotation marks ("") clear a setting; this column cannot be cleared.',
    hint: 'Write a value, or empty the cell to leave the present value as it is.',
  },
  SHEET_QUOTES_READ: {
    title: 'The row contains a quotation mark that CSV does not allow there; it is read as Excel reads it.',
    hint: 'Check the cell. To write it right, double the mark inside ("") and put marks around the cell.',
  },
  ROW_TOO_LONG: { title: 'The cell is too long for this column.', hint: 'Shorten it.' },
  ROW_ACTION_UNKNOWN: {
    title: 'Unknown action.',
    hint: 'To list the actions of each provider, type: e911 providers',
  },
  ROW_ACQUIRE_UNKNOWN: {
    title: 'Unknown value of acquire.',
    hint: 'Use buy to buy the number if the account does not own it, or no.',
  },
  ROW_ACQUIRE_CONTRADICTS: {
    title: 'The action is buy, and acquire says no.',
    hint: 'Clear acquire, or use action assign for a number that the account owns.',
  },
  ROW_ACQUIRE_NOT_POSSIBLE: {
    title: 'This program cannot buy a number at this provider.',
    hint: "Buy the number on the provider's website, then clear acquire in this row.",
  },
  ROW_CELL_UNUSED: {
    title: 'The action of this row does not use this cell.',
    hint: 'Clear the cell, or use an action that writes it.',
  },
  ROW_ACTION_NOT_POSSIBLE: {
    title: 'The provider does not support this action.',
    hint: 'Choose another action, or another account for this row.',
  },
  ROW_ACCOUNT_UNKNOWN: {
    title: 'The config has no such account.',
    hint: 'Correct the name, or add the account to e911.config.yaml.',
  },
  ROW_ACCOUNT_MISSING: {
    title: 'The row names no account, and there is no default account.',
    hint: 'Fill in account, use --account NAME, or set defaults.account in e911.config.yaml.',
  },
  ROW_PHONE_MISSING: {
    title: 'The row has no phone number.',
    hint: 'Fill in phone_number, for example +12025550123.',
  },
  ROW_PHONE_SCIENTIFIC: {
    title: 'The spreadsheet changed the number to scientific notation; its last digits are lost.',
    hint: 'Format the column as text and paste the numbers from their source again.',
  },
  ROW_PHONE_DECIMAL: {
    title: 'The spreadsheet changed the number to a decimal.',
    hint: 'Format the column as text and remove the decimal part.',
  },
  ROW_PHONE_EXTENSION: {
    title: 'The number has an extension; an emergency address belongs to a whole number.',
    hint: 'Remove the extension. To locate a desk, use the unit column.',
  },
  ROW_PHONE_LETTERS: { title: 'The number contains letters.', hint: 'Write the number in digits.' },
  ROW_PHONE_CHARACTERS: {
    title: 'The cell contains characters that a single phone number cannot have.',
    hint: 'Write one number per row, for example +12025550123.',
  },
  ROW_PHONE_NO_COUNTRY: {
    title: 'The number has no country code, and the row names no country.',
    hint: 'Write it as +12025550123, or fill in country.',
  },
  ROW_PHONE_PLUS_LOST: {
    title: 'The number is not valid in its country, but with a + in front it is valid in another one.',
    hint: 'If the + was lost, format the column as text and add it; otherwise correct the number.',
  },
  ROW_PHONE_INVALID: {
    title: 'This is not a valid phone number.',
    hint: 'Compare it with the list of numbers at the provider.',
  },
  ROW_CELL_FORM: {
    title: 'The cell does not have the form of the other cells of its column.',
    hint: 'Correct the cell, or say what its column is: --map "NAME=column"; "NAME=" ignores it.',
  },
  ROW_PHONE_PIECES: {
    title: 'The columns of the area code and the number do not make one phone number.',
    hint: 'Write 3 digits in the area code and 7 in the number, or the whole number in phone_number.',
  },
  ROW_PHONE_UNASSIGNED: {
    title: 'The area code of this number is not in use.',
    hint: 'Check the area code.',
  },
  ROW_NUMBER_COUNTRY: {
    title: 'The provider has no emergency addresses for numbers of this country.',
    hint: 'Check the country code of the number, or use an account of another provider.',
  },
  ROW_ADDRESS_ID_MISSING: {
    title: 'This action needs the ID of an existing address.',
    hint: 'Copy the ID from the list of addresses at the provider: e911 export addresses',
  },
  ROW_SITE_MISSING: {
    title: 'The row does not say which site moves.',
    hint: 'Fill in address_id, or old_address with the whole address that the site has now, and not both.',
  },
  ROW_ADDRESS_ID_NOT_POSSIBLE: {
    title: 'A new address cannot have this ID.',
    hint: 'Leave address_id empty.',
  },
  ROW_ADDRESS_REF_UNKNOWN: {
    title: 'No add-address row has this reference.',
    hint: 'Write the reference of an add-address row after ref:, or copy the address itself into this row. If --rows, --where, or --limit leaves that row out, include it.',
  },
  ROW_ADDRESS_REF_AMBIGUOUS: {
    title: 'Several add-address rows with different addresses have this reference.',
    hint: 'Give each add-address row a reference of its own.',
  },
  ROW_ADDRESS_REF_ACCOUNT: {
    title: 'The add-address row with this reference is in another account.',
    hint: 'An address belongs to one account. Correct the account column, or add an add-address row for this account.',
  },
  ROW_ADDRESS_REF_NOT_POSSIBLE: {
    title: 'This row cannot use the address of another row.',
    hint: 'Write the address itself into this row.',
  },
  ROW_ADDRESS_ROW_INVALID: {
    title: 'The add-address row of this address is not carried out.',
    hint: 'Correct that row, and run both rows again.',
  },
  ROW_SETTING_MISSING: {
    title: 'The row changes no setting of the number.',
    hint: 'Fill in at least one setting column of this provider.',
  },
  ROW_SETTING_NOT_POSSIBLE: {
    title: 'The provider does not have this setting.',
    hint: 'Empty the cell, or move the row to an account of another provider.',
  },
  ROW_RECIPIENT_MISSING: {
    title: 'The row has no recipient to notify.',
    hint: 'Fill in recipient_email or recipient_phone.',
  },
  ROW_RECIPIENT_EMAIL: {
    title: 'This is not a valid email address.',
    hint: 'Write it as name@example.com.',
  },
  ROW_RECIPIENT_PHONE: {
    title: 'The phone number of the recipient is not valid.',
    hint: 'Write it as +12025550123.',
  },
  ROW_WISHES_CONFLICT: {
    title: 'Several rows request different things for the same number or address.',
    hint: 'Keep the row that is right and delete the others.',
  },
} as const satisfies Record<string, { readonly title: string; readonly hint: string }>;
