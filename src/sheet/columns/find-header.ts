import type { UsageError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';
import { emptySheet } from '../source/empty-sheet.ts';
import type { FileRow, RowSource } from '../source/row-source.ts';
import { foldColumnName } from './columns.ts';
import { dropTrailingEmpty, isEmptyRow } from './header-cells.ts';
import { countKnownColumns, HEADER_SEARCH_ROWS } from './header-names.ts';
import { type Header, type HeaderContext, mapHeader } from './map-header.ts';
import { suggestColumn } from './near-names.ts';

/** A header further down is a mistyped number, and the rows above it are held in memory. */
const MAX_HEADER_ROW = 1000;

/** Rows below the header that are read to see what a column holds. */
const SAMPLE_ROWS = 200;

/**
 * Finds the row of column names: of the top rows the one that names the most known columns, since a line of group headings may
 * name some as well. Of equal ones the first.
 * @param given the row that the user named.
 * @throws UsageError when the sheet has too few rows, the row names no known column, or no row follows it.
 */
export async function findHeader(
  source: RowSource,
  given: number | undefined,
  { named = [], accounts }: Omit<HeaderContext, 'sample'> = {},
): Promise<{ header: Header; headerRow: number }> {
  if (given !== undefined && !(Number.isInteger(given) && given >= 1 && given <= MAX_HEADER_ROW)) {
    throw commandError('headerRowWrong', { row: given, last: MAX_HEADER_ROW });
  }
  const last = (given ?? HEADER_SEARCH_ROWS) + SAMPLE_ROWS;
  const top: FileRow[] = [];
  reading: for await (const rows of source.records()) {
    for (const row of rows) {
      // The first row below the header may be far down.
      const isFar = row.line > last;
      if (!isFar || !isEmptyRow(row.cells)) top.push(row);
      if (isFar && !isEmptyRow(row.cells)) break reading;
    }
  }
  const names = new Set(named.map(({ header }) => foldColumnName(header)));
  const known = (cells: readonly string[]): number =>
    countKnownColumns(cells) + cells.filter((cell) => names.has(foldColumnName(cell))).length;
  const found = given === undefined ? bestRow(top, known) : top.find(({ line }) => line === given);
  if (found === undefined || known(found.cells) === 0) {
    throw noHeader(source.path, given === undefined ? top.filter(isInSearch) : top, given);
  }
  const below = top
    .filter(({ line, cells }) => line > found.line && !isEmptyRow(cells))
    .map(({ cells }) => cells);
  const header = mapHeader(found.cells, found.line, { sample: below.slice(0, SAMPLE_ROWS), named, accounts });
  if (below.length === 0) {
    throw commandError('sheetWithoutRows', { path: source.path });
  }
  return { header, headerRow: found.line };
}

function isInSearch({ line }: FileRow): boolean {
  return line <= HEADER_SEARCH_ROWS;
}

function bestRow(top: readonly FileRow[], known: (cells: readonly string[]) => number): FileRow | undefined {
  const rows = top.filter(isInSearch).map((row) => ({ row, count: known(row.cells) }));
  const most = Math.max(0, ...rows.map(({ count }) => count));
  if (most >= 2) return rows.find(({ count }) => count === most)?.row;
  // A list of bare numbers has one column; a title that happens to name one has its row to itself less often.
  const single = rows.filter(({ count }) => count === 1);
  return (single.find(({ row }) => dropTrailingEmpty(row.cells).length === 1) ?? single[0])?.row;
}

function noHeader(path: string, top: readonly FileRow[], given: number | undefined): UsageError {
  const filled = top.map(({ line, cells }) => ({
    line,
    cells: cells.map((cell) => cell.trim()).filter((cell) => cell !== ''),
  }));
  if (filled.every(({ cells }) => cells.length === 0)) return emptySheet(path);
  const seen = filled.find(({ line, cells }) =>
    given === undefined ? cells.length > 0 : line === given,
  )?.cells;
  if (seen === undefined || seen.length === 0) {
    return commandError('headerRowEmpty', { path, row: given ?? 1 });
  }
  const shown = seen.slice(0, 12).map((cell) => `"${cell.slice(0, 40)}"`);
  const near = [...new Set(seen.slice(0, 50).map(suggestColumn))].filter((column) => column !== undefined);
  const meant = near.length === 0 ? '' : ` Did you mean ${near.slice(0, 5).join(', ')}?`;
  return commandError('headerUnknown', { path, seen: shown.join(', '), meant });
}
