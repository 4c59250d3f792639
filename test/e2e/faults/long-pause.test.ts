import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { numbersOf, standInOf } from '../accounts.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';
import { sampleOf } from '../support/sample-of.ts';

const HEADER = 'phone_number,action,account,caller_name,street,unit,city,region,postal_code,country';
const SPRING = 'City Desk,200 N Spring St,,Los Angeles,CA,90012,US';
const DAY_S = 86_400;

/** A number without an address at each account. */
const NUMBERS: Readonly<Record<string, string>> = {
  twilio: '+14155550104',
  vonage: '+14155550104',
  sinch: '+14045550101',
  bandwidth: '+14155550104',
  'bandwidth-orders': '+14155550150',
};

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

const assign = (account: string): string => `${NUMBERS[account]},assign,${account},${SPRING}`;
const other = (account: string): string => (account === 'twilio' ? 'vonage' : 'twilio');
const pause = (account: string, ...when: readonly object[]): void =>
  standInOf(place, account).faults.set(
    when.map((each) => ({ when: each, do: 'status', status: 429, retryAfter: DAY_S })),
  );
/** What a change of an address is sent as; the path keeps log-ins and questions out. */
const WRITES = ['POST', 'PUT'].map((method) => ({ method, path: '^(?!.*(token|validat|search|query))' }));

describe('an account that is asked to pause for a day', () => {
  it.each(sampleOf(Object.keys(NUMBERS), [0, 3]))(
    '%s: is stopped with everything saved, another account goes through, and resume does the rest',
    async (account) => {
      await place.file('numbers.csv', `${HEADER}\n${assign(account)}\n${assign(other(account))}\n`);
      pause(account, ...WRITES);
      const stopped = await place.run('apply', 'numbers.csv', '--yes');
      expect({ code: stopped.code, err: stopped.err }).toMatchObject({ code: 6 });
      expect(stopped.err + stopped.out).toMatch(
        /no requests until .* UTC, longer than --max-pause \(15 min\)/,
      );
      expect(stopped.out).toContain('e911 resume');
      const rows = await newestResults(place);
      expect(rows.map((row) => row['result'])).toEqual(['not_attempted', 'applied']);
      expect(rows[0]?.['hint']).toMatch(/^After .* UTC, type e911 resume/);

      standInOf(place, account).faults.set([]);
      const resumed = await place.run('resume');
      expect({ code: resumed.code, err: resumed.err }).toMatchObject({ code: 0 });
      expect((await newestResults(place)).map((row) => row['result'])).toEqual(['applied', 'applied']);
    },
  );

  it('ends plan, verify, export, and an apply that cannot read the account', async () => {
    await place.file('numbers.csv', `${HEADER}\n${assign('twilio')}\n`);
    pause('twilio', {});
    for (const command of [
      ['plan', 'numbers.csv'],
      ['apply', 'numbers.csv', '--yes'],
      ['verify', 'numbers.csv'],
      ['export', '--account', 'twilio', '--out', 'live'],
    ]) {
      const { code, err, out } = await place.run(...command);
      expect({ command, code, err }).toMatchObject({ code: 6 });
      expect(err + out).toContain('asks for no requests until');
    }
    const check = await place.run('accounts', 'check', '--account', 'twilio');
    expect([check.code, check.out]).toEqual([5, expect.stringContaining('UNREACHABLE')]);
  });

  it('names the number inside a coverage gap, and resume closes it', async () => {
    const covered = [...(await numbersOf(place, 'twilio'))].find(
      ([, { emergencyAddressSid: id }]) => typeof id === 'string' && id !== '',
    )?.[0];
    await place.file('numbers.csv', `${HEADER}\n${covered},assign,twilio,${SPRING}\n`);
    pause('twilio', { operation: 'associate' });
    const stopped = await place.run('apply', 'numbers.csv', '--yes', '--force');
    expect({ code: stopped.code, err: stopped.err }).toMatchObject({ code: 9 });
    expect(stopped.err).toContain(`${covered} has NO emergency address right now`);

    standInOf(place, 'twilio').faults.set([]);
    const resumed = await place.run('resume');
    expect({ code: resumed.code, err: resumed.err }).toMatchObject({ code: 0 });
  });

  it('takes a gap that never opened for none', async () => {
    const covered = [...(await numbersOf(place, 'twilio'))].find(
      ([, { emergencyAddressSid: id }]) => typeof id === 'string' && id !== '',
    )?.[0];
    await place.file('numbers.csv', `${HEADER}\n${covered},assign,twilio,${SPRING}\n`);
    pause('twilio', { operation: 'disassociate' });
    expect((await place.run('apply', 'numbers.csv', '--yes', '--force')).code).toBe(6);
  });

  it('waits where --max-pause allows it', async () => {
    await place.file('numbers.csv', `${HEADER}\n${assign('vonage')}\n`);
    standInOf(place, 'vonage').faults.set([
      { when: { method: 'POST' }, do: 'status', status: 429, retryAfter: 1, times: 1 },
    ]);
    expect((await place.run('apply', 'numbers.csv', '--yes', '--max-pause', '500ms')).code).toBe(6);
    expect((await place.run('resume', '--max-pause', '5s')).code).toBe(0);
  });
});
