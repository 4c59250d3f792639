import { UsageError } from '../../errors/app-error.ts';
import { emptySheet } from '../source/empty-sheet.ts';
import type { FileRow, RowSource } from '../source/row-source.ts';
import { countKnownColumns, HEADER_SEARCH_ROWS, suggestColumn } from './columns.ts';
import { dropTrailingEmpty, type Header, mapHeader } from './map-header.ts';

/** A header further down is a mistyped number, and the rows above it are held in memory. */
const MAX_HEADER_ROW = 1000;

/** Whether a row holds nothing that can be seen. */
export function isEmptyRow(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/**
 * Finds the row of column names: the first of the top rows that names two columns we know, else one that names a single one.
 * @param given the row that a person named.
 * @throws UsageError when there is no such row, it names nothing known, or nothing stands below it.
 */
export async function findHeader(
  source: RowSource,
  given: number | undefined,
): Promise<{ header: Header; headerRow: number }> {
  if (given !== undefined && !(Number.isInteger(given) && given >= 1 && given <= MAX_HEADER_ROW)) {
    throw new UsageError(`Row ${given} cannot be the header.`, {
      code: 'SHEET_NO_HEADER',
      hint: `--header-row takes a row number from 1 to ${MAX_HEADER_ROW}.`,
    });
  }
  const top: FileRow[] = [];
  let found: number | undefined = given;
  let hasRows = false;
  let last = 0;
  for await (const row of source.records()) {
    last = row.line;
    if (found !== undefined && row.line > found && !isEmptyRow(row.cells)) {
      hasRows = true;
      break;
    }
    if (found === undefined || row.line <= found) top.push(row);
    if (found === undefined && row.line <= HEADER_SEARCH_ROWS && countKnownColumns(row.cells) >= 2) {
      found = row.line;
    }
    // A list of bare numbers has one column; its header is accepted when no better row has turned up.
    if (found === undefined && row.line >= HEADER_SEARCH_ROWS) break;
  }
  if (found === undefined) {
    const known = top.filter(({ cells }) => countKnownColumns(cells) === 1);
    const single = known.find(({ cells }) => dropTrailingEmpty(cells).length === 1) ?? known[0];
    found = single?.line;
    // The search may have stopped before the first row that is not empty.
    hasRows =
      last >= HEADER_SEARCH_ROWS || top.some(({ line, cells }) => line > (found ?? 0) && !isEmptyRow(cells));
  }
  const cells = top.find(({ line }) => line === found)?.cells;
  if (found === undefined || cells === undefined || countKnownColumns(cells) === 0) {
    throw noHeader(source.path, top, given);
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
    return new UsageError(`Row ${given ?? 1} of ${path} is empty or not there; it cannot be the header.`, {
      code: 'SHEET_NO_HEADER',
      hint: 'Check --header-row.',
    });
  }
  const shown = seen.slice(0, 12).map((cell) => `"${cell.slice(0, 40)}"`);
  const near = [...new Set(seen.slice(0, 50).map(suggestColumn))].filter((column) => column !== undefined);
  const meant = near.length === 0 ? '' : ` Did you mean ${near.slice(0, 5).join(', ')}?`;
  return new UsageError(
    `${path} has no header row that names a known column. Seen: ${shown.join(', ')}.${meant}`,
    {
      code: 'SHEET_NO_HEADER',
      hint: 'The header needs names such as phone_number, street, city, region, postal_code. Type: e911 template, for a sheet to start from.',
    },
  );
}
