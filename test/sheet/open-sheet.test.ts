import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors/app-error.ts';
import { neutralize } from '../../src/sheet/cells/formula.ts';
import { openSheet, type SheetOptions } from '../../src/sheet/open-sheet.ts';
import { useSheetFolder } from './sheet-folder.ts';

const { folder, save, read } = useSheetFolder();

async function refusal(content: string | Buffer, options?: SheetOptions): Promise<UsageError> {
  const error = await read(content, options).catch((cause: unknown) => cause);
  if (error instanceof UsageError) return error;
  throw new Error(`no UsageError: ${String(error)}`);
}

const PLAIN = 'phone_number,street,city\n+12025550123,1 Main St,Zürich\n+12025550124,2 Main St,Köln\n';

describe('reading a sheet', () => {
  it.each([
    ['utf-8', Buffer.from(PLAIN)],
    ['utf-8', Buffer.from(`\uFEFF${PLAIN}`)],
    ['utf-16le', iconv.encode(PLAIN, 'utf-16le', { addBOM: true })],
    ['utf-16be', iconv.encode(PLAIN, 'utf-16be', { addBOM: true })],
    ['utf-16le', iconv.encode(PLAIN, 'utf-16le')],
    ['utf-16be', iconv.encode(PLAIN, 'utf-16be')],
    ['windows-1252', iconv.encode(PLAIN, 'windows-1252')],
  ])('finds the encoding %s', async (encoding, bytes) => {
    const { sheet, rows } = await read(bytes);
    expect(sheet.detected.encoding).toBe(encoding);
    expect(sheet.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(sheet.header[0]).toBe('phone_number');
    expect(rows.map((row) => row.cells[2])).toEqual(['Zürich', 'Köln']);
  });

  it('sees an odd byte however late it comes', async () => {
    const many = '+12025550123,1 Main St,Paris\n'.repeat(10_000);
    const { sheet, rows } = await read(
      iconv.encode(`phone,street,city\n${many}1,2,Genève “x”\n`, 'windows-1252'),
    );
    expect(sheet.detected.encoding).toBe('windows-1252');
    expect(rows.at(-1)?.cells[2]).toBe('Genève “x”');
    expect((await refusal(iconv.encode(`phone\n${many}é`, 'windows-1252'), { encoding: 'utf-8' })).code).toBe(
      'SHEET_ENCODING_WRONG',
    );
  });

  it.each([',', ';', '\t', '|'])('finds the delimiter %j and every line end', async (delimiter) => {
    const lines = [
      ['phone', 'street', 'city'],
      ['1', 'a', 'b'],
      ['2', 'c', 'd'],
      ['3', 'e', 'f'],
    ];
    const [one, two, three, four] = lines.map((cells) => cells.join(delimiter));
    const { sheet, rows } = await read(`${one}\r\n${two}\n${three}\r${four}`);
    expect(sheet.detected.delimiter).toBe(delimiter);
    expect(rows.map((row) => row.cells)).toEqual(lines.slice(1));
  });

  it.each([
    ['phone,street\r\n1,"a\nb"\r\n', 'CRLF'],
    ['phone,street\n1,"a\r\nb"\n', 'LF'],
    ['phone,street\r1,a\r2,b', 'CR'],
    ['phone,street\n1,a\r\n', 'mixed'],
  ] as const)('tells the line ends of %j', async (content, lineEnding) => {
    expect((await read(content)).sheet.detected).toMatchObject({ format: 'csv', lineEnding, bom: false });
    expect((await read(`\uFEFF${content}`)).sheet.detected).toMatchObject({ encoding: 'utf-8', bom: true });
  });

  it('obeys a sep= line, which is no row of the spreadsheet', async () => {
    const { sheet, rows } = await read('sep=;\r\nphone;street\r\n1;2, b\r\n');
    expect(sheet.detected).toMatchObject({ delimiter: ';', headerRow: 1 });
    expect(rows).toMatchObject([{ line: 2, cells: ['1', '2, b'] }]);
  });

  it('numbers rows as a spreadsheet does', async () => {
    const { sheet, rows } = await read('Numbers of 2026\n\nphone,street\n1,"a\nb\nc"\n,\n2,d\n\n');
    expect(sheet.detected.headerRow).toBe(3);
    expect(sheet.warnings.map((warning) => warning.code)).toEqual(['SHEET_TITLE_ROWS']);
    expect(rows.map((row) => [row.position, row.line])).toEqual([
      [1, 4],
      [2, 6],
    ]);
  });

  it('accepts a bare list of numbers under one name', async () => {
    const { rows } = await read('Phone\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n');
    expect(rows).toHaveLength(11);
  });

  it('reads a cell of 10 MB and the rows after it', async () => {
    const { rows } = await read(`phone,street\n1,${'x'.repeat(10_000_000)}\n2,b\n`);
    expect(rows[0]?.problems[0]).toMatchObject({ code: 'SHEET_CELL_TOO_LONG', row: 2 });
    expect(rows[1]?.problems).toEqual([]);
  });

  it('reads back whatever csv-stringify wrote', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('"', ',', '\r\n', "'=1", '=1', ' '),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (pairs) => {
        const table = pairs.map(([first, second]) =>
          ['x', first, second].map((text) => neutralize(text, false)),
        );
        const { rows } = await read(stringify([['phone', 'street', 'note'], ...table], { quoted: true }));
        expect(rows.map((row) => row.cells)).toEqual(pairs.map(([first, second]) => ['x', first, second]));
      }),
      { numRuns: 150 },
    );
  });
});

