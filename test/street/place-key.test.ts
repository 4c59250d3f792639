import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Address } from '../../src/domain/address/address.ts';
import { acceptable, correctionKind } from '../../src/domain/address/correction.ts';
import { addressKey, placeKey, samePlace } from '../../src/domain/address/place-key.ts';
import { growthOf, MOST_GROWTH } from '../growth.ts';
import { readLines } from './read-lines.ts';

function place(street: string, more: Partial<Address> = {}): Address {
  const base = {
    parts: null,
    unit: '',
    city: 'Springfield',
    region: 'IL',
    postalCode: '62701',
    country: 'US',
  };
  return { ...base, street, ...more };
}
const canada = (street: string): Address =>
  place(street, { city: 'Montréal', region: 'QC', postalCode: 'H2X 1Y4', country: 'CA' });

const SAME: readonly (readonly [Address, Address])[] = [
  [place('123 Main Street'), place('123 MAIN ST.')],
  [place('15 Saint Charles Avenue'), place('15 ST CHARLES AVE')],
  [place('123 West Main St'), place('123 W MAIN ST')],
  [place('77 Massachusetts Avenue Northwest'), place('77 Massachusetts Ave NW')],
  [place('1 Oak Ridge'), place('1 OAK RDG')],
  [place('200 Central Park West'), place('200 CENTRAL PARK W')],
  [place('500 West Lake Rd'), place('500 W LAKE RD')],
  [place('123-1/2 Main St'), place('123½ Main St')],
  [place('1234 U.S. Highway 1'), place('1234 US HWY 1')],
  [place('123 Main St Apt 5'), place('123 Main St', { unit: 'Apartment 5' })],
  [place('123 Main St Apt 5', { unit: 'APT 5' }), place('123 Main St', { unit: 'Apt. 5' })],
  [place('123 Main St', { unit: '2nd Floor' }), place('123 Main St', { unit: 'FL 2' })],
  [place('123 Main St', { unit: 'Unit #210' }), place('123 Main St', { unit: 'UNIT 210' })],
  [place('1 A St', { postalCode: '62701-1234' }), place('1 A St')],
  [place('1 A St', { city: 'Saint Louis' }), place('1 A St', { city: 'ST. LOUIS' })],
  [place('1 A St', { city: 'North Las Vegas' }), place('1 A St', { city: 'N LAS VEGAS' })],
  [canada('450, boul. René-Lévesque Ouest'), canada('450 BOULEVARD RENE-LEVESQUE O')],
  [canada('55 avenue des Pins'), canada('55 des Pins avenue')],
  [canada('1 place Ville-Marie'), canada('1 Ville-Marie place')],
  [canada('1 rue A'), { ...canada('1 rue A'), postalCode: 'h2x1y4' }],
  [place('10 High Street', { country: 'GB' }), place('10 HIGH ST', { country: 'GB' })],
];

const DIFFERENT: readonly (readonly [Address, Address])[] = [
  [place('112-10 37th Ave'), place('11210 37th Ave')],
  [place('123 1/2 Main St'), place('1231/2 Main St')],
  [place('123 1/2 Main St'), place('123 Main St')],
  [place('123 N St'), place('123 North St')],
  [place('123 N St NW'), place('123 North St NW')],
  [place('1 Avenue E'), place('1 Avenue East')],
  [place('1 Park St'), place('1 Parks St')],
  [place('123 Main St'), place('123 N Main St')],
  [place('123 Main St N'), place('123 N Main St')],
  [place('123 Main St'), place('123 Main Ave')],
  [place('123A Main St'), place('123 Main St')],
  [place('123 Main St', { unit: '#5' }), place('123 Main St', { unit: 'APT 5' })],
  [place('123 Main St', { unit: 'APT 5' }), place('123 Main St', { unit: 'STE 5' })],
  [place('123 Main St', { unit: '1-12' }), place('123 Main St', { unit: '112' })],
  [place('1 A St'), place('1 A St', { postalCode: '62702' })],
  [place('1 A St'), place('1 A St', { city: 'Chatham' })],
  [place('1 A St'), place('1 A St', { region: 'MA' })],
  [canada('5-123 Main St'), canada('123 Main St')],
  [canada('5-123 Main St'), canada('51 23 Main St')],
  [canada('1 rue King O'), canada('1 rue King E')],
];

