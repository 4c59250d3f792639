import type { BookWorksheet } from './book-worksheet.ts';
import { scanWorksheet } from './scan-worksheet.ts';
import { readWorkbookParts, requireNoDoctype } from './workbook-parts.ts';
import { readWorkbookRows } from './workbook-rows.ts';
import type { ZipEntry, ZipFile } from './zip-file.ts';

/**
 * The worksheets of an Excel workbook. Their cells are read by a library in a thread of its own, after a look at the bytes.
 * @throws UsageError when it is another kind of file, damaged, or declares a document type.
 */
export async function xlsxWorksheets(zip: ZipFile, sha256: string): Promise<readonly BookWorksheet[]> {
  const { worksheets, sharedStrings, digitFormats } = await readWorkbookParts(zip);
  if (sharedStrings !== undefined) await proveText(zip, sharedStrings);
  return worksheets.map(({ name, isHidden, index, part }) => ({
    name,
    isHidden,
    open: async () => {
      const { digitColumns, hidden } = await scanWorksheet(zip.path, zip.read(part), digitFormats);
      const task = { path: zip.path, sha256, sheetIndex: index, digitColumns };
      return { hidden, records: () => readWorkbookRows(task) };
    },
  }));
}

/** Unpacks a part to its end without keeping it. */
async function proveText(zip: ZipFile, entry: ZipEntry): Promise<void> {
  let rest = '';
  for await (const chunk of zip.read(entry)) {
    const text = rest + chunk.toString('latin1');
    requireNoDoctype(zip.path, text);
    // A word that is cut by the edge of two chunks is found with the next one.
    rest = text.slice(-10);
  }
}
