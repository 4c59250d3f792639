import { usage } from './error-kind.ts';

interface OfFile {
  readonly path: string;
}

const NEW_SHEET = 'To start from a sheet with the right header, type: e911 template';

/** A sheet that cannot be read as a whole. Workbooks have a list of their own: sheet/workbook/refuse-workbook.ts. */
export const SHEET_ERRORS = {
  sheetNotFound: usage<OfFile & { meant: string }>(
    'SHEET_NOT_FOUND',
    ({ path, meant }) => `Cannot find the file ${path}.${meant}`,
    () => 'Check the spelling and the folder.',
  ),
  planNotFound: usage<OfFile & { meant: string }>(
    'PLAN_UNREADABLE',
    ({ path, meant }) => `Cannot find the plan ${path}.${meant} Nothing was sent.`,
    () => 'Check the spelling and the folder. To list the runs that made plans, type: e911 runs',
  ),
  /** Of a command that takes a run or a sheet. */
  neitherRunNorSheet: usage<{ what: string; meant: string }>(
    'SHEET_NOT_FOUND',
    ({ what, meant }) => `${JSON.stringify(what)} is neither the ID of a run nor a file.${meant}`,
    () =>
      'To list the runs, type: e911 runs. For runs of another state folder, add --state. Of a sheet, check the spelling and the folder.',
  ),
  sheetUnreadable: usage<OfFile & { reason: string }>(
    'SHEET_UNREADABLE',
    ({ path, reason }) => `Cannot read ${path}${reason === '' ? '' : ` (${reason})`}.`,
    () => 'Check that you may read the file and that no other program holds it open.',
  ),
  sheetIsFolder: usage<OfFile>(
    'SHEET_IS_FOLDER',
    ({ path }) => `${path} is a folder, not a sheet.`,
    () => 'Give the CSV, XLSX, or ODS file itself.',
  ),
  sheetNotAFile: usage<OfFile>(
    'SHEET_NOT_A_FILE',
    ({ path }) => `${path} is not a regular file.`,
    () => 'Save the sheet to a file first, or pipe it in: cat FILE | e911 plan -',
  ),
  sheetEmpty: usage<OfFile>(
    'SHEET_EMPTY',
    ({ path }) => `${path} is empty.`,
    () => NEW_SHEET,
  ),
  sheetWithoutRows: usage<OfFile>(
    'SHEET_NO_ROWS',
    ({ path }) => `${path} has a header but no rows.`,
    () => 'Add one row per number below the header.',
  ),
  sheetChanged: usage<OfFile>(
    'SHEET_CHANGED',
    ({ path }) => `${path} changed while it was being read.`,
    () => 'Wait until the other program has finished writing, then run the command again.',
  ),
  encodingUnknown: usage<{ encoding: string }>(
    'SHEET_ENCODING_UNKNOWN',
    ({ encoding }) => `Unknown text encoding "${encoding}".`,
    () => 'Use a name such as utf-8, utf-16le, windows-1252, or shift_jis, or leave out --encoding.',
  ),
  notUtf8: usage<OfFile & { afterByte: number }>(
    'SHEET_ENCODING_WRONG',
    ({ path, afterByte }) => `${path} is not valid UTF-8 after byte ${afterByte}.`,
    () => 'Save the sheet as "CSV UTF-8", or name its encoding: --encoding windows-1252',
  ),
  delimiterWrong: usage<{ delimiter: string }>(
    'SHEET_DELIMITER_WRONG',
    ({ delimiter }) => `--delimiter "${delimiter}" cannot separate cells.`,
    () => 'Give one character, for example: --delimiter ";"',
  ),
  webPage: usage<OfFile>(
    'SHEET_WEB_PAGE',
    ({ path }) => `${path} is a web page or XML, not a sheet.`,
    () => 'Open it in a spreadsheet program and save it as .xlsx or "CSV UTF-8".',
  ),
  rowTooLong: usage<OfFile & { row: number }>(
    'SHEET_ROW_TOO_LONG',
    ({ path, row }) => `Row ${row} of ${path} is longer than 32 million characters.`,
    ({ row }) => `Check row ${row} for a quotation mark that is never closed.`,
  ),
  quoteOpen: usage<OfFile & { row: number }>(
    'SHEET_QUOTES',
    ({ path, row }) => `A quotation mark opens in row ${row} of ${path} and is never closed.`,
    ({ row }) =>
      `Check row ${row}: a cell that begins with " must end with ", and a " inside it is written twice. A spreadsheet program does that when it saves.`,
  ),
  optionUnfit: usage<OfFile & { kind: 'text' | 'workbook'; option: string }>(
    'SHEET_OPTION_UNFIT',
    ({ path, kind, option }) =>
      `${option} does not apply to ${path}, which is a ${kind === 'text' ? 'text file' : 'workbook'}.`,
    ({ option }) => `Leave out ${option}, or check that this is the right file.`,
  ),
  headerTwice: usage<{ first: string; second: string }>(
    'SHEET_HEADER_TWICE',
    ({ first, second }) => `Two columns have the same name: ${first} and ${second}.`,
    () => 'Delete or rename one of the two.',
  ),
  columnTwice: usage<{ column: string; first: string; second: string; secondName: string }>(
    'SHEET_COLUMN_TWICE',
    ({ column, first, second }) => `Two columns mean ${column}: ${first} and ${second}.`,
    ({ secondName }) => `Delete one of the two, or ignore one of them: --map "${secondName}="`,
  ),
  columnNear: usage<{ letters: string; name: string; near: string }>(
    'SHEET_COLUMN_NEAR',
    ({ letters, name, near }) =>
      `Column ${letters} is named "${name}", which looks like a typing mistake for ${near}. Without that column the rows would mean something else.`,
    ({ name, near }) =>
      `Rename it to ${near}, or say what it is: --map "${name}=${near}", or --map "${name}=" to ignore it.`,
  ),
  columnActions: usage<{ letters: string; name: string }>(
    'SHEET_COLUMN_NEAR',
    ({ letters, name }) =>
      `Column ${letters}${name.trim() === '' ? ' has no name' : ` is named "${name}"`}, and its cells are actions. Without that column the rows would mean something else.`,
    ({ name }) =>
      name.trim() === ''
        ? 'Name it action.'
        : `Rename it to action, or say what it is: --map "${name}=action", or --map "${name}=" to ignore it.`,
  ),
  columnAccounts: usage<{ letters: string; name: string; fallback: string }>(
    'SHEET_COLUMN_NEAR',
    ({ letters, name, fallback }) =>
      `Column ${letters}${name.trim() === '' ? ' has no name' : ` is named "${name}"`}, and its cells are accounts of your config. Without an account column, all rows go to "${fallback}".`,
    ({ name }) =>
      name.trim() === ''
        ? 'Name it account.'
        : `Rename it to account, or say what it is: --map "${name}=account", or --map "${name}=" to ignore it.`,
  ),
  headerRowWrong: usage<{ row: number; last: number }>(
    'SHEET_NO_HEADER',
    ({ row }) => `--header-row ${row} cannot be the header.`,
    ({ last }) => `Give a row number from 1 to ${last}.`,
  ),
  headerRowEmpty: usage<OfFile & { row: number }>(
    'SHEET_NO_HEADER',
    ({ path, row }) => `Row ${row} of ${path} is empty or missing, so it cannot be the header.`,
    () => 'Check --header-row.',
  ),
  headerUnknown: usage<OfFile & { seen: string; meant: string }>(
    'SHEET_NO_HEADER',
    ({ path, seen, meant }) => `${path} has no header row with a known column name. Found: ${seen}.${meant}`,
    () => `The header needs names such as phone_number, street, city, region, and postal_code. ${NEW_SHEET}`,
  ),
  mapHeaderUnknown: usage<{ header: string; meant: string; names: string }>(
    'SHEET_MAP_HEADER',
    ({ header, meant }) => `--map names the column "${header}", which is not in the sheet.${meant}`,
    ({ names }) => `Columns of the sheet: ${names}.`,
  ),
  mapColumnUnknown: usage<{ option: string; column: string; meant: string; targets: string }>(
    'SHEET_MAP_COLUMN',
    ({ option, column, meant }) => `${option} names the unknown column "${column}".${meant}`,
    ({ targets }) => `Use one of: ${targets}.`,
  ),
  setTwice: usage<{ option: string; column: string; first: string; second: string }>(
    'SHEET_SET_TWICE',
    ({ option, column, first, second }) =>
      `${option} gives ${column} two values: "${first}" and "${second}".`,
    () => 'Keep one of them. For different rows, run each kind with --where and values of its own.',
  ),
  whereColumnUnknown: usage<{ column: string; meant: string; names: string }>(
    'WHERE_COLUMN_UNKNOWN',
    ({ column, meant }) => `--where names the column "${column}", which is not in the sheet.${meant}`,
    ({ names }) => `Columns of the sheet: ${names}.`,
  ),
} as const;
