import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { paceAccounts, requestsOf, standInOf } from '../accounts.ts';
import { csv, newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

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

  it.each(CARRIERS)(
    'a number that %s offers with another type or fewer features is not bought',
    async (account) => {
      const [first, second] = account === 'vonage' ? ['0100', '0101'] : ['0150', '0151'];
      const rows = [`+1206555${first},landline-toll-free,`, `+1206555${second},,"FAX,VOICE"`];
      const header = 'phone_number,number_type,features,action,account';
      await place.file('numbers.csv', [header, ...rows.map((row) => `${row},buy,${account}`)].join('\n'));
      expect((await place.run('apply', 'numbers.csv', '--yes')).code).toBe(1);
      expect(await newestResults(place)).toMatchObject([
        { result: 'failed', error_code: 'ROW_CELL_UNUSED', error_column: 'number_type' },
        { result: 'failed', error_code: 'ROW_CELL_UNUSED', error_column: 'features' },
      ]);
      expect((await requestsOf(place, account)).filter(({ operation }) => operation === 'buy')).toEqual([]);
    },
  );

  it.each(CARRIERS)('a row that requests all of it at %s fails as a whole', async (account) => {
    const header =
      'phone_number,action,account,acquire,caller_name,house_number,street_name,city,region,postal_code,country';
    const row = `+12065559999,assign,${account},buy,Front desk,350,Fifth Avenue,New York,NY,10118,US`;
    await place.file('numbers.csv', `${header}\n${row}\n`);
    expect((await place.run('plan', 'numbers.csv')).code).toBe(1);
    expect(await newestResults(place)).toMatchObject([{ error_code: 'NUMBER_NOT_FOR_SALE' }]);
  });

  /** The figures of one account in the newest plan. */
  const planned = async (account: string): Promise<Record<string, unknown>> => {
    const text = await readFile(path.join(await newestRun(place), 'summary.json'), 'utf8');
    return (JSON.parse(text) as { preview: { accounts: Record<string, Record<string, unknown>> } }).preview
      .accounts[account] as Record<string, unknown>;
  };
  const planRows = async () => csv(path.join(await newestRun(place), 'plan.csv'));
  const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

  it('setup and rent are in the plan: on the screen, in every file, with their source and day', async () => {
    await sheet('vonage', OFFERED.vonage, '+12065550101');
    const plan = await place.run('plan', 'numbers.csv');
    expect(oneLine(plan.out)).toContain('Cost at vonage: about 2.50 EUR once, about 2.50 EUR a month.');
    const day = new Date().toISOString().slice(0, 10);
    expect(oneLine(plan.out)).toContain(`(Vonage's answer about the number, ${day})`);
    expect(await planned('vonage')).toMatchObject({
      fees: [
        { name: 'number_setup', numbers: 2, amount: '1.25', currency: 'EUR', total: '2.50' },
        { name: 'number_monthly', numbers: 2, amount: '1.25', currency: 'EUR', total: '2.50' },
      ],
      cost_once: { EUR: '2.50' },
      cost_monthly: { EUR: '2.50' },
      unknown_prices: 0,
    });
    const [row] = await planRows();
    expect(row).toMatchObject({ cost_once: '1.25 EUR', cost_monthly: '1.25 EUR', cost_per_call: '' });
    const folder = await newestRun(place);
    expect(await readFile(path.join(folder, 'plan.json'), 'utf8')).toContain(
      '"costs":[{"fee":"number_setup"',
    );
    expect(await readFile(path.join(folder, 'report.html'), 'utf8')).toContain('About what it costs');
    expect(oneLine((await place.run('apply', 'numbers.csv', '--yes', '--verbose')).err)).toContain(
      'Cost at vonage: about 2.50 EUR once',
    );
  });

  it('two currencies are said as two, and a price that is not stated as unknown', async () => {
    standInOf(place, 'sinch').standIn.controls?.setSwitches({
      setupPrice: '3.00 EUR',
      monthlyPrice: '1.00 USD',
    });
    await sheet('sinch', OFFERED.sinch, '+12065550151');
    expect(oneLine((await place.run('plan', 'numbers.csv')).out)).toContain(
      'Cost at sinch: about 6.00 EUR once, about 2.00 USD a month.',
    );
    standInOf(place, 'sinch').standIn.controls?.setSwitches({ monthlyPrice: '' });
    expect(oneLine((await place.run('plan', 'numbers.csv')).out)).toContain(
      'Cost at sinch: about 6.00 EUR once, 2 prices are unknown.',
    );
    expect((await planRows())[0]).toMatchObject({ cost_once: '3.00 EUR', cost_monthly: 'unknown' });
    const stopped = await place.run('apply', 'numbers.csv', '--yes', '--max-spend', '1000');
    expect(stopped.code).toBe(4);
    expect(oneLine(stopped.err)).toContain('the price of 2 numbers at sinch is unknown');
  });

  it('fees of the config stand in for what the carrier says, or does not say', async () => {
    const config = parse(await readFile(path.join(place.dir, 'e911.config.yaml'), 'utf8'));
    config.accounts.vonage.fees = { number_setup: '0 EUR', number_monthly: '0.90 USD' };
    config.accounts['bandwidth-orders'].fees = { emergency_number_monthly: '0.99 USD' };
    await place.file('e911.config.yaml', stringify(config));
    await sheet('vonage', OFFERED.vonage);
    const address = '202 C St,San Diego,CA,92101';
    await place.file(
      'numbers.csv',
      `phone_number,action,account,country,street,city,region,postal_code,caller_name
${OFFERED.vonage},buy,vonage,US,,,,,
+14155550112,assign,bandwidth-orders,US,${address},Front desk
`,
    );
    const { out } = await place.run('plan', 'numbers.csv');
    expect(oneLine(out)).toContain('Cost at vonage: about 0.00 EUR once, about 0.90 USD a month.');
    expect(oneLine(out)).toContain('Cost at bandwidth-orders: about 0.99 USD a month.');
    expect(oneLine(out)).toContain('(the config)');
  });

  it('a 911 call from a number that the plan leaves unregistered has its price per call', async () => {
    await place.file('numbers.csv', 'phone_number,action,account\n+14155550102,remove,twilio\n');
    const { out } = await place.run('plan', 'numbers.csv', '--force');
    expect(oneLine(out)).toContain('Cost at twilio: nothing for the changes themselves.');
    expect((await planRows())[0]).toMatchObject({ cost_once: '', cost_per_call: '75.00 USD' });
  });

  describe('--max-spend', () => {
    const BUY_TWO = ['+12065550100', '+12065550101'] as const;

    it('stops sheet and plan above it, and lets both pass at it', async () => {
      await sheet('vonage', ...BUY_TWO);
      const over = 'the purchase of 2 numbers at vonage costs 5.00 EUR, setup and first month';
      const plan = await place.run('plan', 'numbers.csv', '--max-spend', '4.99', '--out', 'plan');
      expect(plan).toMatchObject({ code: 0, out: expect.stringContaining('A guard would stop this run') });
      const applied = await place.run('apply', 'numbers.csv', '--yes', '--max-spend', '4.99');
      expect(applied).toMatchObject({ code: 4, err: expect.stringContaining(over) });
      // The plan keeps the limit that it was reviewed with.
      expect(await place.run('apply', 'plan/plan.json', '--yes')).toMatchObject({ code: 4 });
      expect(await requestsOf(place, 'vonage')).not.toContainEqual(
        expect.objectContaining({ operation: 'buy' }),
      );
      expect(await place.run('apply', 'plan/plan.json', '--yes', '--max-spend', '5')).toMatchObject({
        code: 0,
      });
    });

    it('counts what an interrupted run has bought', async () => {
      await sheet('vonage', ...BUY_TWO);
      const { faults } = standInOf(place, 'vonage');
      faults.set([{ when: { operation: 'buy', nth: 2 }, do: 'status', status: 401 }]);
      expect((await place.run('apply', 'numbers.csv', '--yes', '--max-spend', '5')).code).toBe(5);
      faults.set([]);
      const over = await place.run('resume', '--max-spend', '4');
      expect(over).toMatchObject({ code: 4, err: expect.stringContaining('costs 5.00 EUR') });
      expect(over.err).toContain('Nothing more was sent');
      expect(await place.run('resume', '--max-spend', '5')).toMatchObject({ code: 0 });
      const bought = (await requestsOf(place, 'vonage')).filter(({ operation }) => operation === 'buy');
      expect(bought).toHaveLength(3);
    });

    it('takes an amount without a currency', async () => {
      await sheet('vonage', ...BUY_TWO);
      const { code, err } = await place.run('plan', 'numbers.csv', '--max-spend', '100 USD');
      expect(code).toBe(2);
      expect(err).toContain('--max-spend 100');
    });
  });
});
