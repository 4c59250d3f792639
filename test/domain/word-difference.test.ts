import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changedWords,
  comparedWords,
  differenceText,
  wordDifference,
} from '../../src/domain/word-difference.ts';

const words = fc.array(fc.constantFrom('1', 'Main', 'St', 'Ave', 'NY', 'é'), { maxLength: 12 });

describe('the difference of two addresses', () => {
  it('shows what was removed and added, word by word', () => {
    expect(differenceText('645 Harrison St, NY', '700 Harrison St, NJ')).toBe(
      '[-645-] {+700+} Harrison St, [-NY-] {+NJ+}',
    );
    expect(differenceText('', '1 A St')).toBe('{+1 A St+}');
    expect(differenceText('1 A St', '')).toBe('[-1 A St-]');
    expect(differenceText('1 A St', '1 A St')).toBe('1 A St');
    expect(differenceText('1 A ST., NY', '2 a St NY')).toBe('[-1-] {+2+} a St NY');
  });

  it('holds every word of both, in order, whatever they are', () => {
    fc.assert(
      fc.property(words, words, (before, after) => {
        const parts = wordDifference(before.join(' '), after.join(' '));
        const side = (left: string): string =>
          parts
            .filter(({ kind }) => kind !== left)
            .map(({ text }) => text)
            .join(' ');
        expect(side('added')).toBe(before.join(' '));
        expect(side('removed')).toBe(after.join(' '));
        expect(parts.some(({ kind }) => kind !== 'same')).toBe(before.join(' ') !== after.join(' '));
      }),
    );
  });

  it('marks two places that share words by chance as a whole', () => {
    const suite = '645 HARRISON ST, STE 200, SAN FRANCISCO, CA 94105, US';
    const house = '200 N SPRING ST, LOS ANGELES, CA 90012, US';
    expect(differenceText(suite, house)).toBe(`[-${suite}-] {+${house}+}`);
    expect(changedWords(suite, house)).toEqual([{ was: suite, is: house }]);
    expect(differenceText('Suite 200', 'STE 200')).toBe('[-Suite-] {+STE+} 200');
  });

  it('does not compare texts of hundreds of words', () => {
    const long = Array.from({ length: 900 }, (_, index) => `w${index}`).join(' ');
    expect(wordDifference(long, long)).toHaveLength(1);
    expect(wordDifference(long, long.toUpperCase())).toHaveLength(1);
    expect(wordDifference(long, long.replaceAll('w', 'v'))).toHaveLength(2);
  });
});

it('marks no word that differs in case or punctuation alone, and every word once on its side', () => {
  const [one, other] = comparedWords(
    '100 Larkin Street, San Francisco',
    '100 LARKIN ST, STE 5, SAN FRANCISCO',
  );
  const own = (words: typeof one) => words.filter(({ isOwn }) => isOwn).map(({ text }) => text);
  expect([own(one), own(other)]).toEqual([['Street,'], ['ST,', 'STE', '5,']]);
  expect(one.map(({ text }) => text).join(' ')).toBe('100 Larkin Street, San Francisco');
  expect(other.map(({ text }) => text).join(' ')).toBe('100 LARKIN ST, STE 5, SAN FRANCISCO');
});

it('pairs each stretch of words with what it became, and names nothing for what is new or gone', () => {
  expect(changedWords('12 N Main Street', '12 NORTH MAIN ST REAR')).toEqual([
    { was: 'N', is: 'NORTH' },
    { was: 'Street', is: 'ST REAR' },
  ]);
  expect(changedWords('A B', 'A B C')).toEqual([{ was: '', is: 'C' }]);
  expect(changedWords("O'Neil St.", 'ONEIL  ST')).toEqual([]);
});
