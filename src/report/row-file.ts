import type { RowRecord } from '../journal/records.ts';
import { type CsvOptions, CsvText } from './csv-cells.ts';
import type { OutFolder, StartedFile, WrittenFile } from './out-folder.ts';

type Records = readonly (readonly string[])[];

/** A file that shows the rows of a run: CSV, or a workbook. */
export interface RowFile {
  readonly name: string;
  readonly header: readonly string[];
  /** Records before those of the first row. */
  readonly first?: Records;
  /** Records after those of the last row. */
  last?(): Records;
  /** Whether the file is left out when no row adds anything to it. */
  readonly isLeftOutEmpty?: boolean;
  /** The one record that a row adds, as it is written (`cellsText`), where that is less work than its cells; null elsewhere. */
  textOf?(row: RowRecord): string | null;
  /** What a row adds to it. */
  recordsOf(row: RowRecord): Records | Promise<Records>;
  /** Takes the records of a workbook, which is made when the last one is there; null when there are too many for one. */
  readonly book?: { add(record: readonly string[]): void; bytes(): Promise<Uint8Array | null> };
}

/**
 * Writes files in one pass over the rows; each is there whole or not at all, a workbook of too many rows not at all.
 * @throws UsageError OUT_EXISTS, AppError OUT_WRITE_FAILED as `OutFolder` does.
 */
export async function writeRowFiles(
  out: Pick<OutFolder, 'startFile'>,
  files: readonly RowFile[],
  rows: AsyncIterable<RowRecord | readonly RowRecord[]> | Iterable<RowRecord>,
  options: CsvOptions,
): Promise<WrittenFile[]> {
  const started: Started[] = files.map((file) => ({
    file,
    text: new CsvText(file.header, options),
    target: out.startFile(file.name),
    records: 0,
  }));
  try {
    for (const { file, text } of started) for (const record of file.first ?? []) text.add(record);
    for await (const some of rows) {
      for (const row of 'position' in some ? [some] : some) {
        for (const file of started) {
          const waiting = addRow(file, row);
          if (waiting !== null) await waiting;
        }
      }
    }
    for (const { file, text } of started) for (const record of file.last?.() ?? []) text.add(record);
    const written: StartedFile[] = [];
    for (const { file, text, target, records } of started) {
      const isLeftOut = file.isLeftOutEmpty === true && records === 0;
      const content = isLeftOut ? null : file.book === undefined ? text.take() : await file.book.bytes();
      if (content === null) target.abort();
      else {
        target.write(content);
        written.push(target);
      }
    }
    return written.map((target) => target.commit());
  } catch (error) {
    for (const { target } of started) target.abort();
    throw error;
  }
}

/** A file that takes rows. */
interface Started {
  readonly file: RowFile;
  readonly text: CsvText;
  readonly target: StartedFile;
  records: number;
}

/** Gives a row to a file; a promise only where the file waits for something, since most rows have nothing to wait for. */
function addRow(started: Started, row: RowRecord): Promise<void> | null {
  const { file, text, target } = started;
  const ready = file.textOf?.(row) ?? null;
  const given = ready === null ? file.recordsOf(row) : [];
  if (given instanceof Promise) return given.then((records) => addRecords(started, records));
  if (ready !== null) {
    text.addText(ready);
    started.records += 1;
    if (text.isFull) target.write(text.take());
  } else if (given.length > 0) {
    addRecords(started, given);
  }
  return null;
}

function addRecords(started: Started, records: Records): void {
  const { file, text, target } = started;
  const taker = file.book ?? text;
  for (const record of records) taker.add(record);
  started.records += records.length;
  if (text.isFull) target.write(text.take());
}
