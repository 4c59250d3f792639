import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAnywhere, readPhoneNumber } from '../../src/domain/phone-number.ts';

const digit = fc.integer({ min: 0, max: 9 });
const high = fc.integer({ min: 2, max: 9 });
/** Ten digits; area codes in use are drawn as often as any others, Barbados among them. */
const national = fc
  .tuple(
    fc.oneof(
      fc.constantFrom('246', '212', '907', '787', '416', '876', '800', '500', '710'),
      fc.tuple(high, digit, digit).map((one) => one.join('')),
    ),
    fc.tuple(high, digit, digit, digit, digit, digit, digit).map((one) => one.join('')),
  )
  .map((parts) => parts.join(''));
const spelled = fc
  .tuple(
    national,
    fc.constantFrom('+1', '1', '', '+1 ', '1-', '(+1) '),
    fc.constantFrom(
      (ten: string) => ten,
      (ten: string) => `(${ten.slice(0, 3)}) ${ten.slice(3, 6)}-${ten.slice(6)}`,
      (ten: string) => `${ten.slice(0, 3)}.${ten.slice(3, 6)}.${ten.slice(6)}`,
    ),
  )
  .map(([ten, prefix, spell]) => `${prefix}${spell(ten)}`);

it('reads a number of a known block as it reads any number', () => {
  fc.assert(
    fc.property(spelled, fc.constantFrom('US', 'CA', 'JM', 'GB', ''), (text, home) => {
      // Twice: the first reading makes the block known.
      readPhoneNumber(text, home);
      expect(readPhoneNumber(text, home)).toEqual(readAnywhere(text.trim(), home));
    }),
    { numRuns: 1_500 },
  );
});