describe('placeKey', () => {
  it.each(SAME)('is equal for two spellings of one place: %o %o', (one, other) => {
    expect(placeKey(one)).toBe(placeKey(other));
  });
  it.each(DIFFERENT)('differs for two places: %o %o', (one, other) => {
    expect(samePlace(one, other)).toBe(false);
  });

  it('carries its version', () => {
    expect(placeKey(place('123 Main Street', { unit: 'Suite 5', postalCode: '62701-0003' }))).toBe(
      'p1|US|IL|62701|SPRINGFIELD|123 MAIN ST|STE 5',
    );
  });

  it('tells all the lines of the tables apart', () => {
    const lines = readLines('addresses.csv').filter((line) => line.country === 'US');
    const keys = new Map<string, string>();
    for (const { line } of lines) {
      const key = placeKey(place(line));
      expect(keys.get(key) ?? line).toBe(line);
      keys.set(key, line);
    }
  });

  it('does not change with case, spaces or commas', () => {
    const street = fc.constantFrom(...readLines('addresses.csv').map((line) => line.line));
    fc.assert(
      fc.property(street, fc.constantFrom('US', 'CA'), (line, country) => {
        const spaced = ` ${line.replaceAll(' ', '  ')} `.toUpperCase();
        expect(placeKey(place(spaced, { country }))).toBe(placeKey(place(line, { country })));
      }),
    );
  });

  it.each(['1', ' ', 'St ', '# ', '½', '-', 'apt 5 '])('takes a cell of any number of %j', (piece) => {
    const keyed = (chars: number) => placeKey(place(piece.repeat(chars / piece.length)));
    expect(growthOf(keyed, 48_000)).toBeLessThan(MOST_GROWTH);
  });

  it('holds the caller name only where the provider keeps it with the address', () => {
    const main = place('1 Main St');
    expect(addressKey(main, ' Acme  Inc', 'address')).toBe(addressKey(main, 'ACME INC ', 'address'));
    expect(addressKey(main, 'Acme', 'address')).not.toBe(addressKey(main, 'Other', 'address'));
    expect(addressKey(main, 'Acme', 'number')).toBe(addressKey(main, 'Other', 'number'));
  });
});

describe('correctionKind', () => {
  const asked = place('123 Main Street', { unit: 'Apartment 5' });
  it('is none for the same text', () => {
    expect(correctionKind(asked, { ...asked })).toBe('none');
  });
  it('is formatting for case, points, standard abbreviations, accents and an added ZIP+4', () => {
    const suggested = place('123 MAIN ST', { unit: 'APT 5', city: 'SPRINGFIELD', postalCode: '62701-1234' });
    expect(correctionKind(asked, suggested)).toBe('formatting');
    expect(correctionKind(canada('1 rue Émery'), canada('1 RUE EMERY'))).toBe('formatting');
  });
  it.each([
    ['house number', { street: '125 Main Street' }],
    ['directional', { street: '123 N Main Street' }],
    ['street type', { street: '123 Main Avenue' }],
    ['unit', { unit: 'Apartment 6' }],
    ['dropped unit', { unit: '' }],
    ['city', { city: 'Chatham' }],
    ['ZIP', { postalCode: '62702' }],
  ])('is substantive for another %s', (_, change) => {
    expect(correctionKind(asked, { ...asked, ...change })).toBe('substantive');
  });
  it('is substantive for a changed or dropped ZIP+4', () => {
    const exact = { ...asked, postalCode: '62701-1234' };
    expect(correctionKind(exact, { ...exact, postalCode: '62701-1235' })).toBe('substantive');
    expect(correctionKind(exact, { ...exact, postalCode: '62701' })).toBe('substantive');
    expect(correctionKind(exact, { ...exact, postalCode: '627011234' })).toBe('formatting');
  });
});

describe('acceptable', () => {
  it.each([
    ['none', 'none', true],
    ['none', 'formatting', false],
    ['none', 'substantive', false],
    ['formatting', 'formatting', true],
    ['formatting', 'substantive', false],
    ['all', 'substantive', true],
  ] as const)('--accept %s, correction %s: %s', (policy, kind, expected) => {
    expect(acceptable(policy, kind)).toBe(expected);
  });
});
