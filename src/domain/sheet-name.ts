/** Endings that promise a file of a spreadsheet program. */
const WORKBOOK = /\.(xlsx|xlsm|xlsb|xltx|xltm|xls|xlt|ods|fods|ots|numbers)$/i;

/** What a file is by its name: `.xlsx`, `.ods`, and so on in small letters for a workbook; empty for text. */
export function workbookEnding(file: string): string {
  return WORKBOOK.exec(file)?.[0].toLowerCase() ?? '';
}
