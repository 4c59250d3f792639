import { afterEach, beforeEach, expect, it } from 'vitest';
import { standInOf } from '../accounts.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';

const HEADER = 'phone_number,account,caller_name,street,unit,city,region,postal_code,country';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

it('a carrier that stores everything in capitals makes no difference: applied, verified, and nothing left to change', async () => {
  standInOf(place, 'twilio').standIn.controls?.setSwitches({ inCapitals: true });
  const row = "+14155550104,twilio,O'Neil Dental,645 Harrison St,Ste 200,San Francisco,CA,94105,US";
  await place.file('numbers.csv', `${HEADER}\n${row}\n`);
  const applied = await place.run('apply', 'numbers.csv', '--yes');
  expect({ code: applied.code, err: applied.err }).toMatchObject({ code: 0 });
  expect((await newestResults(place))[0]?.['result']).toBe('applied');
  expect((await place.run('verify', 'numbers.csv')).code).toBe(0);
  expect((await place.run('plan', 'numbers.csv', '--fail-on-changes')).code).toBe(0);
});
