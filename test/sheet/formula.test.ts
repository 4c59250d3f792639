import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralize, restore } from '../../src/sheet/cells/formula.ts';

const tricky = fc
  .array(
    fc.constantFrom(
      "'",
      ' ',
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '\uFEFF',
      '\u200B',
      '\uFF1D',
      'a',
      '1',
      '+12025550123',
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

describe('the formula neutralizer', () => {
  it('gives back every text unchanged', () => {
    fc.assert(
      fc.property(fc.oneof(tricky, fc.string({ unit: 'binary' })), fc.boolean(), (text, isPhone) => {
        expect(restore(neutralize(text, isPhone))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves no text that a spreadsheet would run', () => {
    fc.assert(
      fc.property(tricky, (text) => {
        // A negative number is a value, not a formula.
        if (/^-(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return;
        const seen = neutralize(text, false)
          .normalize('NFKC')
          .replace(/^[\p{Zs}\p{Cf}]+/u, '');
        expect('=+-@\t\r\n'.includes(seen.charAt(0)) && seen !== '').toBe(false);
      }),
    );
  });

  it.each([
    ['-75.0', '-75.0'],
    ['-0.5', '-0.5'],
    ['-122', '-122'],
    ['-75.0-1', "'-75.0-1"],
    ['-75.', "'-75."],
    ['--75', "'--75"],
    ['-0123', "'-0123"],
    ['-75,0', "'-75,0"],
    ['-1e9', "'-1e9"],
    ['\u221275.0', '\u221275.0'],
  ])('writes %s as %s', (text, written) => {
    expect(neutralize(text, false)).toBe(written);
  });

  it('keeps a strict number of the phone column, and only there', () => {
    expect(neutralize('+12025550123', true)).toBe('+12025550123');
    expect(neutralize('+12025550123', false)).toBe("'+12025550123");
    expect(neutralize('+12025550123+1', true)).toBe("'+12025550123+1");
    expect(restore("O'Brien")).toBe("O'Brien");
    expect(restore("'t Hooft")).toBe("'t Hooft");
  });
});
