import { CsvError, parse } from 'csv-parse/sync';
import { countKnownColumns, HEADER_SEARCH_ROWS } from '../columns/header-names.ts';
import type { Detected } from '../source/detected.ts';
import { LINE_ENDS } from './line-ends.ts';

/** What may separate two cells. */
const DELIMITERS = [',', ';', '\t', '|'] as const;

const SEPARATOR_LINE = /^"?sep=([^\r\n])"?(?:\r\n|\n|\r)/i;

/** The line `sep=;` that a spreadsheet program reads and does not show; null when there is none. */
export function readSeparatorLine(head: string): { delimiter: string; chars: number } | null {
  const match = SEPARATOR_LINE.exec(head);
  return match?.[1] === undefined ? null : { delimiter: match[1], chars: match[0].length };
}

/**
 * The delimiter of a text, from its beginning: the one with which some row names the most known columns; with no such row,
 * the one found most steadily outside quotes. csv-parse's own `delimiter_auto` cannot be used: it counts the characters of
 * a text, so the commas inside addresses win over semicolons, and it fails on a letter outside ASCII.
 */
export function detectDelimiter(head: string): string {
  let best = { delimiter: ',', known: 0, steady: 0 };
  for (const delimiter of DELIMITERS) {
    const rows = splitRows(head, delimiter);
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

/** Cells beyond the first that most rows agree on. */
function countSteadyCells(rows: readonly string[][]): number {
  const counts = new Map<number, number>();
  for (const row of rows) {
    if (row.length > 1) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  }
  return Math.max(0, ...[...counts].map(([cells, times]) => times * (cells - 1)));
}

/** The first rows of a text. Its end may be cut off inside a quoted cell, so rows are taken as they come. */
function splitRows(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  try {
    parse(text, {
      delimiter,
      to: HEADER_SEARCH_ROWS,
      record_delimiter: LINE_ENDS,
      relax_column_count: true,
      relax_quotes: true,
      on_record: (record: string[]) => {
        rows.push(record);
        return null;
      },
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
  }
  return rows;
}
