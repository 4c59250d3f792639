import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effectsOf, numbersOf, paceAccounts, requestsOf, standInOf } from '../accounts.ts';
import { newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const FAST = { requests_per_second: 500, burst: 100, concurrency: 8 };
const CELLS = {
  street: '200 N Spring St',
  unit: 'FL 3',
  city: 'Los Angeles',
  region: 'CA',
  postal_code: '90012',
  country: 'US',
  caller_name: 'Acme Corp',
} as const;
const SETTINGS = {
  vonage: {
    app_id: 'app-1',
    inbound_sms_url: 'https://example.com/in',
    voice_target_type: 'sip',
    voice_target: 'sip:a@example.com',
  },
  sinch: {
    display_name: 'Front desk',
    sms_service_plan_id: 'plan-1',
    sms_campaign_id: 'campaign-1',
    voice_type: 'RTC',
    voice_app_id: 'app-1',
    callback_url: 'https://example.com/sinch',
  },
} as const;
type Account = keyof typeof SETTINGS;
type Row = Readonly<Record<string, string>>;

function sheet(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return `${[columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))].map((line) => line.join(',')).join('\n')}\n`;
}

describe('one row buys, configures and covers a number', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    await paceAccounts(place, { vonage: FAST, sinch: FAST });
  });
  afterEach(() => place.close());

  const kinds = (account: string): string[] => effectsOf(place, account).map(({ kind }) => kind);
  const results = async (): Promise<(string | undefined)[]> =>
    (await newestResults(place)).map((row) => row['result']);
  async function apply(rows: readonly Row[], ...options: string[]) {
    await place.file('numbers.csv', sheet(rows));
    return place.run('apply', 'numbers.csv', '--max-errors', '100%', ...options);
  }
  async function forSale(account: Account, count: number): Promise<string[]> {
    const options = ['--country', 'US', '--limit', String(count), '--out', `${account}.csv`];
    await place.run('export', 'available', '--account', account, ...options);
    const text = await readFile(path.join(place.dir, `${account}.csv`), 'utf8');
    return [...text.matchAll(/\+1\d{10}/g)].map(([number]) => number).slice(0, count);
  }

  it.each(['vonage', 'sinch'] as const)('at %s, and the second apply writes nothing', async (account) => {
    const [one = '', two = ''] = await forSale(account, 2);
    const rows = [
      { phone_number: one, action: 'assign', acquire: 'buy', account, ...CELLS, ...SETTINGS[account] },
      { phone_number: two, action: 'buy', acquire: '', account, ...CELLS, ...SETTINGS[account] },
    ];
    const first = await apply(rows, '--yes');
    expect({ code: first.code, err: first.err }).toMatchObject({ code: 0 });
    expect(await results()).toEqual(['applied', 'applied']);
    const before = place.effects().length;
    expect((await apply(rows)).code).toBe(0);
    expect(await results()).toEqual(['unchanged', 'unchanged']);
    expect(place.effects().length).toBe(before);
    const set = Array.from({ length: 4 }, (_, nth) => (nth < 2 ? 'update-number' : 'associate'));
    const made = account === 'vonage' ? ['create-address'] : [];
    expect(kinds(account)).toEqual([...made, 'buy', 'buy', ...set]);
  });

  it('buys nothing twice when answers are lost, and finishes what they interrupted', async () => {
    for (const account of ['vonage', 'sinch'] as const) {
      standInOf(place, account).faults.set(
        ['buy', 'update-number', 'associate'].map((operation) => ({
          when: { operation },
          do: 'reset-after',
          times: 1,
        })),
      );
    }
    const [atVonage = ''] = await forSale('vonage', 1);
    const [atSinch = ''] = await forSale('sinch', 1);
    const rows = [
      { phone_number: atVonage, acquire: 'buy', account: 'vonage', ...CELLS, ...SETTINGS.vonage },
      { phone_number: atSinch, acquire: 'buy', account: 'sinch', ...CELLS, ...SETTINGS.sinch },
    ];
    const { code, err } = await apply(rows, '--yes', '--settle', '6s');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(await results()).toEqual(['applied', 'applied']);
    expect(kinds('vonage')).toEqual(['create-address', 'buy', 'update-number', 'associate']);
    expect(kinds('sinch')).toEqual(['buy', 'update-number', 'associate']);
  });

  it('names a number that it bought and could not cover, and finishes it on the next apply', async () => {
    const { faults } = standInOf(place, 'vonage');
    faults.set([{ when: { operation: 'associate' }, do: 'status', status: 422, times: 1 }]);
    const [phone_number = ''] = await forSale('vonage', 1);
    const rows = [{ phone_number, action: 'buy', account: 'vonage', ...CELLS, ...SETTINGS.vonage }];
    const first = await apply(rows, '--yes');
    expect(first.code).toBe(1);
    expect(first.err).toContain(`BOUGHT, AND WITHOUT AN EMERGENCY ADDRESS: ${phone_number} (vonage)`);
    const [row] = await newestResults(place);
    expect(row?.['detail']).toBe('the number was bought and has no emergency address yet');
    expect((await apply(rows, '--yes')).code).toBe(0);
    expect(kinds('vonage')).toEqual(['create-address', 'buy', 'update-number', 'associate']);
  });

  it('lists the numbers that can ask about addresses once, however many addresses there are', async () => {
    const numbers = await forSale('sinch', 4);
    const lists = async () =>
      (await requestsOf(place, 'sinch')).filter(({ operation }) => operation === 'list-numbers').length;
    const listsFor = async (bought: readonly string[]) => {
      const before = await lists();
      const rows = bought.map((phone_number, at) => ({
        ...CELLS,
        unit: `FL ${at + 4}`,
        phone_number,
        action: 'buy',
      }));
      const ended = await apply(rows, '--yes', '--account', 'sinch');
      expect(ended.code, ended.err).toBe(0);
      return (await lists()) - before;
    };
    expect(await listsFor(numbers.slice(1))).toBe(await listsFor(numbers.slice(0, 1)));
  });

  it('undoes all of it: the address first, then the number', async () => {
    const [phone_number = ''] = await forSale('sinch', 1);
    const owned = '+14045550101';
    const rows = [
      { phone_number, acquire: 'buy', account: 'sinch', ...CELLS, ...SETTINGS.sinch },
      { phone_number: owned, action: 'update', account: 'sinch', ...CELLS, display_name: 'Front desk' },
    ];
    const before = (await numbersOf(place, 'sinch')).get(owned);
    expect((await apply(rows, '--yes', '--max-replace', '100%')).code).toBe(0);
    const { code, err } = await place.run('undo', '--yes', '--caller-name', 'Acme Corp');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(await readFile(path.join(await newestRun(place), 'errors.csv'), 'utf8')).toContain(
      'UNDO_RELEASES_NUMBER',
    );
    const after = await numbersOf(place, 'sinch');
    expect(after.has(phone_number)).toBe(false);
    expect(after.get(owned)).toEqual(before);
  });

  it('is refused where a number cannot be bought, and without acquire where it is not owned', async () => {
    const [phone_number = ''] = await forSale('vonage', 1);
    const { code, err } = await apply(
      [
        { phone_number: '+14155550199', acquire: 'buy', account: 'twilio', ...CELLS },
        { phone_number, acquire: 'no', account: 'vonage', ...CELLS },
        { phone_number, acquire: 'yes', account: 'vonage', ...CELLS },
      ],
      '--yes',
    );
    expect({ code, err }).toMatchObject({ code: 1 });
    expect((await newestResults(place)).map((row) => row['error_code'])).toEqual([
      'ROW_ACQUIRE_NOT_POSSIBLE',
      'NUMBER_NOT_IN_ACCOUNT',
      'ROW_ACQUIRE_UNKNOWN',
    ]);
    expect(place.effects()).toEqual([]);
  });
});
