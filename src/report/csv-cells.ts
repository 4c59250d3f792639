import { setImmediate as nextTurn } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import { neutralize } from '../sheet/cells/formula.ts';
import type { WriteText } from './out-folder.ts';

export interface CsvOptions {
  /** A byte order mark first, for spreadsheets that read UTF-8 as something else without one. */
  readonly bom: boolean;
}

/** Records of which text is given out at once: little enough to keep memory flat. */
const BATCH = 500;
const BOM = '\uFEFF';

/**
 * Text of one CSV file, a batch of records at a time: every cell quoted, every cell that a spreadsheet would run as a formula
 * neutralized. A strict E.164 number stays as it is in any column: digits after a plus compute nothing (docs/contract.md).
 */
export class CsvText {
  #text: string;
  #records = 1;

  constructor(header: readonly string[], { bom }: CsvOptions) {
    this.#text = `${bom ? BOM : ''}${cellsText(header)}\n`;
  }

  add(record: readonly string[]): void {
    this.addText(cellsText(record));
  }

  /** Takes a record whose text was made with `cellsText`, without the line break behind it. */
  addText(record: string): void {
    this.#text += `${record}\n`;
    this.#records += 1;
  }

  /** Whether a batch is there. */
  get isFull(): boolean {
    return this.#records >= BATCH;
  }

  /** The text of the records since the last time. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    this.#records = 0;
    return text;
  }
}

/** Writes one CSV file. Returns how many records are under the header. */
export async function writeCsv(
  write: WriteText,
  header: readonly string[],
  records: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
  options: CsvOptions,
): Promise<number> {
  const text = new CsvText(header, options);
  let count = 0;
  for await (const record of records) {
    text.add(record);
    count += 1;
    if (!text.isFull) continue;
    await write(text.take());
    // Records that are read from a database one by one keep about 1 kB each on Node 20 until the event loop turns.
    await nextTurn();
  }
  await write(text.take());
  return count;
}

/**
 * Some cells of a record as they are written, with commas between them. Cells without a quotation mark need nothing but quotes
 * around them; the library is given the others.
 */
export function cellsText(cells: readonly string[]): string {
  let text = '';
  for (const cell of cells) {
    const safe = neutralize(cell, true);
    if (safe.includes('"')) return withMarks(cells);
    text += text === '' ? `"${safe}"` : `,"${safe}"`;
  }
  return text;
}

function withMarks(cells: readonly string[]): string {
  const safe = cells.map((cell) => neutralize(cell, true));
  return stringify([safe], { quoted: true, quoted_empty: true, eof: false });
}
