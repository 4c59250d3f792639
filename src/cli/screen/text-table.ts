import { visibleSentence } from './visible.ts';

const WIDEST_CELL = 60;
const WIDEST_LAST_CELL = 160;

/** Columns side by side, two spaces between; cells are made visible and cut to a width that can be read. No trailing spaces. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const shown = [header, ...rows].map((row) =>
    row.map((cell, column) =>
      cut(visibleSentence(cell), column === header.length - 1 ? WIDEST_LAST_CELL : WIDEST_CELL),
    ),
  );
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

function cut(cell: string, width: number): string {
  return cell.length > width ? `${cell.slice(0, width - 1)}…` : cell;
}
