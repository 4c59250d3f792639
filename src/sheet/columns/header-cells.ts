/** The name a column has in a spreadsheet: A, B, … Z, AA. `index` counts from 0. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

/** Cells up to the last one that holds something. */
export function dropTrailingEmpty(cells: readonly string[]): string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  return cells.slice(0, last + 1);
}

/** Whether a row holds nothing that can be seen. */
export function isEmptyRow(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** A column as the user finds it: its name and its letters. */
export function place(name: string | undefined, index: number | undefined): string {
  return `"${name ?? ''}" (column ${columnLetters(index ?? 0)})`;
}
