import { restore } from './cells/formula.ts';
import { foldColumnName } from './columns/columns.ts';
import { isEmptyRow } from './columns/header-cells.ts';
import { inspectFile } from './csv/encoding.ts';
import { openRows } from './open-sheet.ts';

/** A line of a table below its header. */
export interface TableLine {
  /** As a spreadsheet numbers it. */
  readonly line: number;
  /** The cell of a column, without spaces around it; undefined when the table has no such column. */
  cell(column: string): string | undefined;
}

/** A table whose columns only this program names. */
export interface Table {
  has(column: string): boolean;
  lines(): AsyncIterable<TableLine>;
}

/**
 * Opens a table that this program wrote and a spreadsheet program may have saved since, as CSV or as a workbook; the first line
 * that is not empty names its columns.
 * @throws UsageError when the file cannot be read.
 */
export async function openTable(path: string): Promise<Table> {
  const source = await openRows(path, await inspectFile(path, undefined), {});
  const columns = new Map<string, number>();
  for await (const rows of source.records()) {
    const first = rows.find(({ cells }) => !isEmptyRow(cells));
    if (first === undefined) continue;
    for (const [at, name] of first.cells.entries()) columns.set(foldColumnName(name), at);
    break;
  }
  async function* lines(): AsyncGenerator<TableLine> {
    let isHeader = true;
    for await (const rows of source.records()) {
      for (const { line, cells } of rows) {
        if (isEmptyRow(cells)) continue;
        if (!isHeader) yield { line, cell: (column) => cellAt(cells, columns.get(foldColumnName(column))) };
        isHeader = false;
      }
    }
  }
  return { has: (column) => columns.has(foldColumnName(column)), lines };
}

function cellAt(cells: readonly string[], at: number | undefined): string | undefined {
  return at === undefined ? undefined : restore(cells[at] ?? '').trim();
}
