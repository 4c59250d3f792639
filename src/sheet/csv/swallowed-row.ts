/**
 * Whether a cell with line breaks holds the end of its row and the start of a later one: a quotation mark that was never closed
 * reaches to the next one in the file, and all rows between them become text of one cell, which can stay unnoticed.
 * @param cells of the row, each without its quotation marks
 * @param isRow whether cells of the header's width could be a row of their own
 */
export function swallowsRow(
  cells: readonly string[],
  delimiter: string,
  isRow: (cells: readonly string[]) => boolean,
): boolean {
  return cells.some((cell, at) => {
    if (!/[\r\n]/.test(cell)) return false;
    const lines = cell.split(/\r\n|[\r\n]/).map((line) => line.split(delimiter));
    const [first = [], ...more] = lines;
    const last = more.pop() ?? [];
    const own = [...cells.slice(0, at), ...first];
    const later = [...last, ...cells.slice(at + 1)];
    return isRow(own) && (isRow(later) || more.some(isRow));
  });
}
