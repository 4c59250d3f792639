import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effectsOf, standInOf } from '../accounts.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';

const HEADER =
  'action,account,caller_name,street,unit,city,region,postal_code,country,address_label,address_id';
const LATE = '+12015550100';
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

  it('is given to no number by another row of the sheet, in either order, by its text or its ID', async () => {
    standInOf(place, account).standIn.controls?.addNumbers([LATE]);
    const id = await add();
    const [to, given] = ['Zed,200 N Spring St,,Los Angeles,CA,90012,US,', ',assign'];
    const update = `,update-address,${account},${to},${id}`;
    const moveSite = `,move-site,${account},${to},HQ1`;
    const hq = 'Zed,645 Harrison St,STE 200,San Francisco,CA,94105,US,,';
    const pairs = [
      [update, `${LATE}${given},${account},${ADDED},,`],
      [update, `${LATE}${given},${account},Zed,,,,,,,,${id}`],
      ...(account === 'bandwidth' ? [[moveSite, `${LATE}${given},${account},${hq}`]] : []),
    ];
    for (const rows of pairs.flatMap((pair) => [pair, pair.toReversed()])) {
      await place.file('pair.csv', [`phone_number,${HEADER}`, ...rows].join('\n'));
      await place.run('plan', 'pair.csv', '--force');
      const results = (await newestResults(place)).map((row) => [row['action'], row['error_code']]);
      expect(results).toContainEqual(['assign', 'ADDRESS_CHANGED_BY_ROW']);
      expect(results.filter(([action]) => action !== 'assign').every(([, code]) => code === '')).toBe(true);
    }
    const [, first = []] = pairs;
    await place.file('pair.csv', [`phone_number,${HEADER}`, ...first].join('\n'));
    expect((await place.run('apply', 'pair.csv', '--yes', '--force', '--accept', 'formatting')).code).toBe(1);
    expect(effectsOf(place, account).filter(({ kind }) => kind === 'associate')).toEqual([]);
    expect(updates()).toBe(1);
  });
});
