import { basename } from 'node:path';
import { UsageError } from '../errors/app-error.ts';
import type { Problem } from '../errors/problem.ts';
import { type ColumnMapping, suggestColumn } from './columns.ts';
import { countKnownColumns, detectDelimiter, HEADER_SEARCH_ROWS, readSeparatorLine } from './delimiter.ts';
import { decodeHead, emptySheet, inspectFile } from './encoding.ts';
import { restore } from './formula.ts';
import { columnLetters, dropTrailingEmpty, type Header, mapHeader } from './map-header.ts';
import { readRecords, type Source } from './read-records.ts';
import { rowProblem } from './row-codes.ts';

/** Longest cell of a row that is worked on, characters. */
const MAX_CELL_CHARS = 100_000;
/** A header further down is a mistyped number, and the rows above it are held in memory. */
const MAX_HEADER_ROW = 1000;

export interface SheetOptions {
  /** One character; found out when absent. */
  readonly delimiter?: string | undefined;
  /** A name that iconv knows; found out when absent. */
  readonly encoding?: string | undefined;
  /** Spreadsheet row of the header, from 1; found out when absent. */
  readonly headerRow?: number | undefined;
}

export interface SheetRow {
  /** 1-based place among the rows that are not empty. */
  readonly position: number;
  /** The row number that a spreadsheet shows: the header counts, a cell of several lines does not. */
  readonly line: number;
  /** As many as `Sheet.header`. Missing cells of a ragged row are empty; surplus ones are joined onto the last. */
  readonly cells: readonly string[];
  /** What was wrong with the row as such; such a row is checked no further. */
  readonly problems: readonly Problem[];
}

/** A sheet whose header was understood. Its rows are read from the file each time they are asked for. */
export interface Sheet {
  readonly name: string;
  /** Of the file's bytes, hexadecimal. */
  readonly sha256: string;
  /** The header cells to echo, without the columns that the program itself appended to an earlier sheet. */
  readonly header: readonly string[];
  readonly mapping: ColumnMapping;
  readonly detected: { readonly encoding: string; readonly delimiter: string; readonly headerRow: number };
  readonly warnings: readonly Problem[];
  /** @throws UsageError when the file's quotation marks do not close, a row is beyond reading, or the file has changed. */
  rows(): AsyncIterable<SheetRow>;
}

/**
 * Opens a CSV sheet: reads it once for its hash and encoding, and its top for delimiter and header.
 * @throws UsageError when it cannot be a sheet of ours; the message says why.
 */
export async function openSheet(path: string, options: SheetOptions = {}): Promise<Sheet> {
  const facts = await inspectFile(path, options.encoding);
  const top = decodeHead(facts);
  const separator = readSeparatorLine(top);
  const skipChars = separator?.chars ?? 0;
  const delimiter = options.delimiter ?? separator?.delimiter ?? detectDelimiter(top.slice(skipChars));
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    throw new UsageError(`"${delimiter}" cannot be a delimiter.`, {
      code: 'SHEET_DELIMITER_WRONG',
      hint: 'One character, for example --delimiter ";".',
    });
  }
  const source: Source = { path, facts, delimiter, skipChars };
  const { header, headerRow } = await findHeader(source, options.headerRow);
  const warnings: Problem[] = [];
  if (facts.guessed) {
    warnings.push(
      rowProblem('SHEET_ENCODING_GUESSED', {
        row: 0,
        severity: 'warning',
        message: `The file does not say how its letters are encoded; it is read as ${facts.encoding}.`,
      }),
    );
  }
  if (headerRow > 1 && options.headerRow === undefined) {
    warnings.push(
      rowProblem('SHEET_TITLE_ROWS', {
        row: headerRow,
        severity: 'warning',
        message: `The header was found in row ${headerRow}; the rows above it are left out.`,
      }),
    );
  }
  return {
    name: basename(path),
    sha256: facts.sha256,
    header: header.names,
    mapping: header.mapping,
    detected: { encoding: facts.encoding, delimiter, headerRow },
    warnings: [...warnings, ...header.warnings],
    rows: () => readRows(source, header, headerRow),
  };
}

