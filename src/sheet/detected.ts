/** What was found out about a sheet, or obeyed when an option said it. */
export interface Detected {
  readonly format: 'csv' | 'xlsx';
  /** Name of a text encoding; empty for a workbook. */
  readonly encoding: string;
  /** Whether a byte order mark stood at the beginning. */
  readonly bom: boolean;
  /** Character between cells; empty for a workbook. */
  readonly delimiter: string;
  /** How lines end at the beginning of a text; empty when there is one line only, and for a workbook. */
  readonly lineEnding: 'CRLF' | 'LF' | 'CR' | 'mixed' | '';
  /** Name of the worksheet; empty for a text. */
  readonly worksheet: string;
  /** Row of the column names, as a spreadsheet shows it. */
  readonly headerRow: number;
}

const DELIMITER_WORDS: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'pipes',
};

/** One line for the person: how the sheet was read. */
export function detectedText(detected: Detected): string {
  const { headerRow } = detected;
  if (detected.format === 'xlsx') {
    return `Read as a workbook: worksheet "${detected.worksheet}", column names in row ${headerRow}.`;
  }
  const ending = detected.lineEnding === '' ? '' : `, line ends ${detected.lineEnding}`;
  const between = DELIMITER_WORDS[detected.delimiter] ?? JSON.stringify(detected.delimiter);
  return `Read as CSV: ${detected.encoding}${detected.bom ? ' with BOM' : ''}, cells between ${between}${ending}, column names in row ${headerRow}.`;
}

/** The same as summary.json has it. */
export function detectedFields(detected: Detected): Readonly<Record<string, string | number | boolean>> {
  const { format, encoding, bom, delimiter, lineEnding, worksheet, headerRow } = detected;
  return { format, encoding, bom, delimiter, line_ending: lineEnding, worksheet, header_row: headerRow };
}
