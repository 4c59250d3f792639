import { writeFile } from 'node:fs/promises';
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import type { SheetOptions } from '../../../src/sheet/open-sheet.ts';
import { openSheet } from '../../../src/sheet/open-sheet.ts';
import { PLAIN, TABLE, withRow, workbookReader } from './workbook-reader.ts';
import { type MadeWorkbook, makeWorkbook, textRow, textSheet, worksheetXml } from './zip-maker.ts';

const { inFolder, read, refusal } = workbookReader();

async function cellsOf(row: string, more?: Partial<MadeWorkbook>): Promise<readonly string[]> {
  return (await read(withRow(row, more))).rows[0]?.cells ?? [];
}

describe('a workbook', () => {
  it('is read as text, from its first worksheet', async () => {
    const { sheet, rows } = await read(makeWorkbook(PLAIN));
    expect(sheet.detected).toEqual({
      format: 'xlsx',
      encoding: '',
      bom: false,
      delimiter: '',
      lineEnding: '',
      worksheet: 'Numbers',
      otherWorksheets: [],
      headerRow: 1,
    });
    expect(rows.map((row) => [row.line, ...row.cells])).toEqual([
      [2, ...(TABLE[1] ?? [])],
      [3, ...(TABLE[2] ?? [])],
    ]);
  });

  it('that another program wrote says the same', async () => {
    const { rows } = await read(
      await writeXlsx({
        sheets: [
          {
            name: 'A',
            rows: [
              ['phone', 'note'],
              [12025550123, true],
              ['x', 'Zürich 北京'],
            ],
          },
        ],
      }),
    );
    expect(rows.map((row) => row.cells)).toEqual([
      ['12025550123', 'TRUE'],
      ['x', 'Zürich 北京'],
    ]);
  });

  it('keeps the row numbers of the spreadsheet over empty rows and titles', async () => {
    const rows = [
      textRow(2, ['All our numbers']),
      textRow(4, ['phone', 'street']),
      textRow(7, ['1', 'a\nb']),
      textRow(90, ['2', 'c']),
    ];
    const read7 = await read(makeWorkbook({ sheets: { A: worksheetXml(rows.join('')) } }));
    expect(read7.sheet.detected.headerRow).toBe(4);
    expect(read7.sheet.warnings.map((warning) => warning.code)).toEqual(['SHEET_TITLE_ROWS']);
    expect(read7.rows.map((row) => [row.position, row.line, ...row.cells])).toEqual([
      [1, 7, '1', 'a\nb'],
      [2, 90, '2', 'c'],
    ]);
  });

  it('gives the worksheet that was named, passes over hidden ones, and names those it has', async () => {
    const book = makeWorkbook({
      sheets: {
        Secret: textSheet([['phone'], ['1']]),
        Site: textSheet([['phone'], ['2']]),
        'A & B': textSheet([['phone'], ['3']]),
      },
      sheetAttributes: { Secret: 'state="hidden"' },
    });
    const cell = async (options?: SheetOptions) => (await read(book, options)).rows[0]?.cells[0];
    expect(await cell()).toBe('2');
    expect(await cell({ worksheet: 'a & b' })).toBe('3');
    expect(await cell({ worksheet: 'Secret' })).toBe('1');
    const { code, hint } = await refusal(book, { worksheet: 'Sites' });
    expect(code).toBe('SHEET_WORKSHEET_UNKNOWN');
    expect(hint).toBe('It has: "Site", "A & B". Did you mean "Site"?');
  });

  it('gives shared, rich and inline texts', async () => {
    const sharedStrings =
      '<sst><si><t>plain &amp; _x0041_</t></si><si><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r></si></sst>';
    expect(
      await cellsOf(
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c></row>',
        { sharedStrings },
      ),
    ).toEqual(['plain & A', 'rich text', 'inline', '']);
  });

  it('gives numbers whole, truth values, errors and stored results', async () => {
    expect(
      await cellsOf(
        '<row r="2"><c r="A2"><v>12025550123</v></c><c r="B2" t="b"><v>1</v></c><c r="C2" t="e"><v>#N/A</v></c><c r="D2" t="str"><f>A2&amp;""</f><v>12</v></c></row>',
      ),
    ).toEqual(['12025550123', 'TRUE', '#N/A', '12']);
    expect(
      await cellsOf(
        '<row r="2"><c r="A2"><v>1.2025550123E10</v></c><c r="B2"><f>1+1</f><v>2</v></c><c r="C2"><v>0.30000000000000004</v></c><c r="D2"><v>123456789012345678</v></c></row>',
      ),
    ).toEqual(['12025550123', '2', '0.3', '1.23456789012346E+17']);
  });

  it('shows the zeros that a format of the column shows', async () => {
    const row = (style: number) =>
      `<row r="2"><c r="C2" s="${style}"><v>2139</v></c><c r="D2"><v>2139</v></c></row>`;
    const formats = ['00000', '00000\\-0000', '0.00'];
    expect((await cellsOf(row(1), { formats }))[2]).toBe('02139');
    expect((await cellsOf(row(2), { formats }))[2]).toBe('00000-2139');
    expect((await cellsOf(row(3), { formats }))[2]).toBe('2139');
    // Of a column with several formats nothing is known, whichever came first.
    const plain = (line: number) => `<row r="${line}"><c r="C${line}"><v>2140</v></c></row>`;
    expect((await cellsOf(`${row(1)}${plain(3)}`, { formats }))[2]).toBe('2139');
    const both = await read(
      withRow(`${plain(2)}<row r="3"><c r="C3" s="1"><v>2139</v></c></row>`, { formats }),
    );
    expect(both.rows.map((each) => each.cells[2])).toEqual(['2140', '2139']);
  });

  it('gives a date that was 3-4 as a date', async () => {
    expect(
      (
        await cellsOf('<row r="2"><c r="B2" s="1"><v>46115</v></c><c r="C2" s="1"><v>46115.5</v></c></row>', {
          formats: ['d\\-mmm'],
        })
      ).slice(1, 3),
    ).toEqual(['2026-04-03', '2026-04-03 12:00:00']);
  });

  it('needs no cell that it does not store, but no cell without a column either', async () => {
    const { rows } = await read(withRow(`${textRow(2, ['1'])}${textRow(3, ['1', '', '', '', '', 'note'])}`));
    expect(rows[0]).toMatchObject({ cells: ['1', '', '', ''], problems: [] });
    expect(rows[1]?.problems).toMatchObject([{ code: 'SHEET_ROW_RAGGED', row: 3 }]);
    expect(rows[1]?.problems[0]?.hint).toContain('right of column D');
  });

  it('of many rows arrives whole, and may be left early', async () => {
    const many = [
      ['phone', 'note'],
      ...Array.from({ length: 5000 }, (_, index) => [String(index), 'x'.repeat(300)]),
    ];
    const path = inFolder('many.xlsx');
    await writeFile(path, makeWorkbook({ sheets: { A: textSheet(many) } }));
    const sheet = await openSheet(path);
    const seen: string[] = [];
    for await (const row of sheet.rows()) seen.push(row.cells[0] ?? '');
    expect(seen).toEqual(many.slice(1).map(([phone]) => phone));
    for await (const row of sheet.rows()) if (row.line === 300) break;
  });

  it('with 64-bit sizes is read all the same', async () => {
    const { rows } = await read(
      makeWorkbook({ ...PLAIN, parts: (parts) => parts.map((part) => ({ ...part, wide: true })) }),
    );
    expect(rows).toHaveLength(2);
  });
});
