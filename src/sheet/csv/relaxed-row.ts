import { CsvError, parse } from 'csv-parse/sync';
import { LINE_ENDS } from './line-ends.ts';

/** A row as Excel and LibreOffice read it, where CSV does not allow its quotation marks. */
interface RelaxedRow {
  readonly cells: readonly string[];
  /** Whether it contains a quotation mark that CSV does not allow there. */
  readonly isBent: boolean;
}

/**
 * The cells of a row that was read with `relax_quotes`. The library keeps the marks of a cell with text after its closing mark
 * (`"B" x`); spreadsheet programs drop them (`B x`). Null where programs do not agree.
 * @param raw the row as it is in the file
 */
export function relaxedRow(cells: readonly string[], raw: string, delimiter: string): RelaxedRow | null {
  if (!raw.includes('"') || isStrict(raw, delimiter)) return { cells, isBent: false };
  const read: string[] = [];
  for (const cell of cells) {
    // In an unquoted cell every mark is text.
    if (!cell.startsWith('"')) {
      read.push(cell);
      continue;
    }
    const marks = cell.split('"').length - 1;
    // A line break inside means that the mark was closed by one of a later row.
    if (marks !== 2 || /[\r\n]/.test(cell)) return null;
    read.push(cell.slice(1).replace('"', ''));
  }
  return { cells: read, isBent: true };
}

function isStrict(raw: string, delimiter: string): boolean {
  try {
    parse(raw, { delimiter, record_delimiter: LINE_ENDS, relax_column_count: true });
    return true;
  } catch (cause) {
    if (cause instanceof CsvError) return false;
    throw cause;
  }
}
