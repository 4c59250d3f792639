import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { expect, it } from 'vitest';
import { complianceBook } from '../../src/export/compliance/compliance-book.ts';
import { writeCsv } from '../../src/report/csv-cells.ts';
import { openOutFolder } from '../../src/report/out-folder.ts';
import { MOST_BOOK_ROWS } from '../../src/report/xlsx/text-sheet.ts';
import { testFolder } from '../journal/folder.ts';

const HEADER = ['phone_number', 'status', 'severity', 'postal_code', 'caller_name'];
const ROWS = [
  ['+14155550100', 'covered', '', '02139', '=HYPERLINK("http://evil.test")'],
  ['+14155550101', 'missing', 'error', '94105', 'O\'Neil, "Desk"\nFloor 2'],
];

/** A set of two files, and its workbook. */
async function bookOf(rows: number) {
  const out = await openOutFolder(path.join(testFolder(), 'set'), { files: [] });
  const main = await out.writeFile('compliance.csv', async (write) => {
    await writeCsv(write, HEADER, ROWS, { bom: true });
  });
  await writeFile(path.join(out.path, 'changes.csv'), '"change"\n');
  const none = {
    manifest: null,
    report: null,
    book: null,
    log: 'run.log',
    isBookAlone: false,
    differences: null,
    all: [],
  };
  const place = { folder: out.path, main: 'compliance.csv', changes: 'changes.csv', ...none };
  const manifest = {
    status: 'INCOMPLETE',
    files: [{ name: 'compliance.csv', sha256: main.sha256 }],
    against: null,
  };
  return { sha256: main.sha256, bytes: await complianceBook({ out, place }, [{ ...main, rows }], manifest) };
}

it('has the numbers, the changes, and the manifest as worksheets of text, with filters and colors', async () => {
  const { bytes, sha256 } = await bookOf(2);
  const { sheets } = await readXlsx(bytes ?? new Uint8Array(), { readStyles: true });
  expect(sheets.map(({ name }) => name)).toEqual(['Numbers', 'Changes', 'Manifest']);
  const [numbers, changes, manifest] = sheets;
  expect(numbers?.rows).toEqual([HEADER, ...ROWS]);
  expect(changes?.rows).toEqual([['change']]);
  expect(manifest?.rows.slice(1).map((row) => row.map((cell) => cell ?? ''))).toEqual([
    ['status', 'INCOMPLETE'],
    ['files 1 name', 'compliance.csv'],
    ['files 1 sha256', sha256],
    ['against', ''],
  ]);
  for (const cell of numbers?.cells?.values() ?? []) expect(cell.style?.numFmt).toBe('@');
  expect(numbers?.freezePane).toMatchObject({ rows: 1 });
  expect(numbers?.conditionalRules?.map(({ formula, range }) => [formula, range])).toEqual(
    expect.arrayContaining([
      ['"error"', 'C2:C3'],
      ['"missing"', 'B2:B3'],
    ]),
  );
});

it('is not made of more rows than a spreadsheet program opens well', async () => {
  expect((await bookOf(MOST_BOOK_ROWS + 1)).bytes).toBeNull();
});
