import { commandError } from '../errors/command-errors.ts';
import type { Problem } from '../errors/problem.ts';
import { rowProblem } from '../errors/row-codes.ts';
import { restore } from './cells/formula.ts';
import { fitOf } from './columns/column-shapes.ts';
import { columnLetters, dropTrailingEmpty, isEmptyRow } from './columns/header-cells.ts';
import type { Header } from './columns/map-header.ts';
import { swallowsRow } from './csv/swallowed-row.ts';
import type { RowSource } from './source/row-source.ts';
import type { SheetRow } from './source/sheet-row.ts';

/** Longest cell of a row that is worked on, characters. */
const MAX_CELL_CHARS = 100_000;

/**
 * The rows under the header, each of the file's own cells in the columns that are echoed.
 * @throws UsageError when a row holds others in an open quotation mark
 */
export async function* readBatches(
  source: RowSource,
  header: Header,
  headerRow: number,
): AsyncGenerator<readonly SheetRow[]> {
  let position = 0;
  const isRow = rowTest(header);
  const { format, delimiter } = source.detected;
  for await (const records of source.recordsAhead?.() ?? source.records()) {
    const rows: SheetRow[] = [];
    for (const { line, cells, hasBentQuotes } of records) {
      if (line <= headerRow || isEmptyRow(cells)) continue;
      if (format === 'csv' && swallowsRow(cells, delimiter, isRow)) {
        throw commandError('quoteOpen', { path: source.path, row: line });
      }
      position++;
      const row = isAsItIs(cells, header)
        ? { position, line, cells, problems: NONE }
        : toRow(cells, { position, line, header, source });
      rows.push(hasBentQuotes === true ? withBentQuotes(row) : row);
    }
    yield rows;
  }
}

/** Narrower rows are too like a note of several lines with a comma in it. */
const WIDTH_WITHOUT_NUMBER = 5;

/** Whether cells could be a row under the header: as many, with a number where numbers are. */
function rowTest(header: Header): (cells: readonly string[]) => boolean {
  const position = header.mapping.columns.get('phone_number');
  return (cells) => {
    if (cells.length !== header.width || header.width < 2) return false;
    if (position === undefined) return header.width >= WIDTH_WITHOUT_NUMBER;
    const number = (cells[header.kept[position] ?? position] ?? '').replaceAll('"', '');
    return fitOf('phone_number', [number]) === 'fits';
  };
}

const NONE: readonly Problem[] = [];

/** Whether the cells of a row are those of the header's columns and none of them has to be looked at: most rows. */
function isAsItIs(cells: readonly string[], { kept, width }: Header): boolean {
  // Ascending and as many as the columns: each column is kept.
  if (cells.length !== width || kept.length !== width) return false;
  for (let index = 0; index < width; index++) {
    const cell = cells[index] ?? '';
    if (cell.length > MAX_CELL_CHARS || cell.startsWith("'")) return false;
  }
  return true;
}

function withBentQuotes(row: SheetRow): SheetRow {
  return { ...row, problems: [...row.problems, bentQuotes(row)] };
}

function bentQuotes(row: SheetRow): Problem {
  const value = row.cells.find((cell) => cell.includes('"')) ?? row.cells.join(' ');
  return rowProblem('SHEET_QUOTES_READ', { row: row.line, value, severity: 'warning' });
}

function toRow(
  raw: readonly string[],
  place: { position: number; line: number; header: Header; source: RowSource },
): SheetRow {
  const { header, line, source } = place;
  const problems: Problem[] = [];
  const delimiter = source.detected.delimiter || ' ';
  // Trailing empty cells beyond the header are not data: spreadsheets write them for formatted columns.
  const surplus = dropTrailingEmpty(raw.slice(header.width));
  const used = [...raw.slice(0, header.width), ...surplus];
  const isShort = used.length < header.needed && !source.hasShortRows;
  if (surplus.length > 0 || isShort) {
    problems.push(
      rowProblem('SHEET_ROW_RAGGED', {
        row: line,
        value: used.join(delimiter),
        message: `The row has ${used.length} cells, the header has ${header.width} columns.`,
        hint: source.hasShortRows
          ? `Empty the cells right of column ${columnLetters(header.width - 1)}, or give their columns names.`
          : undefined,
      }),
    );
  }
  const cells = header.kept.map((index) => restore(used[index] ?? ''));
  if (surplus.length > 0 && cells.length > 0) {
    cells.push([cells.pop() ?? '', ...surplus].join(delimiter));
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
