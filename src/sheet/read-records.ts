import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { UsageError } from '../errors/app-error.ts';
import { type FileFacts, readText } from './encoding.ts';

/** Longest row that is read at all, characters: an unclosed quotation mark must not swallow the whole file. */
const MAX_ROW_CHARS = 32 * 1024 * 1024;

/** A file and all that is needed to cut it into rows. */
export interface Source {
  readonly path: string;
  readonly facts: FileFacts;
  readonly delimiter: string;
  /** Characters of a `sep=` line, which no spreadsheet shows or counts. */
  readonly skipChars: number;
}

/**
 * All records of the file as arrays, empty lines included, so that counting them gives the spreadsheet's rows.
 * @throws UsageError when quotation marks do not fit together, a row is too long, or the file has changed.
 */
export async function* readRecords(source: Source): AsyncGenerator<string[]> {
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
  let records = 0;
  try {
    for await (const record of parser) {
      records++;
      yield readCells(record);
    }
  } catch (cause) {
    throw cause instanceof CsvError ? unreadableRow(source, records + 1, cause) : cause;
  } finally {
    parser.destroy();
  }
}

function readCells(record: unknown): string[] {
  return Array.isArray(record) ? record.map(String) : [];
}

async function* skip(texts: AsyncIterable<string>, chars: number): AsyncGenerator<string> {
  let left = chars;
  for await (const text of texts) {
    const rest = text.slice(left);
    left -= text.length - rest.length;
    if (rest !== '') yield rest;
  }
}

function unreadableRow(source: Source, row: number, cause: CsvError): UsageError {
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
