import { afterEach, beforeEach, expect, it } from 'vitest';
import { newestResults, openPlace, type Place } from '../support/command.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

it('an undo rolls back the other numbers when one cannot be read, and keeps the addresses', async () => {
  const rows = [
    'phone_number,account,caller_name,street,city,region,postal_code,country',
    '+13125550110,vonage,City Desk,600 4th Ave,Seattle,WA,98104,US',
    '+13125550111,vonage,City Desk,200 N Spring St,Los Angeles,CA,90012,US',
  ];
  await place.file('two.csv', `${rows.join('\n')}\n`);
  expect((await place.run('apply', 'two.csv', '--yes')).code).toBe(0);
  const vonage = place.sandbox.standIns.find(({ account }) => account === 'vonage');
  vonage?.faults.set([{ when: { method: 'GET', path: '13125550111' }, do: 'status', status: 422 }]);
  const { code, err } = await place.run('undo', '--yes');
  const results = (await newestResults(place)).map((row) => row['result']);
  expect({ code, results }).toEqual({ code: 1, results: ['undone', 'failed'] });
  expect(err).toContain('was not deleted: kept, because a number cannot be read');
});