describe('a file that is no sheet', () => {
  it.each<[string, string | Buffer, SheetOptions | undefined, string]>([
    ['empty', '', undefined, 'SHEET_EMPTY'],
    ['blank', '\n\n\n', undefined, 'SHEET_EMPTY'],
    ['header only', 'phone,street\n\n', undefined, 'SHEET_NO_ROWS'],
    ['no header', '+12025550123,1 Main St\n', undefined, 'SHEET_NO_HEADER'],
    ['one thing twice', 'phone,street,Telephone\n1,2,3\n', undefined, 'SHEET_COLUMN_TWICE'],
    ['one name twice', 'phone,note,Note\n1,2,3\n', undefined, 'SHEET_HEADER_TWICE'],
    ['__proto__ twice', 'phone,__proto__,__proto__\n1,2,3\n', undefined, 'SHEET_HEADER_TWICE'],
    ['open quotation mark', 'phone,street\n1,"a\n2,b\n', undefined, 'SHEET_QUOTES'],
    ['cut-off workbook', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), undefined, 'SHEET_WORKBOOK_DAMAGED'],
    ['web page', '\n<html><table><tr><td>phone</td></tr></table>', undefined, 'SHEET_WEB_PAGE'],
    ['old XML workbook', '<?xml version="1.0"?><Workbook/>', undefined, 'SHEET_WEB_PAGE'],
    ['unknown encoding', 'phone\n1\n', { encoding: 'klingon' }, 'SHEET_ENCODING_UNKNOWN'],
    ['header row beyond the end', 'phone\n1\n', { headerRow: 9 }, 'SHEET_NO_HEADER'],
    ['endless row', `phone,"${'x'.repeat(34 * 1024 * 1024)}`, undefined, 'SHEET_ROW_TOO_LONG'],
  ])('is refused with its reason: %s', async (_, content, options, code) => {
    const error = await refusal(content, options);
    expect(error.code).toBe(code);
    expect(error.hint).not.toBe('');
  });

  it('names both columns with their places, and near names', async () => {
    expect((await refusal('phone,street,Telephone\n1,2,3\n')).message).toContain(
      '"phone" (column A) and "Telephone" (column C)',
    );
    expect((await refusal('fone_number,stret\n1,2\n')).message).toContain(
      'Did you mean phone_number, street?',
    );
  });

  it('may be missing or a folder', async () => {
    await expect(openSheet(join(folder(), 'none.csv'))).rejects.toMatchObject({ code: 'SHEET_NOT_FOUND' });
    await mkdir(join(folder(), 'sub'));
    await expect(openSheet(join(folder(), 'sub'))).rejects.toMatchObject({ code: 'SHEET_IS_FOLDER' });
  });

  it('may not change between two readings', async () => {
    const path = await save(PLAIN);
    const sheet = await openSheet(path);
    await writeFile(path, PLAIN.replace('1 Main', '9 Main'));
    const all = async () => {
      for await (const row of sheet.rows()) expect(row.position).toBeGreaterThan(0);
    };
    await expect(all()).rejects.toMatchObject({ code: 'SHEET_CHANGED' });
  });
});
