import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import type { UsageError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';
import { wellFormed } from '../cells/well-formed.ts';
import type { FileRow } from '../source/row-source.ts';
import { type FileFacts, readText } from './encoding.ts';
import { LINE_ENDS } from './line-ends.ts';
import { relaxedRow } from './relaxed-row.ts';

/** Longest row that is read at all, characters: an unclosed quotation mark must not swallow the whole file. */
const MAX_ROW_CHARS = 32 * 1024 * 1024;

/** A text of separated cells, and how it is cut into rows. */
export interface Csv {
  readonly path: string;
  readonly facts: FileFacts;
  readonly delimiter: string;
  /** Characters of a `sep=` line, which no spreadsheet shows or counts. */
  readonly skipChars: number;
}

/**
 * All records of the file, empty lines included, so that counting them gives the spreadsheet's rows. A file whose quotation marks
 * are not those of CSV is read again from its beginning in the way of spreadsheet programs, and the rows in question say so.
 * @throws UsageError when a quotation mark is not closed in its row, a row is too long, or the file has changed.
 */
export async function* readRecords(source: Csv): AsyncGenerator<readonly FileRow[]> {
  let done = 0;
  try {
    for await (const batch of parsed(source, false)) {
      const rows = batch.map(({ record }, at) => ({ line: done + at + 1, cells: readCells(record, source) }));
      done += rows.length;
      yield rows;
    }
    return;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    if (!BENT_QUOTES.has(cause.code)) throw unreadableRow(source, recordOf(cause), cause);
  }
  let line = 0;
  try {
    for await (const batch of parsed(source, true)) {
      const rows: FileRow[] = [];
      for (const { record, raw } of batch) {
        line++;
        if (line <= done) continue;
        const row = relaxedRow(readCells(record, source), raw, source.delimiter);
        if (row === null) throw openQuote(source, line);
        rows.push({ line, cells: row.cells, ...(row.isBent && { hasBentQuotes: true }) });
      }
      yield rows;
    }
  } catch (cause) {
    throw cause instanceof CsvError ? unreadableRow(source, recordOf(cause), cause) : cause;
  }
}

/** Errors of the parser about a mark in an unquoted cell, and about text after a closing mark. */
const BENT_QUOTES: ReadonlySet<string> = new Set(['INVALID_OPENING_QUOTE', 'CSV_INVALID_CLOSING_QUOTE']);

/** The row that the parser was in: its stream is ahead of the rows that were taken from it. */
function recordOf(cause: CsvError): number {
  const records: unknown = cause['records'];
  return typeof records === 'number' ? records + 1 : 1;
}

interface Parsed {
  readonly record: unknown;
  /** As it is in the file, where that is asked for. */
  readonly raw: string;
}

/** The records of the text, as many at a time as the parser has ready. */
async function* parsed(source: Csv, isRelaxed: boolean): AsyncGenerator<readonly Parsed[]> {
  const parser = parse({
    delimiter: source.delimiter,
    record_delimiter: LINE_ENDS,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: MAX_ROW_CHARS,
    ...(isRelaxed && { relax_quotes: true, raw: true }),
  });
  const flow = pipeline(Readable.from(skip(readText(source.path, source.facts), source.skipChars)), parser);
  // The loop below throws the same error; leaving the loop early ends the flow with an error of no interest.
  flow.catch(() => undefined);
  try {
    for await (const first of parser) {
      const batch: Parsed[] = [];
      for (let found = first; found !== null; found = parser.read()) {
        batch.push(isRelaxed ? { record: found.record, raw: String(found.raw) } : { record: found, raw: '' });
      }
      yield batch;
    }
  } finally {
    parser.destroy();
  }
}

/** The parser gives texts and nothing else where it is not told to cast. */
function isTexts(record: unknown): record is readonly string[] {
  return Array.isArray(record);
}

function readCells(record: unknown, source: Csv): readonly string[] {
  const cells = isTexts(record) ? record : [];
  // A decoder of UTF-8 makes no halves of letters; that of UTF-16 passes them on.
  return source.facts.encoding === 'utf-8' ? cells : cells.map(wellFormed);
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
    return commandError('rowTooLong', { path: source.path, row }, cause);
  }
  return openQuote(source, row, cause);
}

function openQuote(source: Csv, row: number, cause?: CsvError): UsageError {
  return commandError('quoteOpen', { path: source.path, row }, cause);
}
