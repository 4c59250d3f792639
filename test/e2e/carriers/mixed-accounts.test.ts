import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../../src/sandbox/control-paths.ts';
import type { SandboxPace } from '../../../src/sandbox/sandbox.ts';
import { effectsOf, numbersOf, paceAccounts, requestsOf, standInOf } from '../accounts.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';
import { sampleOf } from '../support/sample-of.ts';

const PACES = {
  twilio: { requests_per_second: 18, burst: 1, concurrency: 4 },
  vonage: { requests_per_second: 15, burst: 1, concurrency: 2 },
  sinch: { requests_per_second: 20, burst: 1, concurrency: 3 },
} as const satisfies Record<string, SandboxPace>;
type Account = keyof typeof PACES;
const ACCOUNTS: readonly Account[] = ['twilio', 'vonage', 'sinch'];

const ROWS_EACH = 12;
const PLACES = [
  '200 N Spring St,Los Angeles,CA,90012',
  '202 C St,San Diego,CA,92101',
  '1 Dr Carlton B Goodlett Pl,San Francisco,CA,94102',
];
/** Numbers without address that each account has. */
const NUMBERS: Readonly<Record<Account, (index: number) => string>> = {
  twilio: (index) => `+14155550${130 + index}`,
  vonage: (index) => `+14155550${160 + index}`,
  sinch: (index) => `+1${['416', '212'][index % 2]}5550${100 + Math.floor(index / 2)}`,
};

/** Rows of the accounts in turn, as a sheet that grew over the years has them. */
function sheet(accounts: readonly Account[]): string {
  const rows = Array.from({ length: ROWS_EACH }, (_, index) =>
    accounts.map(
      (account) => `${NUMBERS[account](index)},${account},City Desk,${PLACES[index % PLACES.length]},US`,
    ),
  );
  return `phone_number,account,caller_name,street,city,region,postal_code,country\n${rows.flat().join('\n')}\n`;
}

/**
 * The most requests that arrived within any one second. What the pace allows is its burst and a second's worth; what was
 * already on its way when the stand-in was busy may arrive late, and that is never more than what may be in flight.
 */
function mostInOneSecond(requests: readonly RequestRecord[]): number {
  const times = requests.map(({ atMs }) => atMs).sort((one, other) => one - other);
  return Math.max(
    ...times.map((from, index) => times.filter((at, other) => other >= index && at < from + 1000).length),
  );
}

describe('a sheet of three accounts', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    await paceAccounts(place, PACES);
    await place.file('mixed.csv', sheet(ACCOUNTS));
  });
  afterEach(() => place.close());

  async function covered(account: Account): Promise<number> {
    const numbers = await numbersOf(place, account);
    return Array.from({ length: ROWS_EACH }, (_, index) => numbers.get(NUMBERS[account](index))).filter(
      (number) =>
        number?.['addressStatus'] === 'registered' ||
        Boolean(number?.['addressId']) ||
        Boolean(number?.['emergency']),
    ).length;
  }
  async function resultsOf(account: Account): Promise<(string | undefined)[]> {
    const rows = await newestResults(place);
    return rows.filter((row) => row['resolved_account'] === account).map((row) => row['result']);
  }
  const applied = Array.from({ length: ROWS_EACH }, () => 'applied');

  it('is applied in one run, each account at its own pace', async () => {
    const { code, err } = await place.run('apply', 'mixed.csv', '--yes');
    expect({ code, err }).toMatchObject({ code: 0 });
    for (const account of ACCOUNTS) {
      expect(await resultsOf(account), account).toEqual(applied);
      expect(await covered(account), account).toBe(ROWS_EACH);
      const requests = await requestsOf(place, account);
      const { requests_per_second, burst, concurrency } = PACES[account];
      // More than a second's worth, or the bound would say nothing.
      expect(requests.length, account).toBeGreaterThan(requests_per_second + burst + concurrency);
      expect(mostInOneSecond(requests), account).toBeLessThanOrEqual(
        requests_per_second + burst + concurrency,
      );
      expect(Math.max(...requests.map(({ inFlight }) => inFlight)), account).toBeLessThanOrEqual(concurrency);
    }
    expect((await place.run('apply', 'mixed.csv')).code).toBe(0);
    for (const account of ACCOUNTS) {
      expect(new Set(await resultsOf(account)), account).toEqual(new Set(['unchanged']));
    }
  });

  it('has the rows of the others applied when one account is refused from the start', async () => {
    standInOf(place, 'vonage').faults.set([
      { do: 'status', status: 401, body: '{"error-code":"401","error-code-label":"no"}' },
    ]);
    const { code } = await place.run('apply', 'mixed.csv', '--yes');
    expect(code).not.toBe(0);
    expect(await resultsOf('twilio')).toEqual(applied);
    expect(await resultsOf('sinch')).toEqual(applied);
    expect(new Set(await resultsOf('vonage'))).toEqual(new Set(['not_attempted']));
    expect(effectsOf(place, 'vonage')).toEqual([]);
  });

  it.each(
    sampleOf(
      [
        ['is refused in the middle', 'associate', { do: 'status', status: 401 }],
        ['answers 503 to every change', 'associate', { do: 'status', status: 503 }],
        ['answers 503 to every new address', 'create-address', { do: 'status', status: 503 }],
        ['never answers a change', 'associate', { do: 'hang' }],
        ['answers a change after 6 s', 'associate', { do: 'delay', delayMs: 6_000 }],
      ] as const,
      [4],
    ),
  )('continues with the others while one account %s', async (_what, operation, fault) => {
    standInOf(place, 'vonage').faults.set([{ when: { operation }, ...fault }]);
    const begun = place.begin('apply', 'mixed.csv', '--yes', '--settle', '1s');
    // The others end while the one in trouble still is in it: no account waits for it.
    while ((await covered('twilio')) < ROWS_EACH || (await covered('sinch')) < ROWS_EACH) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    expect(effectsOf(place, 'vonage').some(({ kind }) => kind === 'associate')).toBe(false);
    standInOf(place, 'vonage').faults.set([]);
    begun.signal('SIGINT');
    await begun.ended;
    // All of theirs is written; a row whose confirmation the interruption overtook says so.
    for (const account of ['twilio', 'sinch'] as const) {
      for (const result of await resultsOf(account)) {
        expect(['applied', 'pending'], account).toContain(result);
      }
    }
  });

  it('counts failures against --max-errors for each account by itself', async () => {
    const many = Array.from(
      { length: 24 },
      (_, index) => `+13125550${100 + index},vonage,City Desk,${PLACES[0]},US`,
    );
    await place.file('many.csv', `${sheet(['twilio'])}${many.join('\n')}\n`);
    await paceAccounts(place, {
      twilio: { requests_per_second: 6, burst: 1, concurrency: 1 },
      vonage: { requests_per_second: 200, burst: 50, concurrency: 8 },
    });
    const refused = {
      do: 'status',
      status: 422,
      body: '{"type":"#invalid-parameters","title":"no"}',
    } as const;
    standInOf(place, 'vonage').faults.set([{ when: { operation: 'associate' }, ...refused }]);
    const { code } = await place.run('apply', 'many.csv', '--yes');
    expect(code).toBe(4);
    expect(await resultsOf('twilio')).toEqual(applied);
    expect(new Set(await resultsOf('vonage'))).toEqual(new Set(['failed', 'not_attempted']));
  });
});
