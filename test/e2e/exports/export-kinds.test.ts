import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestResults, openPlace, type Place } from '../support/command.ts';
import { exported, withCells } from '../support/exported.ts';

describe('an export of one kind, or filtered', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
  });
  afterEach(() => place.close());

  const numbersOf = async (...args: string[]) => {
    const ended = await place.run('export', 'numbers', '--json', ...args);
    return { ended, ...(await exported(ended)) };
  };

  it('exports addresses that update-address and delete-address take', async () => {
    const ended = await place.run(
      'export',
      'addresses',
      '--json',
      '--account',
      'twilio',
      '--account',
      'bandwidth',
    );
    const { rows } = await exported(ended);
    expect(rows.length).toBeGreaterThan(3);
    // A new address gets its id from the provider, so a row that adds one names none.
    const asRequested = [{ action: 'update-address' }, { action: 'add-address', address_id: '' }];
    for (const cells of asRequested) {
      await place.file('same.csv', withCells(rows, cells));
      const ended = await place.run('apply', 'same.csv', '--yes');
      expect(ended, cells.action).toMatchObject({ code: 0 });
      const results = (await newestResults(place)).map((row) => row['result']);
      expect(new Set(results), cells.action).toEqual(new Set(['unchanged']));
    }
    expect(place.effects()).toEqual([]);
  });

  it('finds numbers to buy, and the list is the order form', async () => {
    const ended = await place.run(
      'export',
      'available',
      '--json',
      '--account',
      'vonage',
      '--country',
      'US',
      '--limit',
      '3',
    );
    const { rows } = await exported(ended);
    expect(rows).toHaveLength(3);
    expect(JSON.parse(ended.out)).toMatchObject({ accounts: [{ complete: true, limited: true }] });
    const shown = await place.run('export', 'available', '--account', 'vonage', '--limit', '3');
    expect(shown.out).toMatch(/complete for the scope\n.*no: --limit 3/);
    await place.file('buy.csv', withCells(rows.slice(0, 1), { action: 'buy' }));
    expect((await place.run('apply', 'buy.csv', '--yes')).code).toBe(0);
    expect(place.effects().map(({ kind, subject }) => [kind, `+${subject.replace('+', '')}`])).toEqual([
      ['buy', rows[0]?.['phone_number']],
    ]);
  });

  it('exports recipients, and refuses where there are none', async () => {
    await place.file(
      'people.csv',
      'action,account,recipient_email\nadd-recipient,bandwidth,desk@example.com\n',
    );
    expect((await place.run('apply', 'people.csv', '--yes')).code).toBe(0);
    const { rows } = await exported(await place.run('export', 'recipients', '--json'));
    expect(rows).toMatchObject([{ recipient_email: 'desk@example.com', account: 'bandwidth' }]);
    expect((await place.run('export', 'recipients', '--account', 'twilio')).code).toBe(2);
  });

  it('applies the filters that a carrier has, whatever the case of a type', async () => {
    const sinch = place.sandbox.standIns.find((one) => one.account === 'sinch')?.standIn;
    await place.file(
      'update.csv',
      'phone_number,action,account,voice_type,voice_app_id\n+12125550100,update,sinch,RTC,app-1\n',
    );
    expect(sinch).toBeDefined();
    expect((await place.run('apply', 'update.csv', '--yes')).code).toBe(0);
    const numbers = async (...args: string[]) =>
      (await numbersOf('--account', 'sinch', ...args)).rows.map((row) => row['phone_number']);
    expect(await numbers('--application', 'app-1')).toEqual(['+12125550100']);
    expect(await numbers('--has-application', 'yes')).toEqual(['+12125550100']);
    expect(await numbers('--type', 'local')).toContain('+12125550100');
    const found = await exported(
      await place.run(
        'export',
        'available',
        '--json',
        '--account',
        'sinch',
        '--country',
        'US',
        '--type',
        'local',
      ),
    );
    expect(found.rows.length).toBeGreaterThan(0);
    expect(found.rows[0]).toMatchObject({
      setup_price: expect.stringMatching(/^\d+\.\d+$/),
      price_currency: 'USD',
    });
  });
});
