import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openSheet, type SheetOptions } from '../../../src/sheet/open-sheet.ts';
import type { SheetRow } from '../../../src/sheet/source/sheet-row.ts';
import { type MadeWorkbook, makeWorkbook, textRow, textSheet, worksheetXml } from './zip-maker.ts';

/** Reads workbooks, and refusals of them, in a folder that is there for the tests of one file. */
export function workbookReader() {
  let folder = '';
  let files = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'workbook-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function read(content: Buffer | Uint8Array, options?: SheetOptions) {
    const path = join(folder, `book-${files++}.xlsx`);
    await writeFile(path, content);
    const sheet = await openSheet(path, options);
    const rows: SheetRow[] = [];
    for await (const row of sheet.rows()) rows.push(row);
    return { sheet, rows };
  }

  async function refusal(
    content: Buffer,
    options?: SheetOptions,
  ): Promise<{ code: string; message: string; hint: string }> {
    try {
      await read(content, options);
    } catch (cause) {
      return cause as { code: string; message: string; hint: string };
    }
    throw new Error('the file was read');
  }
  return { read, refusal, inFolder: (name: string): string => join(folder, name) };
}

export const TABLE = [
  ['phone_number', 'street', 'postal_code'],
  ['+12025550123', '1 Main St', '02139'],
  ['+12025550124', '2 Main St', '02140'],
];
export const PLAIN: MadeWorkbook = { sheets: { Numbers: textSheet(TABLE) } };

/** A sheet whose second row is this XML. */
export function withRow(row: string, more: Partial<MadeWorkbook> = {}): Buffer {
  const rows = `${textRow(1, ['phone_number', 'house_number', 'postal_code', 'reference'])}${row}`;
  return makeWorkbook({ sheets: { Numbers: worksheetXml(rows) }, ...more });
}
