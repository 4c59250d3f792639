import { visible } from './visible.ts';

const WIDEST_CELL = 60;

/** Columns side by side, two spaces between; cells are made visible and cut to 60 characters. No trailing spaces. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const shown = [header, ...rows].map((row) => row.map((cell) => cut(visible(cell))));
  const widths = header.map((_, column) => Math.max(...shown.map((row) => (row[column] ?? '').length)));
  return shown
    .map((row) =>
      widths
        .map((width, column) => (row[column] ?? '').padEnd(width))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cut(cell: string): string {
  return cell.length > WIDEST_CELL ? `${cell.slice(0, WIDEST_CELL - 1)}…` : cell;
}
