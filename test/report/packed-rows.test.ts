import fc, { array, constantFrom, oneof, string } from 'fast-check';
import { expect, it } from 'vitest';
import { packRow, unpackRows } from '../../src/report/html/packed-rows.ts';

it('gives back every row of a page', () => {
  const cell = oneof(constantFrom('', 'unchanged', '645 HARRISON ST', '0', '1'), string());
  const rows = array(array(cell, { minLength: 6, maxLength: 6 }), { maxLength: 12 });
  fc.assert(
    fc.property(rows, (whole) => {
      const packed = whole.map((cells, at) => packRow(cells, whole[at - 1] ?? []));
      expect(unpackRows(JSON.parse(JSON.stringify(packed)))).toEqual(whole);
    }),
  );
});

it('writes what repeats once', () => {
  const first = ['2', '+12025550123', 'valid', 'valid', '', ''];
  expect(packRow(first, [])).toEqual(['2', '+12025550123', 'valid', 1, '', 1]);
  expect(packRow(['3', '+12025550124', 'valid', 'valid', '', ''], first)).toEqual(['3', '+12025550124']);
});
