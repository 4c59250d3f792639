import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effectsOf, standInOf } from '../accounts.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';

const SHEET = `phone_number,action,account,caller_name,street,city,region,postal_code,country
+14155550105,assign,twilio,City Desk,200 N Spring St,Los Angeles,CA,90012,US
`;

describe('an address that is made only to be checked', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    await place.file('numbers.csv', SHEET);
  });
  afterEach(() => place.close());

  const check = () => place.run('validate', 'numbers.csv', '--online', '--check-by-create', '--yes');
  const kinds = () => effectsOf(place, 'twilio').map(({ kind }) => kind);

  it('is deleted again, and nothing is said of it', async () => {
    const { code, err } = await check();
    expect({ code, kinds: kinds() }).toEqual({ code: 0, kinds: ['create-address', 'delete-address'] });
    expect(err).not.toContain('could not be deleted');
  });

  it.each([400, 401])('is named when the provider answers its deletion with %i', async (status) => {
    standInOf(place, 'twilio').faults.set([{ when: { operation: 'delete-address' }, do: 'status', status }]);
    const { err } = await check();
    expect(kinds()).toEqual(['create-address']);
    const { subject } = effectsOf(place, 'twilio')[0] ?? { subject: 'nothing was made' };
    expect(err).toContain(`twilio: address ${subject} was made, is not to be kept, and could not be deleted`);
    expect(await newestResults(place)).toHaveLength(1);
  });
});
