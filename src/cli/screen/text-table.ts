import { visibleSentence } from './visible.ts';
import { wrapped } from './wrapped.ts';

const GAP = '  ';
/** Narrower than this, the last column would be a column of single words. */
const NARROWEST_LAST = 24;

/**
 * Columns side by side, two spaces between; cells are made visible, and none is cut. `width`: of the terminal in characters,
 * null for a pipe or a file. Where the table is wider than the terminal, its last column is wrapped, or each row becomes lines
 * of its own, a cell each.
 */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  width: number | null,
): string {
  const shown = [header, ...rows].map((row) => row.map(visibleSentence));
  const widths = header.map((_, column) => Math.max(...shown.map((row) => (row[column] ?? '').length)));
  const leading = widths.slice(0, -1).reduce((sum, each) => sum + each + GAP.length, 0);
  const last = widths.at(-1) ?? 0;
  if (width === null || leading + last <= width) return shown.map((row) => lineOf(row, widths)).join('\n');
  if (width - leading >= NARROWEST_LAST) {
    return shown.map((row) => wrappedLast(row, widths, { leading, width })).join('\n');
  }
  return rows.map((row) => stacked(header, row, width)).join('\n\n');
}

function lineOf(row: readonly string[], widths: readonly number[]): string {
  return widths
    .map((each, column) => (row[column] ?? '').padEnd(each))
    .join(GAP)
    .trimEnd();
}

function wrappedLast(
  row: readonly string[],
  widths: readonly number[],
  { leading, width }: { readonly leading: number; readonly width: number },
): string {
  const lines = wrapped(row[widths.length - 1] ?? '', width - leading);
  const first = lineOf([...row.slice(0, widths.length - 1), lines[0] ?? ''], widths);
  return [first, ...lines.slice(1).map((line) => ' '.repeat(leading) + line)].join('\n');
}

/** `account  twilio` and so on, one below the other; empty cells are left out. */
function stacked(header: readonly string[], row: readonly string[], width: number): string {
  const names = Math.max(...header.map((name) => name.length));
  const indent = names + GAP.length;
  return header
    .flatMap((name, column) => {
      const cell = visibleSentence(row[column] ?? '');
      if (cell === '') return [];
      const lines = wrapped(cell, Math.max(NARROWEST_LAST, width - indent));
      return lines.map((line, at) => (at === 0 ? name.padEnd(indent) : ' '.repeat(indent)) + line);
    })
    .join('\n');
}