async function findHeader(
  source: Source,
  given: number | undefined,
): Promise<{ header: Header; headerRow: number }> {
  if (given !== undefined && !(Number.isInteger(given) && given >= 1 && given <= MAX_HEADER_ROW)) {
    throw new UsageError(`Row ${given} cannot be the header.`, {
      code: 'SHEET_NO_HEADER',
      hint: `--header-row takes a row number from 1 to ${MAX_HEADER_ROW}.`,
    });
  }
  const top: string[][] = [];
  let found: number | undefined = given;
  let line = 0;
  let hasRows = false;
  for await (const cells of readRecords(source)) {
    line++;
    const isEmpty = cells.every((cell) => cell.trim() === '');
    if (found !== undefined && line > found && !isEmpty) {
      hasRows = true;
      break;
    }
    if (found === undefined || line <= found) top.push(cells);
    if (
      given === undefined &&
      line <= HEADER_SEARCH_ROWS &&
      found === undefined &&
      countKnownColumns(cells) >= 2
    ) {
      found = line;
    }
    // A list of bare numbers has one column; its header is accepted when no better row has turned up.
    if (found === undefined && line === HEADER_SEARCH_ROWS) break;
  }
  if (found === undefined) {
    const single = top.findIndex(
      (cells) => countKnownColumns(cells) === 1 && dropTrailingEmpty(cells).length === 1,
    );
    const any = single === -1 ? top.findIndex((cells) => countKnownColumns(cells) === 1) : single;
    if (any !== -1) {
      found = any + 1;
      hasRows = top.slice(found).some((cells) => cells.some((cell) => cell.trim() !== ''));
      // The search may have stopped before the first row that is not empty.
      hasRows ||= line === HEADER_SEARCH_ROWS;
    }
  }
  const cells = found === undefined ? undefined : top[found - 1];
  if (found === undefined || cells === undefined || countKnownColumns(cells) === 0) {
    throw noHeader(source, top, given);
  }
  const header = mapHeader(cells, found);
  if (!hasRows) {
    throw new UsageError(`${source.path} has a header and no rows.`, {
      code: 'SHEET_NO_ROWS',
      hint: 'Add a row for each number under the header.',
    });
  }
  return { header, headerRow: found };
}

function noHeader(source: Source, top: readonly string[][], given: number | undefined): UsageError {
  const filled = top.map((cells) => cells.map((cell) => cell.trim()).filter((cell) => cell !== ''));
  const seen = given === undefined ? filled.find((cells) => cells.length > 0) : filled[given - 1];
  if (filled.every((cells) => cells.length === 0)) return emptySheet(source.path);
  if (seen === undefined || seen.length === 0) {
    return new UsageError(
      `Row ${given ?? 1} of ${source.path} is empty or not there; it cannot be the header.`,
      {
        code: 'SHEET_NO_HEADER',
        hint: 'Check --header-row.',
      },
    );
  }
  const shown = seen.slice(0, 12).map((cell) => `"${cell.slice(0, 40)}"`);
  const near = [...new Set(seen.slice(0, 50).map(suggestColumn))].filter((column) => column !== undefined);
  const meant = near.length === 0 ? '' : ` Did you mean ${near.slice(0, 5).join(', ')}?`;
  return new UsageError(
    `${source.path} has no header row that names a known column. Seen: ${shown.join(', ')}.${meant}`,
    {
      code: 'SHEET_NO_HEADER',
      hint: 'The header needs names such as phone_number, street, city, region, postal_code. Type: e911 template, for a sheet to start from.',
    },
  );
}

async function* readRows(source: Source, header: Header, headerRow: number): AsyncGenerator<SheetRow> {
  let line = 0;
  let position = 0;
  for await (const raw of readRecords(source)) {
    line++;
    if (line <= headerRow) continue;
    if (raw.every((cell) => cell.trim() === '')) continue;
    position++;
    yield toRow(raw, { position, line, header, delimiter: source.delimiter });
  }
}

function toRow(
  raw: readonly string[],
  place: { position: number; line: number; header: Header; delimiter: string },
): SheetRow {
  const { header, line } = place;
  const problems: Problem[] = [];
  // Trailing empty cells beyond the header are no data: spreadsheets write them for formatted columns.
  const used =
    raw.length > header.width
      ? [...raw.slice(0, header.width), ...dropTrailingEmpty(raw.slice(header.width))]
      : raw;
  if (used.length !== header.width) {
    problems.push(
      rowProblem('SHEET_ROW_RAGGED', {
        row: line,
        value: used.join(place.delimiter),
        message: `The row has ${used.length} cells, the header has ${header.width} columns.`,
      }),
    );
  }
  const cells = header.kept.map((index) => restore(used[index] ?? ''));
  const surplus = used.slice(header.width);
  if (surplus.length > 0 && cells.length > 0) {
    cells.push([cells.pop() ?? '', ...surplus].join(place.delimiter));
  }
  for (const [index, cell] of cells.entries()) {
    if (cell.length <= MAX_CELL_CHARS) continue;
    problems.push(
      rowProblem('SHEET_CELL_TOO_LONG', {
        row: line,
        column: header.names[index] ?? '',
        value: cell,
        message: `The cell in column ${columnLetters(header.kept[index] ?? index)} has ${cell.length} characters; at most ${MAX_CELL_CHARS} are read.`,
      }),
    );
  }
  return { position: place.position, line, cells, problems };
}
