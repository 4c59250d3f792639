import { mapHeader } from '../../../src/sheet/columns/map-header.ts';
import {
  checkCells,
  findPlaceholders,
  readCellsOfRow,
  type SetCell,
} from '../../../src/sheet/rows/row-schema.ts';

/** One row under its own header: the cells by column, and the codes of what is wrong with them. */
export function read(row: Record<string, string>, sets: readonly SetCell[] = []) {
  const sample = [Object.values(row)];
  const { mapping } = mapHeader(Object.keys(row), 1, { sample });
  const { cells, problems } = readCellsOfRow({ cells: Object.values(row), line: 2 }, mapping, sets);
  const codes = [...problems, ...checkCells(cells, 2), ...findPlaceholders(cells, 2, new Set())].map(
    ({ code }) => code,
  );
  return { cells, codes, problems };
}
