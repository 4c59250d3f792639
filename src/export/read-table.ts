import { UsageError } from '../errors/app-error.ts';
import { detectDelimiter, readSeparatorLine } from '../sheet/delimiter.ts';
import { decodeHead, inspectFile } from '../sheet/encoding.ts';
import { restore } from '../sheet/formula.ts';
import { readRecords } from '../sheet/read-records.ts';

/** A CSV file that this program wrote, perhaps saved again by a spreadsheet: its header and its rows by column name. */
export interface Table {
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
  const top = decodeHead(facts);
  const separator = readSeparatorLine(top);
  const skipChars = separator?.chars ?? 0;
  const delimiter = separator?.delimiter ?? detectDelimiter(top.slice(skipChars));
  const source = { path, facts, delimiter, skipChars };
  let header: readonly string[] = [];
  for await (const cells of readRecords(source)) {
    header = cells.map((cell) => restore(cell.replace(/^\uFEFF/, '')).trim());
    break;
  }
  const missing = required.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    throw new UsageError(
      `${path} is no earlier export of this kind: it has no column ${missing.join(', ')}.`,
      {
        code: 'EXPORT_COMPARE_UNFIT',
        hint: 'Give a file that e911 export wrote, of the same kind (numbers, addresses, ...).',
      },
    );
  }
  return {
    sha256: facts.sha256,
    header,
    async *rows() {
      let isHeader = true;
      for await (const cells of readRecords(source)) {
        if (!isHeader && cells.some((cell) => cell.trim() !== '')) {
          yield new Map(header.map((name, at) => [name, restore(cells[at] ?? '')]));
        }
        isHeader = false;
      }
    },
  };
}
