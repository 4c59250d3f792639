import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { UsageError } from '../../errors/app-error.ts';
import { wellFormed } from '../cells/well-formed.ts';
import type { FileRow, RowSource } from '../source/row-source.ts';
import { detectDelimiter, detectLineEnding, readSeparatorLine } from './delimiter.ts';
import { decodeHead, type FileFacts, readText } from './encoding.ts';

/** Longest row that is read at all, characters: an unclosed quotation mark must not swallow the whole file. */
const MAX_ROW_CHARS = 32 * 1024 * 1024;

/** How a text is cut into rows, where that is not found out. */
export interface CsvOptions {
  /** One character; found out when absent. */
  readonly delimiter?: string | undefined;
}

interface Csv {
  readonly path: string;
  readonly facts: FileFacts;
  readonly delimiter: string;
  /** Characters of a `sep=` line, which no spreadsheet shows or counts. */
  readonly skipChars: number;
}

/**
 * Opens a text of separated cells; its delimiter is found out from its top.
 * @throws UsageError when the text is a web page or the delimiter cannot be one.
 */
export function openCsv(path: string, facts: FileFacts, options: CsvOptions): RowSource {
  const top = decodeHead(facts);
  requireNoMarkup(path, top);
  const separator = readSeparatorLine(top);
  const skipChars = separator?.chars ?? 0;
  const delimiter = options.delimiter ?? separator?.delimiter ?? detectDelimiter(top.slice(skipChars));
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    throw new UsageError(`"${delimiter}" cannot be a delimiter.`, {
      code: 'SHEET_DELIMITER_WRONG',
      hint: 'One character, for example --delimiter ";".',
    });
  }
  const { encoding, bom } = facts;
  return {
    path,
    sha256: facts.sha256,
    detected: { format: 'csv', encoding, bom, delimiter, lineEnding: detectLineEnding(top), worksheet: '' },
    hasShortRows: false,
    records: () => readRecords({ path, facts, delimiter, skipChars }),
  };
}

/** Some portals call the table of a web page `.xls` or `.csv`. */
function requireNoMarkup(path: string, top: string): void {
  if (!/^\uFEFF?\s{0,200}<(?:!DOCTYPE|html|table|head|meta|\?xml|Workbook)\b/i.test(top)) return;
  throw new UsageError(`${path} is a web page or XML, not a sheet.`, {
    code: 'SHEET_WEB_PAGE',
    hint: 'Open it in a spreadsheet program and save it as .xlsx or "CSV UTF-8".',
  });
}

/**
 * All records of the file, empty lines included, so that counting them gives the spreadsheet's rows.
 * @throws UsageError when quotation marks do not fit together, a row is too long, or the file has changed.
 */
async function* readRecords(source: Csv): AsyncGenerator<FileRow> {
  const parser = parse({
    delimiter: source.delimiter,
    // Given, because the parser's own finding takes the first line end for all of them.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: MAX_ROW_CHARS,
  });
  const flow = pipeline(Readable.from(skip(readText(source.path, source.facts), source.skipChars)), parser);
  // The loop below throws the same error; leaving the loop early ends the flow with an error of no interest.
  flow.catch(() => undefined);
  // A decoder of UTF-8 makes no halves of letters; that of UTF-16 passes them on.
  const mayHoldHalves = source.facts.encoding !== 'utf-8';
  let records = 0;
  try {
    for await (const record of parser) {
      records++;
      yield { line: records, cells: readCells(record, mayHoldHalves) };
    }
  } catch (cause) {
    throw cause instanceof CsvError ? unreadableRow(source, records + 1, cause) : cause;
  } finally {
    parser.destroy();
  }
}

function readCells(record: unknown, mayHoldHalves: boolean): string[] {
  const cells = Array.isArray(record) ? record.map(String) : [];
  return mayHoldHalves ? cells.map(wellFormed) : cells;
}

async function* skip(texts: AsyncIterable<string>, chars: number): AsyncGenerator<string> {
  let left = chars;
  for await (const text of texts) {
    const rest = text.slice(left);
    left -= text.length - rest.length;
    if (rest !== '') yield rest;
  }
}

function unreadableRow(source: Csv, row: number, cause: CsvError): UsageError {
  if (cause.code === 'CSV_MAX_RECORD_SIZE') {
    return new UsageError(`Row ${row} of ${source.path} is longer than 32 million characters.`, {
      code: 'SHEET_ROW_TOO_LONG',
      hint: `A quotation mark is probably left open in row ${row} or shortly before.`,
      cause,
    });
  }
  return new UsageError(`The quotation marks in row ${row} of ${source.path} do not fit together.`, {
    code: 'SHEET_QUOTES',
    hint: `Look at row ${row}: a cell with " in it needs "" inside and " around it. Save the sheet from a spreadsheet program to have it done.`,
    cause,
  });
}
