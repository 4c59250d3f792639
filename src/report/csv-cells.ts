import { stringify } from 'csv-stringify/sync';
import { neutralize } from '../sheet/cells/formula.ts';
import type { WriteText } from './out-folder.ts';

export interface CsvOptions {
  /** A byte order mark first, for spreadsheets that read UTF-8 as something else without one. */
  readonly bom: boolean;
}

// Records given to csv-stringify at once: enough to spare its start-up per record, little enough to keep memory flat.
const BATCH = 500;
const BOM = '\uFEFF';

/**
 * Text of one CSV file, a batch of records at a time: every cell quoted, every cell that a spreadsheet would run as a formula
 * neutralized. A strict E.164 number stays as it is in any column: digits after a plus compute nothing (docs/contract.md).
 */
export class CsvText {
  #records: string[][];
  #isFirst: boolean;

  constructor(header: readonly string[], { bom }: CsvOptions) {
    this.#records = [safeCells(header)];
    this.#isFirst = bom;
  }

  add(record: readonly string[]): void {
    this.#records.push(safeCells(record));
  }

  /** Whether a batch is there. */
  get isFull(): boolean {
    return this.#records.length >= BATCH;
  }

  /** The text of the records since the last time. */
  take(): string {
    const text = this.#records.length === 0 ? '' : asText(this.#records);
    const start = this.#isFirst ? BOM : '';
    this.#records = [];
    this.#isFirst = false;
    return start + text;
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
    if (text.isFull) await write(text.take());
  }
  await write(text.take());
  return count;
}

const safeCells = (cells: readonly string[]): string[] => cells.map((cell) => neutralize(cell, true));

const asText = (records: string[][]): string =>
  stringify(records, { quoted: true, quoted_empty: true, record_delimiter: '\n' });
