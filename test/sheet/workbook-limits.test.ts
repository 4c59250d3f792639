import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SheetOptions } from '../../src/sheet/open-sheet.ts';
import type { SheetRow } from '../../src/sheet/source/sheet-row.ts';
import { type MadeWorkbook, makeWorkbook, textRow, textSheet, worksheetXml } from './zip-maker.ts';

/*
 * The rows of a workbook are read by a thread that starts from its own file, so this asks the built program.
 */
const { openSheet } = (await import(
  new URL('../../dist/sheet/open-sheet.js', import.meta.url).href
)) as typeof import('../../src/sheet/open-sheet.ts');

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

const TABLE = [
  ['phone_number', 'street', 'postal_code'],
  ['+12025550123', '1 Main St', '02139'],
  ['+12025550124', '2 Main St', '02140'],
];
const PLAIN: MadeWorkbook = { sheets: { Numbers: textSheet(TABLE) } };

const MB = 1024 * 1024;
describe('a workbook is read up to its limits', () => {
  const plain = makeWorkbook(PLAIN);
  it('beyond the size that was named, and read up to it', async () => {
    const large = makeWorkbook({
      sheets: { A: worksheetXml(`${textRow(1, ['phone'])}${textRow(2, ['1'])}${' '.repeat(20 * MB)}`) },
    });
    expect((await refusal(large)).code).toBe('SHEET_WORKBOOK_TOO_LARGE');
    expect((await refusal(large, { maxXlsxMb: 10 })).code).toBe('SHEET_WORKBOOK_TOO_LARGE');
    expect((await read(large, { maxXlsxMb: 30 })).rows).toHaveLength(1);
  });

  it('with options of another kind of file, as a text is', async () => {
    expect((await refusal(plain, { delimiter: ';' })).code).toBe('SHEET_OPTION_UNFIT');
    expect((await refusal(plain, { encoding: 'utf-8' })).message).toContain('--encoding');
    expect((await refusal(Buffer.from('phone\n1\n'), { worksheet: 'A' })).code).toBe('SHEET_OPTION_UNFIT');
    expect((await refusal(Buffer.from('phone\n1\n'), { includeHidden: true })).code).toBe(
      'SHEET_OPTION_UNFIT',
    );
  });

  it('wherever it is cut', async () => {
    for (let length = 5; length < plain.length; length += 97) {
      expect((await refusal(plain.subarray(0, length))).code).toMatch(/^SHEET_/);
    }
  });
});
