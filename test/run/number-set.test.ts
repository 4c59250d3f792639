import fc, { array, integer, oneof, property } from 'fast-check';
import { expect, it } from 'vitest';
import { NumberSet } from '../../src/run/offline/number-set.ts';

it('says of each number whether it was there, as a Set does', () => {
  // Numbers of one block, of which many are the same, and any of fifteen digits.
  const number = oneof(
    integer({ min: 12025550000, max: 12025550999 }),
    integer({ min: 1, max: 999_999_999_999_999 }),
  );
  fc.assert(
    property(array(number, { maxLength: 5_000, size: 'max' }), (numbers) => {
      const seen = new Set<number>();
      const set = new NumberSet();
      for (const each of numbers) {
        expect(set.add(each)).toBe(!seen.has(each));
        seen.add(each);
      }
    }),
    { numRuns: 10 },
  );
});
