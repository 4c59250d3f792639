import { afterEach, beforeEach, expect, it } from 'vitest';
import { effectsOf } from '../accounts.ts';
import { openPlace, type Place } from '../support/command.ts';

const HEADER = 'phone_number,action,account,caller_name,street,city,region,postal_code,country';
const PLACES = [
  '3500 Lenox Rd NE,Atlanta,GA,30326',
  '915 Elm Ave,Carpinteria,CA,93013',
  '200 N Spring St,Los Angeles,CA,90012',
  '200 E Santa Clara St,San Jose,CA,95113',
  '600 4th Ave,Seattle,WA,98104',
  '255 W Alameda St,Tucson,AZ,85701',
  '1437 Bannock St,Denver,CO,80202',
  '901 Bagby St,Houston,TX,77002',
  '200 N Walker Ave,Oklahoma City,OK,73102',
];
const number = (index: number): string => `+1415555${String(120 + index).padStart(4, '0')}`;
const row = (index: number, place = ''): string => `${number(index)},assign,twilio,City Desk,${place},US`;
const removal = (index: number): string => `${number(index)},remove,twilio,,,,,,`;

let place: Place;
beforeEach(async () => {
  place = await openPlace({ scale: 0 });
});
afterEach(() => place.close());

async function apply(rows: readonly string[], ...options: string[]) {
  await place.file('sheet.csv', [HEADER, ...rows].join('\n'));
  const before = effectsOf(place, 'twilio').length;
  const { code, err } = await place.run('apply', 'sheet.csv', '--yes', ...options);
  return { code, err, wrote: effectsOf(place, 'twilio').length > before };
}

it('stops a short sheet whose numbers are shifted by one row, and lets a few removals of a large account pass', async () => {
  expect(await apply(PLACES.map((place, index) => row(index, place)))).toMatchObject({
    code: 0,
    wrote: true,
  });
  const shifted = await apply(PLACES.map((_, index) => row(index, PLACES[(index + 1) % 9])));
  expect(shifted).toMatchObject({ code: 4, wrote: false });
  expect(shifted.err).toContain('8 rows each have the address that the number of the row below has now');
  expect(shifted.err).toContain('would replace the address of 9 of');
  // The guards count the account, not the sheet.
  expect(await apply([0, 1, 2].map(removal))).toMatchObject({ code: 0, wrote: true });
  const many = await apply([3, 4, 5, 6, 7, 8].map(removal));
  expect(many).toMatchObject({ code: 4, wrote: false });
  expect(many.err).toMatch(/would remove, release, or disable 6 of \d+ covered numbers/);
  // A plan names the command that carries it out, with the limit that the guard asks for.
  const { next } = JSON.parse((await place.run('plan', 'sheet.csv', '--json')).out);
  const [, line = ''] =
    /^check what the guard counted; .*then: e911 (apply \S*plan\.json --max-remove \d+%)$/.exec(next) ?? [];
  expect((await place.run(...line.split(' '), '--yes')).code).toBe(0);
});

it('names no apply after a plan whose run would stop itself on the way', async () => {
  const rows = Array.from({ length: 20 }, (_, index) => {
    const street = index < 16 ? '200 N Spring St' : `${index} Nowhere St`;
    return `${number(index)},assign,bandwidth-orders,City Desk,${street},Los Angeles,CA,90012,US`;
  });
  await place.file('sheet.csv', [HEADER, ...rows].join('\n'));
  const { next, summary } = JSON.parse((await place.run('plan', 'sheet.csv', '--json')).out);
  expect(summary).toMatchObject({ would_apply: 16, failed: 4 });
  expect(next).toMatch(
    /^fix the rows of the sheet that \S+errors\.csv names, then: e911 plan \S*sheet\.csv$/,
  );
});
