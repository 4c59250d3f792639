import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effectsOf, standInOf } from '../accounts.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';
import { sampleOf } from '../support/sample-of.ts';

const HEADER = 'phone_number,action,account,caller_name,street,unit,city,region,postal_code,country';
const SPRING = 'City Desk,200 N Spring St,,Los Angeles,CA,90012,US';

/** Two numbers without an address at each account. */
const NUMBERS: Readonly<Record<string, readonly [string, string]>> = {
  twilio: ['+14155550104', '+14155550105'],
  vonage: ['+14155550104', '+14155550105'],
  sinch: ['+14045550101', '+14045550102'],
  bandwidth: ['+14155550104', '+14155550105'],
  'bandwidth-orders': ['+14155550150', '+14155550151'],
};

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

async function sheet(account: string): Promise<readonly [string, string]> {
  const numbers = NUMBERS[account] ?? ['', ''];
  const rows = numbers.map((number) => `${number},assign,${account},${SPRING}`);
  await place.file('numbers.csv', `${HEADER}\n${rows.join('\n')}\n`);
  return numbers;
}
const faults = (account: string, rules: unknown): void => standInOf(place, account).faults.set(rules);
const resultsNow = async () => (await newestResults(place)).map((row) => row['result']);

describe('an answer that is not the carrier’s', () => {
  // Bandwidth's endpoints are read as a list, and of no number alone.
  it.each(
    sampleOf(
      Object.keys(NUMBERS).filter((name) => name !== 'bandwidth'),
      [2],
    ),
  )(
    '%s: a page for one number costs that row alone, and one that comes once costs nothing',
    async (account) => {
      const [first] = await sheet(account);
      const path = first.slice(2);
      faults(account, [{ when: { method: 'GET', path }, do: 'html', status: 404, times: 1 }]);
      expect((await place.run('plan', 'numbers.csv')).code).toBe(0);
      faults(account, [{ when: { method: 'GET', path }, do: 'html', status: 404 }]);
      const { code, err, out } = await place.run('apply', 'numbers.csv', '--yes');
      expect({ account, code, err }).toMatchObject({ code: 1 });
      expect(out + err).toContain('HTML page');
      expect(await resultsNow()).toEqual(['failed', 'applied']);
    },
  );

  /** Answers that have the status of success and say nothing. */
  const SHAPES: Readonly<Record<string, readonly [string, string]>> = {
    twilio: ['{"code":0,"data":[]}', '{"sid":"PN'],
    vonage: ['{"count":1,"numbers":[{}]}', '{"number":"1415'],
    sinch: ['{"phoneNumber":7}', '{"phoneNumber":"+140'],
    bandwidth: ['<Status>ok</Status>', '<EndpointListResponse><endpoints>'],
    'bandwidth-orders': ['<Status>ok</Status>', '<TNs><Count>2</Cou'],
  };

  it.each(sampleOf(Object.keys(SHAPES), [1, 3]))(
    '%s: a body of another form or cut off that comes once costs a read nothing, and a change is looked for',
    async (account) => {
      await sheet(account);
      const bodies = SHAPES[account] ?? [];
      const reads = bodies.map((body, at) => ({
        ...{ when: { method: 'GET', nth: at + 2 }, do: 'status', status: 200, body },
      }));
      const operation = 'associate';
      faults(account, [
        ...reads,
        { when: { operation, nth: 1 }, do: 'status-after', status: 201, body: bodies[0] },
      ]);
      const { code, err } = await place.run('apply', 'numbers.csv', '--yes', '--settle', '1s');
      expect({ account, code, err }).toMatchObject({ code: 0 });
      expect(await resultsNow()).toEqual(['applied', 'applied']);
      expect(effectsOf(place, account).filter(({ kind }) => kind === operation)).toHaveLength(2);
    },
  );

  it('one number whose answer keeps another form costs that row alone', async () => {
    const [first] = await sheet('vonage');
    const rule = { do: 'status', status: 200, body: '{"number":"19999999999"}' };
    faults('vonage', [{ when: { method: 'GET', path: `emergency/numbers/${first.slice(1)}` }, ...rule }]);
    expect((await place.run('apply', 'numbers.csv', '--yes')).code).toBe(1);
    expect(await resultsNow()).toEqual(['failed', 'applied']);
  });

  it('stops the account when nothing is answered', async () => {
    await sheet('sinch');
    faults('sinch', [{ when: { path: 'phoneNumbers|activeNumbers' }, do: 'html' }]);
    const { code, err, out } = await place.run('plan', 'numbers.csv');
    expect({ code, err }).toMatchObject({ code: 5 });
    expect(out + err).toContain('HTML page');
  });

  it.each(sampleOf(Object.keys(NUMBERS), [0, 4]))(
    '%s: a redirect of a write is said at once, and nothing is polled',
    async (account) => {
      await sheet(account);
      const path = '^(?!.*(token|validat|search|query))';
      faults(
        account,
        ['POST', 'PUT'].map((method) => ({ when: { method, path }, do: 'status', status: 307 })),
      );
      const { code, out, err } = await place.run('apply', 'numbers.csv', '--yes', '--max-errors', '100%');
      expect({ account, code, err }).toMatchObject({ code: 1 });
      expect(out + err).toContain('the base_url answers with a redirect to');
      expect(effectsOf(place, account)).toEqual([]);
      expect(await resultsNow()).toEqual(['failed', 'failed']);
    },
  );

  it('a redirect of a second write leaves the row pending, and a refusal says that it was begun', async () => {
    // Their emergency calling has to be switched on after they have an address.
    const numbers = ['+13125550111', '+13125550112', '+13125550113'];
    const { controls } = standInOf(place, 'twilio').standIn;
    controls?.setSwitches({ emergencyStatusIgnored: false });
    controls?.addNumbers(numbers);
    const rowsOf = (given: readonly string[]) =>
      place.file(
        'numbers.csv',
        [HEADER, ...given.map((number) => `${number},assign,twilio,${SPRING}`)].join('\n'),
      );
    const when = { method: 'POST', body: 'EmergencyStatus' };
    await rowsOf(numbers.slice(0, 2));
    faults('twilio', [{ when, do: 'redirect', times: 1 }]);
    const redirected = await place.run('apply', 'numbers.csv', '--yes');
    expect(redirected.out).toContain('the base_url answers with a redirect to');
    expect((await resultsNow()).sort()).toEqual(['applied', 'pending']);
    expect(redirected.out).toContain('e911 resume');
    expect((await place.run('resume', '--yes')).code).toBe(0);
    expect(await resultsNow()).toEqual(['applied', 'applied']);

    await rowsOf(numbers.slice(2));
    faults('twilio', [{ when, do: 'status', status: 400 }]);
    expect((await place.run('apply', 'numbers.csv', '--yes')).code).toBe(1);
    expect((await newestResults(place))[0]).toMatchObject({
      result: 'failed',
      detail: 'started, not finished',
    });
  });
});
