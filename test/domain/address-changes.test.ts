import { describe, expect, it } from 'vitest';
import { changedText, changeKey } from '../../src/domain/address/address-changes.ts';

const HOME = {
  street: '645 Harrison Street',
  unit: 'Suite 200',
  city: 'San Francisco',
  region: 'CA',
  postalCode: '94105',
  country: 'US',
};
const STANDARD = { ...HOME, street: '645 HARRISON ST', unit: 'STE 200', postalCode: '94105-1234' };

describe('the words that differ between two addresses', () => {
  it('are named by column, and case, spaces, and punctuation are none of them', () => {
    expect(changedText(HOME, STANDARD)).toBe(
      'street: Street → ST; unit: Suite → STE; postal_code: 94105 → 94105-1234',
    );
    expect(changedText(HOME, { ...HOME, street: '645  HARRISON STREET.', city: 'san francisco' })).toBe('');
    expect(changedText({ ...HOME, postalCode: 'K1A0B1' }, { ...HOME, postalCode: 'k1a 0b1' })).toBe('');
    expect(changedText(HOME, { ...HOME, unit: '' })).toBe('unit: Suite 200 → nothing');
    expect(changedText(HOME, { ...HOME, street: '645 Harrison Street Rear' })).toBe('street: nothing → Rear');
  });

  it('are one decision for every house with the same standard difference, and not for others', () => {
    const other = { ...HOME, street: '9 Elm STREET', unit: 'suite 7', city: 'Oakland', postalCode: '94601' };
    const its = { ...other, street: '9 Elm St', unit: 'Ste 7', postalCode: '94601-0001' };
    expect(changeKey(HOME, STANDARD)).toBe(
      'street: STREET → ST; unit: SUITE → STE; postal_code: ZIP+4 added',
    );
    expect(changeKey(other, its)).toBe(changeKey(HOME, STANDARD));
    expect(changeKey(other, { ...its, postalCode: '94602-0001' })).toContain('94601 → 94602');
    expect(changeKey(other, { ...its, street: '9 Elm Ave' })).not.toBe(changeKey(HOME, STANDARD));
  });
});
