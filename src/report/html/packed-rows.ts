/** Instead of a cell: what the row before has in that place, or what the cell before it holds. */
const AS_ABOVE = 0;
const AS_LEFT = 1;

/** A row as a page has it: cells that repeat one beside them are numbers, and what is like the row above at its end is left out. */
export type PackedRow = readonly (string | typeof AS_ABOVE | typeof AS_LEFT)[];

/** Packs a row. @param above the row before it; empty for the first of an element */
export function packRow(cells: readonly string[], above: readonly string[]): PackedRow {
  const packed: (string | typeof AS_ABOVE | typeof AS_LEFT)[] = [];
  let used = 0;
  for (const [at, cell] of cells.entries()) {
    const isAbove = cell === above[at];
    packed.push(isAbove ? AS_ABOVE : at > 0 && cell === cells[at - 1] ? AS_LEFT : cell);
    if (!isAbove) used = at + 1;
  }
  return packed.slice(0, used);
}

/** The rows of an element, whole again. */
export function unpackRows(packed: readonly PackedRow[]): string[][] {
  const rows: string[][] = [];
  for (const row of packed) {
    const cells = [...(rows.at(-1) ?? [])];
    for (const [at, cell] of row.entries()) {
      if (cell === AS_LEFT) cells[at] = cells[at - 1] ?? '';
      else if (cell !== AS_ABOVE) cells[at] = cell;
    }
    rows.push(cells);
  }
  return rows;
}
