import path from 'node:path';
import type { WrittenFile } from '../../report/out-folder.ts';
import { colorRules, MOST_BOOK_ROWS, type TextSheet, writeWorkbook } from '../../report/xlsx/text-sheet.ts';
import { RED, worksheetOf } from '../comparison/worksheet-of.ts';
import type { ExportContext } from '../context/export-context.ts';

const STATE = { INCOMPLETE: RED };

/**
 * The compliance set as one workbook for an auditor: each CSV file a worksheet of text cells, then the manifest with the SHA-256 of
 * these files. Read from the files themselves, so that it cannot say anything else. Null when it would be too large for one.
 */
export async function complianceBook(
  { out, place }: Pick<ExportContext, 'out' | 'place'>,
  files: readonly (WrittenFile & { readonly rows: number })[],
  manifest: unknown,
): Promise<Uint8Array | null> {
  const sheets: TextSheet[] = [];
  for (const [name, file] of [
    ['Numbers', place.main],
    ['Changes', place.changes],
    ['Differences', place.differences],
  ] as const) {
    if (file === null) continue;
    if (files.some((one) => one.name === file && one.rows > MOST_BOOK_ROWS)) return null;
    sheets.push(await worksheetOf(name, path.join(out.path, file)));
  }
  const rows = membersOf(manifest, '');
  const rules = colorRules(['member', 'value'], { value: STATE }, rows.length);
  return writeWorkbook([...sheets, { name: 'Manifest', header: ['member', 'value'], rows, rules }]);
}

/** Each value with the path that leads to it: `accounts 1 covered_percent`, `100`. */
function membersOf(value: unknown, at: string): string[][] {
  if (value === null || typeof value !== 'object') return [[at, value === null ? '' : String(value)]];
  const entries = Array.isArray(value)
    ? value.map((each, index) => [String(index + 1), each] as const)
    : Object.entries(value);
  return entries.flatMap(([name, each]) => membersOf(each, at === '' ? name : `${at} ${name}`));
}
