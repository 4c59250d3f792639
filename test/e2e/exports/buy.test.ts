import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effectsOf, paceAccounts } from '../accounts.ts';
import { csv, newestResults, openPlace, type Place } from '../support/command.ts';

const FAST = { requests_per_second: 500, burst: 100, concurrency: 8 };
const LIKE = `phone_number,action,account,reference,caller_name,street,unit,city,region,postal_code,country,app_id
+12125550100,assign,vonage,S1,Acme Corp,200 N Spring St,FL 3,Los Angeles,CA,90012,US,app-1
`;

describe('e911 buy picks numbers that are for sale into a sheet', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0.002 });
    await paceAccounts(place, { vonage: FAST, sinch: FAST });
    await place.file('like.csv', LIKE);
  });
  afterEach(() => place.close());

  const buy = (...args: string[]) => place.run('buy', '--country', 'US', ...args);
  const sheet = (name: string) => csv(path.join(place.dir, name));
  const numbers = async (name: string) => (await sheet(name)).map((row) => row['phone_number']);

  it.each(['vonage', 'sinch'])('at %s: nothing is bought until it is applied', async (account) => {
    const ended = await buy('--account', account, '--count', '3', '--like', 'like.csv', '--out', 'buy.csv');
    expect(ended).toMatchObject({ code: 0 });
    expect(place.effects()).toEqual([]);
    const rows = await sheet('buy.csv');
    expect(new Set(await numbers('buy.csv')).size).toBe(3);
    for (const row of rows) {
      expect(row).toMatchObject({
        action: 'buy',
        account,
        street: '200 N Spring St',
        caller_name: 'Acme Corp',
      });
      expect(row['reference'] ?? '').toBe('');
      expect(row['monthly_price']).toMatch(/\d/);
    }
    expect(rows[0]?.['app_id']).toBe(account === 'vonage' ? 'app-1' : undefined);
    if (account === 'sinch') expect(ended.err).toContain('does not take app_id of the --like row');
    const planned = await place.run('plan', 'buy.csv');
    expect(planned).toMatchObject({ code: 0 });
    // The sheet is the program's own: it knows its columns.
    expect(planned.err).not.toContain('Unknown column');
    // A purchase at Vonage is seen after seconds of a clock.
    if (account === 'vonage') return;
    expect(await place.run('apply', 'buy.csv', '--yes')).toMatchObject({ code: 0 });
    expect((await newestResults(place)).map((row) => row['result'])).toEqual([
      'applied',
      'applied',
      'applied',
    ]);
    const bought = effectsOf(place, account).flatMap(({ kind, subject }) =>
      kind === 'buy' ? [subject] : [],
    );
    expect(new Set(bought).size).toBe(3);
  });

  it('picks none of the numbers that the --like sheet names, and never writes over a file', async () => {
    const more = ['--account', 'vonage', '--count', '2'];
    await buy(...more, '--out', 'one.csv');
    expect(await buy(...more, '--like', 'one.csv', '--out', 'one.csv')).toMatchObject({ code: 2 });
    expect(await buy(...more, '--like', 'one.csv', '--out', 'two.csv')).toMatchObject({ code: 0 });
    const one = await numbers('one.csv');
    expect((await numbers('two.csv')).filter((number) => one.includes(number))).toEqual([]);
  });

  it('says when fewer are for sale than asked, and writes a workbook by its name', async () => {
    const few = await buy('--account', 'sinch', '--count', '900', '--out', 'all.xlsx', '--json');
    expect(few.code).toBe(7);
    expect(few.err).toMatch(/Only \d+ of 900 numbers are for sale at sinch that fit this search\./);
    expect(JSON.parse(few.out)).toMatchObject({ asked: 900, file: 'all.xlsx', exit_code: 7 });
    expect(await place.run('validate', 'all.xlsx')).toMatchObject({ code: 0 });
    const args = [
      '--account',
      'sinch',
      '--count',
      '1',
      '--out',
      'my sheet.csv',
      '--config',
      'e911.config.yaml',
    ];
    expect((await buy(...args)).out).toContain(
      "next: review it, then: e911 plan 'my sheet.csv' --config e911.config.yaml\n",
    );
    const none = await buy(
      '--account',
      'vonage',
      '--pattern',
      '99999999',
      '--count',
      '2',
      '--out',
      'none.csv',
    );
    expect(none).toMatchObject({ code: 7 });
    expect(none.err).toContain('No number is for sale at vonage that fits this search.');
  });

  it.each([
    [['--count', '2', '--out', 'a.csv'], 'Several accounts can buy numbers: vonage, sinch.'],
    [
      ['--count', '2', '--out', 'a.csv', '--account', 'twilio'],
      'cannot buy numbers: this program does not buy at Twilio',
    ],
    [['--out', 'a.csv', '--account', 'vonage'], 'e911 buy needs --count.'],
    [['--count', '2', '--account', 'vonage'], 'e911 buy needs --out.'],
  ])('refuses %j', async (args, sentence) => {
    const refused = await buy(...args);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(sentence);
  });
});
