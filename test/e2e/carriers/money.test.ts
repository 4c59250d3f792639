import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paceAccounts, requestsOf } from '../accounts.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';

const FAST = { requests_per_second: 200, burst: 50, concurrency: 8 };
/** A number that the stand-in of each carrier sells. */
const OFFERED = { vonage: '+12065550100', sinch: '+12065550150' } as const;
const CARRIERS = ['vonage', 'sinch'] as const;

describe('money is said before it is spent', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    await paceAccounts(place, { vonage: FAST, sinch: FAST });
  });
  afterEach(() => place.close());

  const sheet = (account: string, ...numbers: readonly string[]): Promise<string> =>
    place.file(
      'numbers.csv',
      ['phone_number,action,account,country', ...numbers.map((one) => `${one},buy,${account},US`)].join('\n'),
    );

  it.each(CARRIERS)('a number that %s does not offer fails in the plan', async (account) => {
    await sheet(account, OFFERED[account], '+12065559999');
    expect((await place.run('plan', 'numbers.csv')).code).toBe(1);
    expect(await newestResults(place)).toMatchObject([
      { result: 'would_apply' },
      { result: 'failed', error_code: 'NUMBER_NOT_FOR_SALE', error_column: 'phone_number' },
    ]);
    expect((await place.run('apply', 'numbers.csv', '--yes')).code).toBe(1);
    expect(await newestResults(place)).toMatchObject([{ result: 'applied' }, { result: 'failed' }]);
    expect((await requestsOf(place, account)).filter(({ operation }) => operation === 'buy')).toHaveLength(1);
  });

  it.each(CARRIERS)('a row that requests all of it at %s fails as a whole', async (account) => {
    const header =
      'phone_number,action,account,acquire,caller_name,house_number,street_name,city,region,postal_code,country';
    const row = `+12065559999,assign,${account},buy,Front desk,350,Fifth Avenue,New York,NY,10118,US`;
    await place.file('numbers.csv', `${header}\n${row}\n`);
    expect((await place.run('plan', 'numbers.csv')).code).toBe(1);
    expect(await newestResults(place)).toMatchObject([{ error_code: 'NUMBER_NOT_FOR_SALE' }]);
  });
});
