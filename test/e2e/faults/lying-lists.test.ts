import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effectsOf, standInOf } from '../accounts.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';

const HEADER = 'phone_number,action,account,caller_name,street,city,region,postal_code,country';
const SPRING = '200 N Spring St,Los Angeles,CA,90012,US';
/** Two numbers of each account that makes addresses or endpoints, and the list that decides whether one is made. */
const CARRIERS = [
  { account: 'twilio', operation: 'list-addresses', numbers: ['+14155550110', '+14155550111'] },
  { account: 'vonage', operation: 'list-addresses', numbers: ['+14155550155', '+14155550156'] },
  { account: 'bandwidth', operation: 'list-locations', numbers: ['+12015550104', '+12015550105'] },
] as const;
const LIFTED = ['--max-replace', '100%', '--max-remove', '100%', '--force', '--yes'];

/** The first or the second number of each account, all at one address. */
function sheetOf(index: 0 | 1): string {
  const rows = CARRIERS.map(
    ({ account, numbers }) => `${numbers[index]},assign,${account},City Desk,${SPRING}`,
  );
  return [HEADER, ...rows].join('\n');
}

describe('a list that is short under a status of success', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0 });
    await place.file('one.csv', sheetOf(0));
    await place.file('other.csv', sheetOf(1));
    expect((await place.run('apply', 'one.csv', '--yes')).code).toBe(0);
  });
  afterEach(() => place.close());

  function shorten(lists: readonly { readonly account: string; readonly operation: string }[]): void {
    for (const { account, operation } of lists) {
      standInOf(place, account).standIn.controls?.setSwitches({ badLists: [{ operation, keep: 0 }] });
    }
  }
  const counts = (): number[] => CARRIERS.map(({ account }) => effectsOf(place, account).length);

  it('makes no second address: the journal knows the first', async () => {
    const before = counts();
    shorten(CARRIERS);
    const { code, err } = await place.run('apply', 'other.csv', ...LIFTED);
    expect({ code, counts: counts() }).toEqual({ code: 5, counts: before });
    expect(err).toMatch(/list of addresses is incomplete: it does not show \S+, which .* shows/);
    expect((await newestResults(place)).map(({ result }) => result)).toEqual([
      'not_attempted',
      'not_attempted',
      'not_attempted',
    ]);
    // A list that is whole again is believed.
    for (const { account } of CARRIERS) {
      standInOf(place, account).standIn.controls?.setSwitches({ badLists: [] });
    }
    expect((await place.run('apply', 'other.csv', '--yes')).code).toBe(0);
    for (const { account } of CARRIERS) {
      const created = effectsOf(place, account).filter(({ kind }) => kind === 'create-address');
      expect({ account, created: created.length }).toEqual({ account, created: 1 });
    }
  });

  it('makes no second address without a journal: the numbers name the first', async () => {
    const before = counts();
    shorten(CARRIERS);
    const { code } = await place.run('apply', 'one.csv', '--state', 'elsewhere', ...LIFTED);
    expect({ code, counts: counts() }).toEqual({ code: 5, counts: before });
  });

  it('makes no second endpoint, and calls no known number unknown', async () => {
    const before = counts();
    shorten([
      { account: 'twilio', operation: 'list-numbers' },
      { account: 'bandwidth', operation: 'list-endpoints' },
    ]);
    const { code, err } = await place.run('apply', 'one.csv', ...LIFTED);
    expect({ code, counts: counts() }).toEqual({ code: 5, counts: before });
    expect(err).toContain('list of numbers is incomplete');
    const results = await newestResults(place);
    expect(results.map(({ account, result }) => [account, result])).toEqual([
      // Read by its handle: no list takes part.
      ['twilio', 'unchanged'],
      ['vonage', 'unchanged'],
      ['bandwidth', 'not_attempted'],
    ]);
  });

  it('is no whole export: what the journal knows and the list lacks is asked for', async () => {
    for (const [account, operation] of [
      ['twilio', 'list-numbers'],
      ['vonage', 'list-numbers'],
      ['bandwidth', 'list-endpoints'],
    ] as const) {
      shorten([{ account, operation }]);
      const { code, err } = await place.run('export', '--account', account);
      expect({ account, code }).toEqual({ account, code: 8 });
      expect(err).toMatch(/list of numbers is incomplete: it does not show \S+, which .* shows/);
    }
  });
});
