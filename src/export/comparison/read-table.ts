import { commandError } from '../../errors/command-errors.ts';
import { restore } from '../../sheet/cells/formula.ts';
import { inspectFile } from '../../sheet/csv/encoding.ts';
import { openRows } from '../../sheet/open-sheet.ts';

/** A CSV file or workbook that this program wrote, perhaps saved again by a spreadsheet: its header and its rows by column name. */
interface Table {
  /** Of the file's bytes, hexadecimal. */
  readonly sha256: string;
  readonly header: readonly string[];
  rows(): AsyncGenerator<ReadonlyMap<string, string>>;
}

/**
 * Opens an earlier export. Unlike a sheet, every column counts, the program's own included.
 * @throws UsageError when it cannot be read or has no such column as `required`.
 */
export async function openTable(path: string, required: readonly string[]): Promise<Table> {
  const facts = await inspectFile(path, undefined);
  const source = await openRows(path, facts, {});
  let header: readonly string[] = [];
  for await (const [first] of source.records()) {
    if (first === undefined) continue;
    header = first.cells.map((cell) => restore(cell.replace(/^\uFEFF/, '')).trim());
    break;
  }
  const missing = required.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    throw commandError('compareOtherKind', { path, missing: missing.join(', ') });
  }
  return {
    sha256: facts.sha256,
    header,
    async *rows() {
      let isHeader = true;
      for await (const records of source.records()) {
        for (const { cells } of records) {
          if (!isHeader && cells.some((cell) => cell.trim() !== '')) {
            yield new Map(header.map((name, at) => [name, restore(cells[at] ?? '')]));
          }
          isHeader = false;
        }
      }
    },
  };
}
