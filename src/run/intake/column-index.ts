import { foldColumnName } from '../../sheet/columns/columns.ts';

/** The place of a column by the sheet's own name for it or by ours; -1 when there is none. */
export function columnIndex(
  header: readonly string[],
  columns: ReadonlyMap<string, number>,
  name: string,
): number {
  const folded = foldColumnName(name);
  const own = header.findIndex((cell) => foldColumnName(cell) === folded);
  if (own >= 0) return own;
  for (const [canonical, index] of columns) {
    if (foldColumnName(canonical) === folded) return index;
  }
  return -1;
}
