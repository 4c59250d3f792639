import { z } from 'zod';

/** What was found out about a sheet, or obeyed when an option said it. */
export interface Detected {
  readonly format: 'csv' | 'xlsx' | 'ods';
  /** Name of a text encoding; empty for a workbook. */
  readonly encoding: string;
  /** Whether the file began with a byte order mark. */
  readonly bom: boolean;
  /** Character between cells; empty for a workbook. */
  readonly delimiter: string;
  /** How lines end at the beginning of a text; empty when there is one line only, and for a workbook. */
  readonly lineEnding: 'CRLF' | 'LF' | 'CR' | 'mixed' | '';
  /** Name of the worksheet; empty for a text. */
  readonly worksheet: string;
  /** Names of the visible worksheets that are not read, where no option named one. */
  readonly otherWorksheets?: readonly string[] | undefined;
  /** Row of the column names, as a spreadsheet shows it. */
  readonly headerRow: number;
}

const DELIMITER_WORDS: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
};

const MOST_WORKSHEETS = 10;

/** One line for the user: how the sheet was read. */
export function detectedText(detected: Detected): string {
  const { headerRow } = detected;
  if (detected.format !== 'csv') {
    const others = detected.otherWorksheets ?? [];
    const shown = others.slice(0, MOST_WORKSHEETS).map((name) => `"${name}"`);
    if (others.length > shown.length) shown.push(`${others.length - shown.length} more`);
    const unread =
      shown.length === 0 ? '' : ` Not read: ${shown.join(', ')} (--worksheet NAME reads another).`;
    return `Read as a workbook: worksheet "${detected.worksheet}", header in row ${headerRow}.${unread}`;
  }
  const delimiter = DELIMITER_WORDS[detected.delimiter] ?? JSON.stringify(detected.delimiter);
  const encoding = `${detected.encoding.toUpperCase()}${detected.bom ? ' with BOM' : ''}`;
  // Which line ends a file has matters only when it has several.
  const mixed = detected.lineEnding === 'mixed' ? ', mixed line ends' : '';
  return `Read as CSV: ${delimiter}-delimited, ${encoding}${mixed}, header in row ${headerRow}.`;
}

const DetectedSchema = z.object({
  format: z.enum(['csv', 'xlsx', 'ods']),
  encoding: z.string(),
  bom: z.boolean(),
  delimiter: z.string(),
  lineEnding: z.enum(['CRLF', 'LF', 'CR', 'mixed', '']),
  worksheet: z.string(),
  otherWorksheets: z.array(z.string()).optional(),
  headerRow: z.number(),
});

/** What the journal keeps of it, read back; null when it keeps nothing. */
export function readDetected(kept: unknown): Detected | null {
  return DetectedSchema.safeParse(kept).data ?? null;
}

/** The same in the names that summary.json is written with. */
export interface DetectedFields extends Omit<Detected, 'lineEnding' | 'headerRow' | 'otherWorksheets'> {
  readonly line_ending: Detected['lineEnding'];
  readonly header_row: number;
}

/** How the sheet was read, for summary.json. */
export function detectedFields(detected: Detected): DetectedFields {
  const { format, encoding, bom, delimiter, lineEnding, worksheet, headerRow } = detected;
  return { format, encoding, bom, delimiter, line_ending: lineEnding, worksheet, header_row: headerRow };
}
