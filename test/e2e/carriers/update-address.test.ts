import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effectsOf } from '../accounts.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';

const HEADER =
  'action,account,caller_name,street,unit,city,region,postal_code,country,address_label,address_id';
const ADDED = 'Zed,2960 Broadway,,New York,NY,10027,US';
/** The stand-ins know it as 476 5TH AVE. */
const NEAR = 'Zed,476 5th Avenue,FL 2,New York,NY,10018,US';

describe.each(['twilio', 'bandwidth'])('an address that a row changes at %s', (account) => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
  });
  afterEach(() => place.close());

  const apply = async (action: string, cells: string, ...options: readonly string[]) => {
    await place.file('addresses.csv', `${HEADER}\n${action},${account},${cells}\n`);
    await place.run('apply', 'addresses.csv', '--yes', ...options);
    return (await newestResults(place))[0];
  };
  const add = async (): Promise<string> => {
    const own = account === 'bandwidth' ? 'LOC1' : '';
    const added = await apply('add-address', `${ADDED},Front,${own}`);
    return String(added?.['provider_address_id']);
  };
  const updates = () => effectsOf(place, account).filter(({ kind }) => kind === 'update-address').length;

  it('needs a review where the provider knows it in another form, and is taken as far as --accept goes', async () => {
    const id = await add();
    expect(await apply('update-address', `${NEAR},,${id}`)).toMatchObject({
      result: 'needs_review',
      error_code: 'ADDRESS_NEEDS_REVIEW',
      suggested_street: '476 5TH AVE',
      suggested_unit: 'FL 2',
    });
    expect(updates()).toBe(0);
    const accepted = ['--accept', 'formatting'] as const;
    expect(await apply('update-address', `${NEAR},,${id}`, ...accepted)).toMatchObject({
      result: 'applied',
      detail: expect.stringContaining('accepted: street: Avenue → AVE'),
      address_after: expect.stringContaining('476 5TH AVE'),
    });
    expect(updates()).toBe(1);
    expect(await apply('update-address', `${NEAR},,${id}`)).toMatchObject({ result: 'unchanged' });
    expect(updates()).toBe(1);
    await place.run('verify', 'addresses.csv');
    expect((await newestResults(place))[0]).toMatchObject({ result: 'unchanged' });
    await apply('update-address', `${ADDED},,${id}`);
    await place.file('addresses.csv', `${HEADER}\nupdate-address,${account},${NEAR},,${id}\n`);
    await place.run('verify', 'addresses.csv');
    const drift = (await newestResults(place))[0]?.['error_message'];
    expect(drift).toContain('Now: 2960 Broadway');
  });

  it('is not found by the provider', async () => {
    const id = await add();
    expect(await apply('update-address', `Zed,99999 Nowhere Rd,,New York,NY,10018,US,,${id}`)).toMatchObject({
      result: 'failed',
      error_code: 'ADDRESS_NOT_FOUND_BY_PROVIDER',
      error_column: 'street',
    });
    expect(updates()).toBe(0);
  });
});
