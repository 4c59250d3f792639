import { afterEach, beforeEach, expect, it } from 'vitest';
import { effectsOf, standInOf } from '../accounts.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';

const HEADER = 'phone_number,account,caller_name,street,unit,city,region,postal_code,country';
const PLACE = "O'Neil Dental,645 Harrison St,Ste 200,San Francisco,CA,94105,US";
/** A caller name at Bandwidth's orders has letters and digits only. */
const ROWS = [
  `+14155550104,twilio,${PLACE}`,
  `+14155550104,vonage,${PLACE}`,
  `+14155550104,sinch,${PLACE}`,
  `+14155550104,bandwidth,${PLACE}`,
  `+14155550104,bandwidth-orders,${PLACE.replace("O'Neil", 'Oneil')}`,
];
const ACCOUNTS = ['twilio', 'vonage', 'sinch', 'bandwidth', 'bandwidth-orders'] as const;

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

it('carriers that write in capitals, with other spaces and other punctuation, make no difference: applied, verified, and nothing left to change', async () => {
  for (const account of ACCOUNTS) {
    const writes = ['capitals', 'spaces', 'punctuation'];
    const { controls } = standInOf(place, account).standIn;
    controls?.setSwitches({ writes });
    controls?.addNumbers(['+14155550104']);
  }
  await place.file('numbers.csv', `${HEADER}\n${ROWS.join('\n')}\n`);
  const applied = await place.run('apply', 'numbers.csv', '--yes');
  expect({ code: applied.code, err: applied.err }).toMatchObject({ code: 0 });
  expect((await newestResults(place)).map((row) => row['result'])).toEqual(ROWS.map(() => 'applied'));
  expect((await place.run('verify', 'numbers.csv')).code).toBe(0);
  const written = ACCOUNTS.map((account) => effectsOf(place, account).length);
  expect((await place.run('apply', 'numbers.csv', '--yes')).code).toBe(0);
  expect((await newestResults(place)).map((row) => row['result'])).toEqual(ROWS.map(() => 'unchanged'));
  expect(ACCOUNTS.map((account) => effectsOf(place, account).length)).toEqual(written);
});

it('rows that differ in standard abbreviations alone are counted, shown word by word, and taken by --accept formatting', async () => {
  const row = (line: number, street: string, unit: string): string =>
    `+141555501${line},bandwidth-orders,Oneil Dental,${street},${unit},San Francisco,CA,94105,US`;
  const rows = [
    row(20, '645 Harrison Street', 'Suite 200'),
    row(21, '645 Harrison Street', 'Suite 300'),
    row(22, '645 HARRISON ST', 'Suite 400'),
    row(23, '999 Nowhere Street', ''),
  ];
  await place.file('numbers.csv', `${HEADER}\n${rows.join('\n')}\n`);
  const planned = await place.run('plan', 'numbers.csv', '--json');
  expect(JSON.parse(planned.out).summary.formatting_only).toEqual({
    rows: 3,
    differences: [
      { difference: 'street: STREET → ST; unit: SUITE → STE', rows: 2 },
      { difference: 'unit: SUITE → STE', rows: 1 },
    ],
  });
  expect((await newestResults(place)).map((row) => row['detail']).slice(0, 3)).toEqual([
    'the provider suggests a different form of the address: street: Street → ST; unit: Suite → STE',
    'the provider suggests a different form of the address: street: Street → ST; unit: Suite → STE',
    'the provider suggests a different form of the address: unit: Suite → STE',
  ]);
  const said = '3 rows differ only in standard abbreviations: --accept formatting takes them.';
  expect((await place.run('plan', 'numbers.csv')).out).toContain(said);
  const accepted = await place.run('plan', 'numbers.csv', '--accept', 'formatting');
  expect(accepted.out).not.toContain('differ only in');
  expect((await newestResults(place)).map((row) => row['result'])).toEqual([
    ...['would_apply', 'would_apply', 'would_apply', 'failed'],
  ]);
});
