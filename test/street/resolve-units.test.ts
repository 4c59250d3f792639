import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Address } from '../../src/domain/address.ts';
import { placeKey } from '../../src/domain/place-key.ts';
import { resolveUnits } from '../../src/domain/resolve-units.ts';

function place(street: string, unit = ''): Address {
  const rest = { parts: null, city: 'Denver', region: 'CO', postalCode: '80202', country: 'US' };
  return { ...rest, street, unit };
}

/** One suite as people write it: with its designator, with a number sign, and bare. */
const SPELLINGS: readonly Address[] = [
  place('1600 Broadway', 'STE 200'),
  place('1600 Broadway', 'Suite 200'),
  place('1600 Broadway', 'suite #200'),
  place('1600 Broadway', '# 200'),
  place('1600 Broadway', '#200'),
  place('1600 Broadway', '200'),
  place('1600 BROADWAY STE 200'),
  place('1600 Broadway #200'),
  place('1600 Broadway, Suite 200', '200'),
  place('1600 Broadway', 'STE200'),
];

const keysOf = (addresses: readonly Address[]): number => {
  const places = resolveUnits(addresses);
  return new Set(addresses.map((address) => places.keyOf(address))).size;
};

describe('resolveUnits', () => {
  it('makes one place of one suite in every spelling', () => {
    expect(keysOf(SPELLINGS)).toBe(1);
  });

  it('does not depend on the order of the addresses', () => {
    const order = fc.shuffledSubarray([...SPELLINGS], { minLength: SPELLINGS.length });
    fc.assert(
      fc.property(order, (addresses) => {
        expect(keysOf(addresses)).toBe(1);
      }),
    );
  });

  it('keeps APT 200 beside STE 200 as two places, and a bare 200 beside both as a third', () => {
    const two = [place('1600 Broadway', 'STE 200'), place('1600 Broadway', 'APT 200')];
    expect(keysOf(two)).toBe(2);
    expect(keysOf([...two, place('1600 Broadway', '# 200'), place('1600 Broadway', '200')])).toBe(3);
  });

  it('does not take a floor, a building or a rear entrance for the designator of a bare unit', () => {
    for (const unit of ['FL 2', 'BLDG 2', '2nd Floor', 'REAR']) {
      expect(keysOf([place('1600 Broadway', unit), place('1600 Broadway', '# 2')]), unit).toBe(2);
    }
  });

  it('looks at the last identifier of a unit in parts', () => {
    const [suite, bare] = [place('1 Main St', 'BLDG 4 STE 200'), place('1 Main St', 'Building 4 #200')];
    expect(keysOf([suite, bare])).toBe(1);
    expect(keysOf([suite, place('1 Main St', 'BLDG 5 # 200')])).toBe(2);
  });

  it('resolves per place: another house, city or identifier says nothing', () => {
    const others = [
      place('1601 Broadway', 'STE 200'),
      { ...place('1600 Broadway', 'STE 200'), city: 'Aurora' },
    ];
    const bare = place('1600 Broadway', '200');
    expect(resolveUnits([...others, place('1600 Broadway', 'STE 201'), bare]).keyOf(bare)).toBe(
      placeKey(bare),
    );
  });

  it('says which unit it adopted', () => {
    const places = resolveUnits(SPELLINGS);
    expect(places.adoptedUnit(place('1600 Broadway', '# 200'))).toBe('STE 200');
    expect(places.adoptedUnit(place('1600 Broadway', 'STE 200'))).toBeNull();
    expect(places.adoptedUnit(place('1600 Broadway'))).toBeNull();
    expect(places.samePlace(place('1600 Broadway', '200'), place('1600 Broadway', 'Ste. 200'))).toBe(true);
  });
});
