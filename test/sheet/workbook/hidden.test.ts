import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSheet, type SheetOptions } from '../../../src/sheet/open-sheet.ts';
import { detectedText } from '../../../src/sheet/source/detected.ts';
import { makeWorkbook, textRow, textSheet, worksheetXml } from './zip-maker.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hidden-'));
});
afterAll(() => rm(folder, { recursive: true }));

const HEADER = ['phone_number', 'street', 'notes'];
const ROW = ['+12025550123', '1 Main St', 'x'];

async function read(
  sheets: Record<string, string>,
  options: SheetOptions = {},
  attributes?: Record<string, string>,
) {
  const path = join(folder, 'book.xlsx');
  await writeFile(path, makeWorkbook({ sheets, ...(attributes && { sheetAttributes: attributes }) }));
  const sheet = await openSheet(path, options);
  let rows = 0;
  for await (const row of sheet.rows()) rows += row.cells.length > 0 ? 1 : 0;
  return rows;
}

const hideRow = (attribute: string) =>
  worksheetXml(
    [textRow(1, HEADER), textRow(2, ROW), textRow(3, ROW).replace('<row ', `<row ${attribute} `)].join(''),
  );
const hideColumn = (columns: string) =>
  textSheet([HEADER, ROW]).replace('<sheetData>', `<cols>${columns}</cols><sheetData>`);

describe('what a worksheet hides', () => {
  it.each(['hidden="1"', 'hidden="true"', 'ht="0" customHeight="1"'])(
    'is refused as a row: %s',
    async (attribute) => {
      await expect(read({ A: hideRow(attribute) })).rejects.toMatchObject({
        code: 'SHEET_HIDDEN',
        message: expect.stringContaining('row 3'),
        hint: expect.stringContaining('--include-hidden'),
      });
      expect(await read({ A: hideRow(attribute) }, { includeHidden: true })).toBe(2);
    },
  );

  it('is refused as a column that would be used, and only then', async () => {
    const street = '<col min="2" max="2" width="9" hidden="1"/>';
    await expect(read({ A: hideColumn(street) })).rejects.toMatchObject({
      code: 'SHEET_HIDDEN',
      message: expect.stringContaining('"street"'),
    });
    expect(await read({ A: hideColumn(street) }, { includeHidden: true })).toBe(1);
    expect(await read({ A: hideColumn('<col min="3" max="9" width="0"/>') })).toBe(1);
    expect(await read({ A: hideColumn('<col min="1" max="3" width="9.5"/>') })).toBe(1);
  });

  it('does not matter above the header or without content', async () => {
    const title = worksheetXml(
      [
        textRow(1, ['Numbers']).replace('<row ', '<row hidden="1" '),
        textRow(2, HEADER),
        textRow(3, ROW),
      ].join(''),
    );
    expect(await read({ A: title })).toBe(1);
    expect(
      await read({
        A: worksheetXml(
          `${textRow(1, HEADER)}${textRow(2, ROW)}<row r="3" hidden="1"><c r="A3" s="0"/></row>`,
        ),
      }),
    ).toBe(1);
  });
});

describe('a second worksheet', () => {
  const numbers = textSheet([HEADER, ROW]);
  it('with numbers is refused until one is named', async () => {
    await expect(
      read({ Sales: numbers, Support: numbers, Notes: textSheet([['hello']]) }),
    ).rejects.toMatchObject({
      code: 'SHEET_WORKSHEET_CHOICE',
      message: expect.stringContaining('would not be read: "Support" (the first worksheet is "Sales")'),
      hint: expect.stringContaining('--worksheet: "Sales", "Support", "Notes"'),
    });
    expect(await read({ Sales: numbers, Support: numbers }, { worksheet: 'Support' })).toBe(1);
  });

  it.each([
    [
      ['endpoint_user_id', 'street', 'city'],
      ['lobby-phone-7', '1 Main St', 'Raleigh'],
    ],
    [
      ['City', 'AEUI'],
      ['Raleigh', 'u1'],
    ],
    [
      ['Endpoint ID', 'caller_name'],
      ['d2c41b0e', 'Ann'],
    ],
    [
      ['NPA', 'Number', 'City'],
      ['303', '555-0123', 'Denver'],
    ],
  ])('with other keys than whole numbers is refused, too: %j', async (header, row) => {
    await expect(
      read({ Sales: numbers, Devices: textSheet([['All devices'], header, row]) }),
    ).rejects.toMatchObject({ code: 'SHEET_WORKSHEET_CHOICE' });
    expect(await read({ Sales: numbers, Devices: textSheet([header]) })).toBe(1);
  });

  it('with the only numbers is not said of the first one', async () => {
    const cover = textSheet([['Read this first']]);
    await expect(read({ Cover: cover, Sales: numbers })).rejects.toMatchObject({
      code: 'SHEET_WORKSHEET_CHOICE',
      message: expect.stringContaining('would not be read: "Sales" (the first worksheet is "Cover")'),
    });
  });

  it('without numbers is named as not read', () => {
    const workbook = { format: 'xlsx', encoding: '', bom: false, delimiter: '', lineEnding: '' } as const;
    const detected = { ...workbook, worksheet: 'Sales', headerRow: 1 };
    expect(detectedText({ ...detected, otherWorksheets: ['Notes'] })).toContain(
      'Not read: "Notes" (--worksheet',
    );
    expect(detectedText({ ...detected, otherWorksheets: [] })).not.toContain('--worksheet');
  });

  it('without numbers, or hidden, is not in the way', async () => {
    expect(await read({ Sales: numbers, Notes: textSheet([['hello', '94105']]) })).toBe(1);
    expect(await read({ Sales: numbers, Old: numbers }, {}, { Old: 'state="hidden"' })).toBe(1);
  });
});

describe('group headings above the header', () => {
  it('are skipped: the row with the most known columns is the header', async () => {
    const groups = ['Phone', 'Address', ''];
    const sheet = textSheet([groups, ['phone_number', 'street', 'city'], ROW]);
    expect(await read({ A: sheet })).toBe(1);
  });
});
