import { describe, expect, it } from 'vitest';
import { PLAIN, TABLE, withRow, workbookReader } from './workbook-reader.ts';
import { makeWorkbook, makeZip, textRow, textSheet, worksheetXml } from './zip-maker.ts';

const { refusal } = workbookReader();

const MB = 1024 * 1024;
const SHEET_PART = 'xl/worksheets/sheet1.xml';

/** The plain workbook with its worksheet's entry changed. */
function forged(change: Parameters<typeof makeZip>[0][number]['claims'], content?: string | Buffer): Buffer {
  return makeWorkbook({
    ...PLAIN,
    parts: (parts) =>
      parts.map((part) =>
        part.name === SHEET_PART ? { ...part, content: content ?? part.content, claims: change ?? {} } : part,
      ),
  });
}

describe('a workbook is refused', () => {
  const plain = makeWorkbook(PLAIN);
  const bomb = worksheetXml(`${textRow(1, ['phone'])}${' '.repeat(40 * MB)}`);

  it.each<[string, () => Buffer, string, RegExp]>([
    [
      'that is cut off',
      () => plain.subarray(0, plain.length - 40),
      'SHEET_WORKBOOK_DAMAGED',
      /list of contents/,
    ],
    [
      'that is cut in its data',
      () => Buffer.concat([plain.subarray(0, 300), plain.subarray(500)]),
      'SHEET_WORKBOOK_DAMAGED',
      /./,
    ],
    ['that grows 1000 times', () => forged({}, bomb), 'SHEET_WORKBOOK_TOO_LARGE', /MB/],
    [
      'that hides how it grows',
      () => forged({ bytes: 5 * MB }, bomb),
      'SHEET_WORKBOOK_DAMAGED',
      /larger than it says/,
    ],
    [
      'that claims nothing',
      () => forged({ bytes: 0, packedBytes: 0, flags: 8 }),
      'SHEET_WORKBOOK_DAMAGED',
      /empty/,
    ],
    ['with a wrong checksum', () => forged({ crc: 1 }), 'SHEET_WORKBOOK_DAMAGED', /not what it was/],
    ['packed in another way', () => forged({ method: 12 }), 'SHEET_WORKBOOK_DAMAGED', /packed/],
    ['locked entry by entry', () => forged({ flags: 1 }), 'SHEET_WORKBOOK_PASSWORD', /password/],
    [
      'with a part twice',
      () =>
        makeWorkbook({ ...PLAIN, parts: (parts) => [...parts, { name: 'XL/workbook.xml', content: 'x' }] }),
      'SHEET_WORKBOOK_DAMAGED',
      /twice/,
    ],
    [
      'of thousands of parts',
      () =>
        makeWorkbook({
          ...PLAIN,
          parts: (parts) => [
            ...parts,
            ...Array.from({ length: 5000 }, (_, index) => ({ name: `a${index}`, content: '' })),
          ],
        }),
      'SHEET_WORKBOOK_TOO_LARGE',
      /parts/,
    ],
    ['without a worksheet', () => makeWorkbook({ sheets: {} }), 'SHEET_WORKSHEET_UNKNOWN', /none/],
    [
      'whose worksheet ends early',
      () => forged({}, textSheet(TABLE).slice(0, -30)),
      'SHEET_WORKBOOK_DAMAGED',
      /end of the worksheet/,
    ],
    [
      'whose worksheet is UTF-16',
      () => forged({}, Buffer.from(`\uFEFF${textSheet(TABLE)}`, 'utf16le')),
      'SHEET_WORKBOOK_DAMAGED',
      /UTF-8/,
    ],
    [
      'with a cell beyond XFD',
      () => withRow('<row r="2"><c r="XFE2"><v>1</v></c></row>'),
      'SHEET_WORKBOOK_REFERENCE',
      /XFE2/,
    ],
    [
      'with a cell of another row',
      () => withRow('<row r="2"><c r="A9"><v>1</v></c></row>'),
      'SHEET_WORKBOOK_REFERENCE',
      /A9/,
    ],
    [
      'with a cell twice',
      () => withRow('<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>'),
      'SHEET_WORKBOOK_REFERENCE',
      /A2/,
    ],
    [
      'with a row beyond the last',
      () => withRow('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
      'SHEET_WORKBOOK_REFERENCE',
      /1048577/,
    ],
    [
      'with rows out of order',
      () => withRow('<row r="9"/><row r="5"/>'),
      'SHEET_WORKBOOK_REFERENCE',
      /row 5/,
    ],
    [
      'with rows that reach too far',
      () =>
        withRow(
          Array.from(
            { length: 4000 },
            (_, row) => `<row r="${row + 2}"><c r="XFD${row + 2}"><v>1</v></c></row>`,
          ).join(''),
        ),
      'SHEET_WORKBOOK_TOO_LARGE',
      /places/,
    ],
    [
      'with a formula without a result',
      () => withRow('<row r="2"><c r="B2"><f>A2&amp;"x"</f></c></row>'),
      'SHEET_FORMULA_NO_VALUE',
      /B2/,
    ],
    [
      'with a formula with an empty result',
      () => withRow('<row r="2"><c r="B2"><f>1</f><v></v></c></row>'),
      'SHEET_FORMULA_NO_VALUE',
      /B2/,
    ],
    [
      'with entities of its own',
      () => forged({}, textSheet(TABLE).replace('<worksheet', '<!DOCTYPE a [<!ENTITY b "c">]><worksheet')),
      'SHEET_WORKBOOK_DOCTYPE',
      /document type/,
    ],
    [
      'with entities among the texts',
      () => makeWorkbook({ ...PLAIN, sharedStrings: `<!DOCTYPE a [<!ENTITY b "c">]><sst/>` }),
      'SHEET_WORKBOOK_DOCTYPE',
      /document type/,
    ],
    [
      'that is an archive',
      () => makeZip([{ name: 'numbers.csv', content: 'phone\n1\n' }]),
      'SHEET_NOT_TEXT',
      /numbers\.csv/,
    ],
    ['that is an empty archive', () => makeZip([]), 'SHEET_NOT_TEXT', /archive/],
    [
      'that is another OpenDocument file',
      () =>
        makeZip([
          { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' },
          { name: 'content.xml', content: '<a/>' },
        ]),
      'SHEET_NOT_TEXT',
      /no spreadsheet.*opendocument\.text/,
    ],
    [
      'that is of the old kind',
      () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]),
      'SHEET_WORKBOOK_OLD',
      /\.xls/,
    ],
    ['that has a password', () => protectedBook(), 'SHEET_WORKBOOK_PASSWORD', /password/],
  ])('%s', async (_, make, code, message) => {
    const error = await refusal(make());
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(error.hint).not.toBe('');
  });
});

/** The container of a workbook with a password, as far as its folder. */
function protectedBook(): Buffer {
  const book = Buffer.alloc(4096);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(book);
  book.writeUInt16LE(9, 30);
  book.writeUInt32LE(1, 48);
  book.write('EncryptedPackage', 1024, 'utf16le');
  return book;
}
