import { expect, test } from 'vitest';
import { createJudge, loadPlaces, type PlaceAddress } from '../../src/sandbox/places.ts';

const places = loadPlaces();
const judge = createJudge(places);

const LENOX: PlaceAddress = {
  street: '3500 LENOX RD NE',
  unit: '',
  city: 'ATLANTA',
  region: 'GA',
  postalCode: '30326-4228',
  country: 'US',
};

test('the table holds real places of three countries, each exact in its own form and once only', () => {
  const counts = (country: string): number => places.filter((place) => place.country === country).length;
  expect(counts('US')).toBeGreaterThanOrEqual(60);
  expect(counts('CA')).toBeGreaterThanOrEqual(15);
  expect(counts('GB')).toBeGreaterThanOrEqual(2);
  for (const place of places) expect([place.name, judge(place)]).toEqual([place.name, { kind: 'exact' }]);
  const lines = places.map(({ street, city, country }) => `${street}|${city}|${country}`);
  expect(new Set(lines).size).toBe(lines.length);
});

test.each([
  ['lower case', { street: '3500 lenox rd ne', city: 'Atlanta', region: 'ga' }],
  ['no ZIP+4', { postalCode: '30326' }],
  ['a unit', { unit: 'STE 1500' }],
  ['a lower-case unit', { unit: 'Apt 5' }],
])('%s is exact', (_name, change) => {
  expect(judge({ ...LENOX, ...change })).toEqual({ kind: 'exact' });
});

test.each([
  ['a spelled suffix', { street: '3500 Lenox Road NE' }, {}],
  ['a spelled directional', { street: '3500 Lenox Rd Northeast' }, {}],
  ['punctuation', { street: '3500 Lenox Rd., N.E.' }, {}],
  ['another ZIP+4', { postalCode: '30326-0001' }, {}],
  ['a spelled unit', { unit: 'Suite 1500' }, { unit: 'STE 1500' }],
  ['a floor by ordinal', { unit: '12th Floor' }, { unit: 'FL 12' }],
])('%s is near, with the standard form suggested', (_name, change, suggested) => {
  expect(judge({ ...LENOX, ...change })).toEqual({ kind: 'near', suggested: { ...LENOX, ...suggested } });
});

test.each([
  ['another house', { street: '3501 LENOX RD NE' }],
  ['another ZIP', { postalCode: '30327' }],
  ['another state', { region: 'AL' }],
  ['another country', { country: 'CA' }],
  ['a missing directional', { street: '3500 LENOX RD' }],
])('%s is none', (_name, change) => {
  expect(judge({ ...LENOX, ...change }).kind).toBe('none');
});

test('what is none comes with places of the same city, and a single place has no units', () => {
  const judged = judge({ ...LENOX, street: '1 NOWHERE ST' });
  expect(judged).toMatchObject({ kind: 'none', candidates: [{ city: 'ATLANTA' }, {}, {}] });
  const [carpinteria] = places.filter((place) => place.city === 'CARPINTERIA');
  expect(carpinteria && judge({ ...carpinteria, unit: 'STE 1' }).kind).toBe('none');
});

test('Canadian and British codes may lack their space, and accents are no difference', () => {
  const toronto = { street: '100 Queen St W', unit: '', city: 'Toronto', region: 'ON', country: 'CA' };
  expect(judge({ ...toronto, postalCode: 'm5h2n2' }).kind).toBe('exact');
  const montreal = {
    street: '275 rue Notre-Dame Est',
    unit: '',
    city: 'Montréal',
    region: 'QC',
    country: 'CA',
  };
  expect(judge({ ...montreal, postalCode: 'H2Y 1C6' })).toMatchObject({
    kind: 'near',
    suggested: { street: '275 RUE NOTRE-DAME E', city: 'MONTREAL' },
  });
});
