import { findColumn } from '../columns/columns.ts';
import type { Detected } from '../detected.ts';

/** What may stand between two cells. */
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** A header is looked for in this many rows from the top. */
export const HEADER_SEARCH_ROWS = 10;

const SEPARATOR_LINE = /^"?sep=([^\r\n])"?(?:\r\n|\n|\r)/i;

/** The line `sep=;` that a spreadsheet program reads and does not show; null when there is none. */
export function readSeparatorLine(head: string): { delimiter: string; chars: number } | null {
  const match = SEPARATOR_LINE.exec(head);
  return match?.[1] === undefined ? null : { delimiter: match[1], chars: match[0].length };
}

/**
 * The delimiter of a text, from its beginning: the one that makes some row name the most columns we know; with no
 * such row, the one found most steadily outside quotes.
 */
export function detectDelimiter(head: string): string {
  let best = { delimiter: ',', known: 0, steady: 0 };
  for (const delimiter of DELIMITERS) {
    const rows = splitRows(head, delimiter, HEADER_SEARCH_ROWS);
    const known = Math.max(0, ...rows.map(countKnownColumns));
    const steady = countSteadyCells(rows);
    if (known > best.known || (known === best.known && steady > best.steady)) {
      best = { delimiter, known, steady };
    }
  }
  return best.delimiter;
}

/** How the lines of a text end, from its beginning, line breaks inside quoted cells left aside. */
export function detectLineEnding(head: string): Detected['lineEnding'] {
  const found = new Set<'CRLF' | 'LF' | 'CR'>();
  let quoted = false;
  for (let index = 0; index < head.length && found.size < 2; index++) {
    const char = head[index];
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '\n') found.add('LF');
    else if (char === '\r') {
      const isPair = head[index + 1] === '\n';
      // The last character of the head may be the first half of a pair.
      if (isPair || index + 1 < head.length) found.add(isPair ? 'CRLF' : 'CR');
      if (isPair) index++;
    }
  }
  const [only] = found;
  return found.size > 1 ? 'mixed' : (only ?? '');
}

/** How many different columns of ours the cells of a row name. */
export function countKnownColumns(cells: readonly string[]): number {
  return new Set(cells.map(findColumn).filter((column) => column !== undefined)).size;
}

/** Cells beyond the first that most rows agree on. */
function countSteadyCells(rows: readonly string[][]): number {
  const counts = new Map<number, number>();
  for (const row of rows) {
    if (row.length > 1) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  }
  return Math.max(0, ...[...counts].map(([cells, times]) => times * (cells - 1)));
}

/** The first rows of a text cut at a delimiter outside quotes. A rough reading, good enough to count with. */
function splitRows(text: string, delimiter: string, limit: number): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let index = 0; index < text.length && rows.length < limit; index++) {
    const char = text.charAt(index);
    if (char === '"' && quoted && text[index + 1] === '"') {
      cell += char;
      index++;
    } else if (char === '"' && (quoted || cell === '')) {
      quoted = !quoted;
    } else if (quoted) {
      cell += char;
    } else if (char === delimiter) {
      row.push(cell);
      cell = '';
    } else if (char === '\n' || char === '\r') {
      if (char === '\r' && text[index + 1] === '\n') index++;
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else {
      cell += char;
    }
  }
  if (rows.length < limit && (cell !== '' || row.length > 0)) rows.push([...row, cell]);
  return rows;
}
