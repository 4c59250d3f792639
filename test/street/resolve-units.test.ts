import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Address } from '../../src/domain/address/address.ts';
import { bareUnitKey, hasBareUnit, placeKey } from '../../src/domain/address/place-key.ts';
import {
  mayHaveBareUnit,
  sameUnitPlace,
  type UnitNames,
  unitNames,
  unitOfKey,
  withUnit,
  writtenUnit,
} from '../../src/domain/address/resolve-units.ts';

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
  place('1600 Broadway', 'Ste-200'),
  place('1600 Broadway', 'Suite No. 200'),
  place('1600 Broadway', 'No. 200'),
  place('1600 Broadway', 'Number 200'),
  place('1600 Broadway', '200 Suite'),
];

function namesOf(addresses: readonly Address[]): UnitNames {
  const names = unitNames();
  for (const address of addresses) names.note(placeKey(address));
  return names;
}

/** The key of the place after a bare unit took the designator of the set. */
function keyIn(addresses: readonly Address[], address: Address): string {
  const key = placeKey(address);
  return (hasBareUnit(key) ? namesOf(addresses).of(key) : null) ?? key;
}

const keysOf = (addresses: readonly Address[]): number =>
  new Set(addresses.map((address) => keyIn(addresses, address))).size;

describe('the designator of a bare unit', () => {
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

  it('is not a floor, a building or a rear entrance', () => {
    for (const unit of ['FL 2', 'BLDG 2', '2nd Floor', 'REAR']) {
      expect(keysOf([place('1600 Broadway', unit), place('1600 Broadway', '# 2')]), unit).toBe(2);
    }
  });

  it('goes with the last identifier of a unit in parts', () => {
    const [suite, bare] = [place('1 Main St', 'BLDG 4 STE 200'), place('1 Main St', 'Building 4 #200')];
    expect(keysOf([suite, bare])).toBe(1);
    expect(keysOf([suite, place('1 Main St', 'BLDG 5 # 200')])).toBe(2);
  });

  it('is of this place: another house, city or identifier says nothing', () => {
    const others = [
      place('1601 Broadway', 'STE 200'),
      { ...place('1600 Broadway', 'STE 200'), city: 'Aurora' },
      place('1600 Broadway', 'STE 201'),
    ];
    const bare = place('1600 Broadway', '200');
    expect(keyIn([...others, bare], bare)).toBe(placeKey(bare));
  });

  it('is noted for the places that are asked about alone', () => {
    const [suite, other] = [place('1600 Broadway', 'STE 200'), place('2 Main St', 'STE 9')];
    const bare = bareUnitKey(placeKey(suite)) ?? '';
    const names = unitNames(new Set([bare]));
    for (const address of [suite, other]) names.note(placeKey(address));
    expect(unitOfKey(names.of(bare) ?? '')).toBe('STE 200');
    expect(names.of(bareUnitKey(placeKey(other)) ?? '')).toBeUndefined();
  });

  it('makes two addresses one place unless the set uses another one', () => {
    const [bare, suite] = [place('1600 Broadway', '200'), place('1600 Broadway', 'Ste. 200')];
    expect(sameUnitPlace(bare, suite, unitNames())).toBe(true);
    expect(sameUnitPlace(suite, bare, namesOf([suite]))).toBe(true);
    const apartment = place('1600 Broadway', 'APT 200');
    expect(sameUnitPlace(bare, suite, namesOf([apartment]))).toBe(false);
    expect(sameUnitPlace(bare, suite, namesOf([apartment, suite]))).toBe(false);
    expect(sameUnitPlace(apartment, suite, unitNames())).toBe(false);
  });
});

describe('the unit of an address', () => {
  it('is read and replaced in its field or in the street', () => {
    for (const address of SPELLINGS) {
      expect(writtenUnit(address)).toMatch(/200/);
      expect(withUnit(address, 'STE 200')).toMatchObject({ unit: 'STE 200' });
      expect(placeKey(withUnit(address, 'STE 200'))).toBe(placeKey(place('1600 Broadway', 'STE 200')));
    }
  });

  it('is looked at closely wherever it may be bare', () => {
    const more = [place('12 Main St', 'B'), place('12 Main St', 'BLDG 4 # 200'), place('#5-12 Main St')];
    for (const address of [...SPELLINGS, ...more, { ...place('5-123 Main St'), country: 'CA' }]) {
      if (hasBareUnit(placeKey(address))) {
        expect(mayHaveBareUnit(address), `${address.street} ${address.unit}`).toBe(true);
      }
    }
  });
});
