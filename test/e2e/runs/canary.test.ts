import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestResults, openPlace, type Place } from '../support/command.ts';
import { sampleOf } from '../support/sample-of.ts';

const HEADER = 'phone_number,action,account,caller_name,street,unit,city,region,postal_code,country';
const HARRISON = '645 Harrison St,Ste 200,San Francisco,CA,94105,US';
const SPRING = '200 N Spring St,,Los Angeles,CA,90012,US';

/** Three numbers without an address, two of them for one address. */
const NUMBERS: Readonly<Record<string, readonly [string, string, string]>> = {
  twilio: ['+14155550104', '+14155550105', '+14155550106'],
  vonage: ['+14155550104', '+14155550105', '+14155550106'],
  sinch: ['+14045550101', '+14045550102', '+14045550103'],
  bandwidth: ['+14155550104', '+14155550105', '+14155550106'],
  'bandwidth-orders': ['+14155550150', '+14155550151', '+14155550152'],
};

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

const results = async (): Promise<(string | undefined)[]> =>
  (await newestResults(place)).map((row) => row['result']);

describe('a reviewed plan', () => {
  it.each(sampleOf(Object.entries(NUMBERS), [0, 2]))(
    '%s: is tried with its first row, then carried out for the rest',
    async (account, [first, second, third]) => {
      const rows = [
        `${first},assign,${account},Harbor Dental,${HARRISON}`,
        `${second},assign,${account},Harbor Dental,${HARRISON}`,
        `${third},assign,${account},City Desk,${SPRING}`,
      ];
      await place.file('numbers.csv', `${HEADER}\n${rows.join('\n')}\n`);
      const planned = await place.run('plan', 'numbers.csv', '--out', 'plan');
      expect({ code: planned.code, err: planned.err }).toMatchObject({ code: 0 });

      const canary = await place.run('apply', 'plan/plan.json', '--limit', '1', '--yes');
      expect({ code: canary.code, err: canary.err }).toMatchObject({ code: 0 });
      expect(await results()).toEqual(['applied', 'skipped', 'skipped']);

      const rest = await place.run('apply', 'plan/plan.json', '--yes');
      expect({ code: rest.code, err: rest.err }).toMatchObject({ code: 0 });
      expect(await results()).toEqual(['unchanged', 'applied', 'applied']);

      const again = await place.run('apply', 'plan/plan.json', '--yes');
      expect(again.code).toBe(4);
      expect(again.err).toContain('PLAN_USED');
    },
  );

  it('is stale for a row that changed otherwise after the canary, and applied for the others', async () => {
    const [first, second, third] = ['+14155550104', '+14155550105', '+14155550106'];
    const row = (number: string, address: string): string =>
      `${number},assign,twilio,Harbor Dental,${address}`;
    const sheet = [row(first, HARRISON), row(second, HARRISON), row(third, SPRING)];
    await place.file('numbers.csv', `${HEADER}\n${sheet.join('\n')}\n`);
    expect((await place.run('plan', 'numbers.csv', '--out', 'plan')).code).toBe(0);
    expect((await place.run('apply', 'plan/plan.json', '--limit', '1', '--yes')).code).toBe(0);
    await place.file('other.csv', `${HEADER}\n${row(second, SPRING)}\n`);
    expect((await place.run('apply', 'other.csv', '--yes')).code).toBe(0);

    const rest = await place.run('apply', 'plan/plan.json', '--yes');
    expect(rest.code, rest.err).toBe(1);
    expect(await results()).toEqual(['unchanged', 'failed', 'applied']);
  });
});
