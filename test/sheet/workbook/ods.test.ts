import { describe, expect, it } from 'vitest';
import { makeOds, odsContent, odsRow, odsTable, odsText } from './ods-maker.ts';
import { workbookReader } from './workbook-reader.ts';

const { read, refusal } = workbookReader();
const HEADER = odsRow(['phone_number', 'street', 'postal_code', 'reference'].map(odsText).join(''));
const ROW = odsRow(['+12025550123', '1 Main St', '02139', 'a'].map(odsText).join(''));
const PADDING = odsRow(
  '<table:table-cell table:number-columns-repeated="16384"/>',
  'table:number-rows-repeated="1048570"',
);

const bookOf = (rows: string, styles = '') => makeOds(odsContent(odsTable('Numbers', HEADER + rows), styles));
/** The text of one cell in the column of references. */
async function cellOf(cell: string): Promise<string | undefined> {
  const row = odsRow(['+12025550123', '1 Main St', '02139'].map(odsText).join('') + cell);
  return (await read(bookOf(row + PADDING))).rows[0]?.cells[3];
}

describe('an OpenDocument spreadsheet', () => {
  it('is read with its row numbers, through empty and repeated rows and columns', async () => {
    const gap = odsRow(
      '<table:table-cell table:number-columns-repeated="4"/>',
      'table:number-rows-repeated="3"',
    );
    const twice = ROW.replace('<table:table-row', '<table:table-row table:number-rows-repeated="2"');
    const spread = odsRow(
      `${odsText('+12025550124')}<table:table-cell table:number-columns-repeated="2"/>${odsText('b')}`,
    );
    const { sheet, rows } = await read(bookOf(gap + twice + spread + PADDING));
    expect(sheet.detected).toMatchObject({ format: 'ods', worksheet: 'Numbers', headerRow: 1 });
    expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [5, '+12025550123', '1 Main St', '02139', 'a'],
      [6, '+12025550123', '1 Main St', '02139', 'a'],
      [7, '+12025550124', '', '', 'b'],
    ]);
  });

  it.each([
    [
      'a ZIP code that is shown with its zero',
      'office:value-type="float" office:value="2139"',
      '02139',
      '02139',
    ],
    [
      'a number that is shown short',
      'office:value-type="float" office:value="12025550123"',
      '1.20E+10',
      '12025550123',
    ],
    [
      'more digits than are kept',
      'office:value-type="float" office:value="123456789012345678"',
      '123456789012345678',
      '1.23456789012346E+17',
    ],
    ['a number with separators', 'office:value-type="float" office:value="1200"', '1,200', '1200'],
    ['a date', 'office:value-type="date" office:date-value="2026-04-03"', '3-Apr', '2026-04-03'],
    [
      'a time of a day',
      'office:value-type="date" office:date-value="2026-04-03T10:30:00"',
      'x',
      '2026-04-03 10:30:00',
    ],
    ['a truth value', 'office:value-type="boolean" office:boolean-value="true"', 'WAHR', 'TRUE'],
    ['a formula', 'table:formula="of:=[.A1]" office:value-type="string"', '+1202', '+1202'],
    [
      'a formula of an empty text',
      'table:formula="of:=1" office:value-type="string" office:string-value=""',
      '',
      '',
    ],
    [
      'an error',
      'office:value-type="string" office:string-value="" calcext:value-type="error"',
      '#N/A',
      '#N/A',
    ],
    [
      'spaces and entities',
      'office:value-type="string"',
      'A &amp;<text:s text:c="2"/><text:span>B</text:span>\n C',
      'A &  B C',
    ],
    ['a line break', 'office:value-type="string"', 'A<text:line-break/>B', 'A\nB'],
    ['two paragraphs', 'office:value-type="string"', 'A</text:p><text:p>B', 'A\nB'],
  ])('gives %s as its text', async (_, attributes, shown, text) => {
    expect(await cellOf(`<table:table-cell ${attributes}><text:p>${shown}</text:p></table:table-cell>`)).toBe(
      text,
    );
  });

  it('leaves out notes, drawings, and what a merged cell covers', async () => {
    const note = '<office:annotation><text:p>call first</text:p></office:annotation>';
    const drawing = '<draw:frame><draw:text-box><text:p>logo</text:p></draw:text-box></draw:frame>';
    const cell = odsText('a').replace('<text:p>', `${note}${drawing}<text:p>`);
    expect(await cellOf(`${cell}${odsText('old').replaceAll('table-cell', 'covered-table-cell')}`)).toBe('a');
  });

  it.each([
    ['hidden', odsRow(odsText('+12025550124'), 'table:visibility="collapse"')],
    ['filtered', odsRow(odsText('+12025550124'), 'table:visibility="filter"')],
    ['without height', odsRow(odsText('+12025550124')).replace('ro1', 'flat')],
    ['in a closed group', `<table:table-row-group table:display="false">${ROW}</table:table-row-group>`],
  ])('is refused with a row that is %s', async (_, row) => {
    const flat =
      '<style:style style:name="flat" style:family="table-row"><style:table-row-properties style:row-height="0in"/></style:style>';
    const book = bookOf(ROW + row, flat);
    expect(await refusal(book)).toMatchObject({
      code: 'SHEET_HIDDEN',
      message: expect.stringContaining('row 3'),
    });
    expect((await read(book, { includeHidden: true })).rows).toHaveLength(2);
  });

  it('is refused with a hidden column that would be used', async () => {
    const columns =
      '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>';
    const book = makeOds(odsContent(odsTable('Numbers', columns + HEADER + ROW)));
    expect(await refusal(book)).toMatchObject({
      code: 'SHEET_HIDDEN',
      message: expect.stringContaining('"street", "postal_code"'),
    });
  });

  it('with several worksheets is read from the one that is named; a hidden one is left out', async () => {
    const hidden =
      '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>';
    const old = odsTable('Old', HEADER + ROW + ROW, 'table:style-name="ta2"');
    const two = makeOds(odsContent(old + odsTable('A', HEADER + ROW) + odsTable('B', HEADER + ROW), hidden));
    expect(await refusal(two)).toMatchObject({
      code: 'SHEET_WORKSHEET_CHOICE',
      message: expect.stringContaining('"B" (the first worksheet is "A")'),
    });
    expect((await read(two, { worksheet: 'b' })).rows).toHaveLength(1);
    expect((await read(two, { worksheet: 'old' })).rows).toHaveLength(2);
  });

  it.each([
    [
      'SHEET_FORMULA_NO_VALUE',
      () => bookOf(odsRow(`${odsText('+12025550123')}<table:table-cell table:formula="of:=1"/>`)),
    ],
    [
      'SHEET_WORKBOOK_REFERENCE',
      () =>
        bookOf(
          odsRow(
            odsText('1').replace(
              '<table:table-cell',
              '<table:table-cell table:number-columns-repeated="16385"',
            ),
          ),
        ),
    ],
    ['SHEET_WORKBOOK_REFERENCE', () => bookOf(PADDING + PADDING + ROW)],
    [
      'SHEET_WORKBOOK_TOO_LARGE',
      () =>
        bookOf(
          odsRow(
            odsText('1').replace(
              '<table:table-cell',
              '<table:table-cell table:number-columns-repeated="9999"',
            ),
            'table:number-rows-repeated="1000000"',
          ),
        ),
    ],
    ['SHEET_WORKBOOK_DOCTYPE', () => makeOds(`<!DOCTYPE a [<!ENTITY b "c">]>${odsContent('')}`)],
    ['SHEET_WORKBOOK_DAMAGED', () => bookOf('<!-- a comment -->')],
    ['SHEET_WORKBOOK_DAMAGED', () => makeOds(odsContent(odsTable('A', HEADER + ROW)).slice(0, -30))],
    [
      'SHEET_WORKBOOK_DAMAGED',
      () => makeOds(odsContent(odsTable('A', HEADER + ROW)), { claims: { bytes: 900 } }),
    ],
    ['SHEET_WORKBOOK_TOO_LARGE', () => makeOds('x', { claims: { bytes: 300 * 1024 * 1024 } })],
    [
      'SHEET_WORKBOOK_PASSWORD',
      () =>
        makeOds('x', { manifest: '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>' }),
    ],
  ])('is refused with %s (%#)', async (code, make) => {
    expect(await refusal(make())).toMatchObject({ code });
  });
});
