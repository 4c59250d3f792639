import { stringify } from 'csv-stringify/sync';
import { neutralise } from '../sheet/cells/formula.ts';
import type { WriteText } from './out-folder.ts';

export interface CsvOptions {
  /** A byte order mark first, for spreadsheets that read UTF-8 as something else without one. */
  readonly bom: boolean;
}

// Records given to csv-stringify at once: enough to spare its start-up per record, little enough to keep memory flat.
const BATCH = 500;
const BOM = '\uFEFF';

/**
 * Writes one CSV file: every cell quoted, every cell that a spreadsheet would run as a formula neutralised. A strict
 * E.164 number stays as it is in any column: digits after a plus compute nothing (docs/contract.md).
 * Returns how many records stand under the header.
 */
export async function writeCsv(
  write: WriteText,
  header: readonly string[],
  records: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
  options: CsvOptions,
): Promise<number> {
  if (options.bom) await write(BOM);
  let batch: string[][] = [safeCells(header)];
  let count = 0;
  for await (const record of records) {
    batch.push(safeCells(record));
    count += 1;
    if (batch.length >= BATCH) {
      await write(asText(batch));
      batch = [];
    }
  }
  if (batch.length > 0) await write(asText(batch));
  return count;
}

const safeCells = (cells: readonly string[]): string[] => cells.map((cell) => neutralise(cell, true));

const asText = (records: string[][]): string =>
  stringify(records, { quoted: true, quoted_empty: true, record_delimiter: '\n' });
