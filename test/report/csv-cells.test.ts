import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsText, writeCsv } from '../../src/report/csv-cells.ts';
import { neutralize, restore } from '../../src/sheet/cells/formula.ts';
import { written } from './rows.ts';

const asCsv = (header: string[], rows: string[][], bom = false) =>
  written((write) => writeCsv(write, header, rows, { bom }));

describe('CSV cells', () => {
  it('quotes every cell, empty ones too', async () => {
    expect(await asCsv(['a', 'b'], [['', 'x "y"']])).toBe('"a","b"\n"","x ""y"""\n');
  });

  it('are what csv-stringify makes of them, with marks in them or without', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '"', 'a"b', 'x,y', 'a\nb', '=1'),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
        const safe = cells.map((text) => neutralize(text, true));
        expect(`${cellsText(cells)}\n`).toBe(stringify([safe], { quoted: true, quoted_empty: true }));
      }),
    );
  });

  it('writes a header alone for no rows, and a byte order mark when asked', async () => {
    expect(await asCsv(['a'], [], true)).toBe('\uFEFF"a"\n');
  });

  it.each([
    '=1+1',
    '+1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\uFEFF=1',
    '\u200B=1',
    '＝1',
    "'=1",
    "''+1",
  ])('gives %j one more apostrophe', async (cell) => {
    const [, [first]] = parse(await asCsv(['a'], [[cell]])) as [string[], string[]];
    expect(first).toBe(`'${cell}`);
  });

  it('keeps a strict E.164 number and leaves harmless text alone', async () => {
    const cells = ['+14155550100', '02139', "'94105", '645 HARRISON ST', "O'Hare"];
    const [, line] = parse(await asCsv(['a', 'b', 'c', 'd', 'e'], [cells])) as string[][];
    expect(line).toEqual(cells);
  });

  it('goes round: reading gives back every cell of every record', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', '\n', '\r', '\t', ' ', 'a', '\uFEFF'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 }),
        async (rows) => {
          const text = await asCsv(['a', 'b', 'c'], rows);
          const [, ...read] = parse(text) as string[][];
          expect(read.map((line) => line.map(restore))).toEqual(rows);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('writes more records than one batch in order', async () => {
    const rows = Array.from({ length: 1234 }, (_, index) => [String(index)]);
    expect((parse(await asCsv(['a'], rows)) as string[][]).slice(1)).toEqual(rows);
  });
});
