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
  rows: AsyncIterable<RowRecord> | Iterable<RowRecord>,
  options: CsvOptions,
): Promise<WrittenFile[]> {
  const started = files.map((file) => ({
    file,
    text: new CsvText(file.header, options),
    target: out.startFile(file.name),
    records: 0,
  }));
  try {
    for (const { file, text } of started) for (const record of file.first ?? []) text.add(record);
    for await (const row of rows) {
      for (const each of started) {
        const { file, text, target } = each;
        const given = file.recordsOf(row);
        const records = given instanceof Promise ? await given : given;
        const taker = file.book ?? text;
        for (const record of records) taker.add(record);
        each.records += records.length;
        if (text.isFull) target.write(text.take());
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
