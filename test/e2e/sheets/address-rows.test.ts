import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effectsOf, standInOf } from '../accounts.ts';
import { csv, newestResults, newestRun, openPlace, type Place } from '../support/command.ts';
import { sampleOf } from '../support/sample-of.ts';

const SPRING = {
  street: '200 N Spring St',
  unit: 'FL 3',
  city: 'Los Angeles',
  region: 'CA',
  postal_code: '90012',
  country: 'US',
} as const;
const HARRISON = {
  ...SPRING,
  street: '645 Harrison St',
  unit: 'STE 200',
  city: 'San Francisco',
  postal_code: '94105',
};
/** Carriers that have addresses by themselves, two numbers of each without an address, and who is named where. */
const CARRIERS = [
  {
    account: 'twilio',
    one: '+12125550104',
    two: '+12125550105',
    ofAddress: { caller_name: 'Acme Corp' },
    ofNumber: {},
  },
  {
    account: 'vonage',
    one: '+12125550104',
    two: '+12125550105',
    ofAddress: {},
    ofNumber: { caller_name: 'Acme Corp' },
  },
  {
    account: 'bandwidth',
    one: '+14155550150',
    two: '+14155550151',
    ofAddress: {},
    ofNumber: { caller_name: 'Acme Corp' },
  },
] as const;

type Row = Readonly<Record<string, string>>;

function sheet(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return `${[columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))].map((line) => line.join(',')).join('\n')}\n`;
}

describe('a row uses the address that another row of the sheet adds', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0.002 });
  });
  afterEach(() => place.close());

  const kinds = (account: string): string[] => effectsOf(place, account).map(({ kind }) => kind);
  const answers = async (): Promise<(string | undefined)[][]> =>
    (await newestResults(place)).map((row) => [row['result'], row['error_code']]);
  const retry = async (): Promise<readonly Row[]> => csv(path.join(await newestRun(place), 'retry.csv'));
  async function run(command: string, rows: readonly Row[], ...options: string[]) {
    await place.file('sites.csv', sheet(rows));
    return place.run(command, 'sites.csv', '--max-errors', '100%', '--no-color', ...options);
  }
  const applied = { code: 0 };

  it.each(sampleOf(CARRIERS, [2]))(
    'at $account: by reference, once, resumed as it is, and undone',
    async (carrier) => {
      const { account, one, two, ofAddress, ofNumber } = carrier;
      const rows = [
        { phone_number: one, account, address_id: 'ref:SITE2', ...ofNumber },
        { action: 'add-address', account, reference: 'SITE2', ...ofAddress, ...SPRING },
        { phone_number: two, account, address_id: 'REF: SITE2', ...ofNumber },
      ];
      expect(await run('plan', rows)).toMatchObject(applied);
      const plan = await csv(path.join(await newestRun(place), 'plan.csv'));
      expect(plan.map((row) => [row['changes'], row['address_after']?.slice(0, 15)])).toEqual([
        ['assign', '200 N Spring St'],
        ['add', '200 N Spring St'],
        ['assign', '200 N Spring St'],
      ]);
      expect(plan[0]?.['detail']).toContain('its address is the one of row 3');
      expect(await run('apply', rows, '--yes')).toMatchObject(applied);
      expect(await answers()).toEqual(rows.map(() => ['applied', '']));
      const ids = (await newestResults(place)).map((row) => row['provider_address_id']);
      expect(new Set(ids).size).toBe(1);
      const made = kinds(account);
      expect(made.filter((kind) => kind === 'create-address')).toHaveLength(1);
      expect(made[0]).toBe('create-address');
      const again = await run('apply', rows, '--yes');
      expect(again).toMatchObject(applied);
      expect(again.out).not.toMatch(/^account +change/m);
      expect(await answers()).toEqual(rows.map(() => ['unchanged', '']));
      expect(kinds(account)).toEqual(made);
      if (account === 'bandwidth') expect(await place.run('verify', 'sites.csv')).toMatchObject(applied);
      expect(await place.run('undo', '--yes')).toMatchObject(applied);
      expect(kinds(account).slice(made.length)).toContain('delete-address');
    },
  );

  it('at bandwidth by an id of its own, whatever the order, and never at the place of another', async () => {
    const account = 'bandwidth';
    const name = { caller_name: 'Acme Corp' };
    const rows: Row[] = [
      { phone_number: '+14155550150', account, address_id: 'CityHall1', ...name },
      { action: 'add-address', account, address_id: 'CityHall1', reference: 'HALL', ...SPRING },
      { phone_number: '+14155550151', account, address_id: 'ref:HALL', ...name },
    ];
    expect(await run('plan', rows)).toMatchObject(applied);
    const plan = path.join(await newestRun(place), 'plan.json');
    expect(await place.run('apply', plan, '--limit', '2', '--yes')).toMatchObject(applied);
    expect(await place.run('apply', plan, '--yes')).toMatchObject(applied);
    expect(await answers()).toEqual([
      ['unchanged', ''],
      ['unchanged', ''],
      ['applied', ''],
    ]);
    expect(kinds(account)).toEqual(['create-address', 'associate', 'associate']);
    // The id holds another place now: the row that adds it fails, and so do the rows that use it.
    const moved = rows.map((row) => (row['action'] === 'add-address' ? { ...row, ...HARRISON } : row));
    expect(await run('apply', moved, '--yes')).toMatchObject({ code: 1 });
    expect(await answers()).toEqual([
      ['failed', 'ADDRESS_ROW_FAILED'],
      ['failed', 'ADDRESS_ID_TAKEN'],
      ['failed', 'ADDRESS_ROW_FAILED'],
    ]);
    expect((await newestResults(place))[0]?.['error_message']).toBe(
      'Row 3 was to add the address of this row: The id CityHall1 belongs to a different address.',
    );
    expect(kinds(account)).toHaveLength(3);
  });

  it('counts as an address of the row in every check', async () => {
    const row = { account: 'vonage', action: 'update', app_id: 'app-1', subaccount_key: 'sub1' };
    const add = { action: 'add-address', account: 'vonage', reference: 'SITE2', ...SPRING };
    await run('validate', [add, { ...row, phone_number: '+12125550104', address_id: 'ref:SITE2' }]);
    expect((await answers())[1]).toEqual(['failed', 'VONAGE_SUBACCOUNT_ADDRESS']);
  });

  it('is finished by a resume after the run was killed between the two rows', async () => {
    const account = 'bandwidth';
    standInOf(place, account).faults.set([{ when: { operation: 'associate' }, do: 'hang' }]);
    const row = { account, caller_name: 'Acme Corp' };
    await place.file(
      'sites.csv',
      sheet([
        { ...row, phone_number: '+14155550150', address_id: 'ref:HALL' },
        { account, action: 'add-address', address_id: 'CityHall1', reference: 'HALL', ...SPRING },
        { ...row, phone_number: '+14155550151', address_id: 'CityHall1' },
      ]),
    );
    const { child, ended } = place.start('apply', 'sites.csv', '--yes', '--settle', '1s');
    await expect.poll(() => kinds(account), { timeout: 20_000 }).toContain('create-address');
    child.kill('SIGKILL');
    await ended;
    standInOf(place, account).faults.set([]);
    expect(await place.run('resume', '--settle', '1s')).toMatchObject(applied);
    expect(await answers()).toEqual([1, 2, 3].map(() => ['applied', '']));
    expect(kinds(account)).toEqual(['create-address', 'associate', 'associate']);
  });

  it('says which reference is wrong, offline and online, and sends nothing for it', async () => {
    const name = { caller_name: 'Acme Corp' };
    const add = { action: 'add-address', account: 'twilio', ...name };
    const use = { account: 'twilio' };
    const rows = [
      { ...add, reference: 'SITE1', ...SPRING },
      { ...add, reference: 'SITE1', ...HARRISON },
      { ...use, phone_number: '+12125550104', address_id: 'ref:SITE1' },
      { ...use, phone_number: '+12125550105', address_id: 'ref:SITE9' },
      { account: 'vonage', phone_number: '+12125550104', address_id: 'ref:SITE3', ...name },
      { ...add, reference: 'SITE3', ...SPRING },
      { ...add, reference: 'SITE4', ...SPRING, city: '' },
      { ...use, phone_number: '+12125550106', address_id: 'ref:SITE4' },
      { account: 'sinch', phone_number: '+13125550100', address_id: 'ref:SITE3', ...name },
      { account: 'bandwidth-orders', phone_number: '+14155550104', address_id: 'ref:SITE3', ...name },
      { ...use, phone_number: '+12125550107', address_id: 'ref:' },
      { ...use, phone_number: '', action: 'delete-address', address_id: 'ref:SITE3' },
    ];
    const codes = [
      ['failed', 'ROW_ADDRESS_REF_AMBIGUOUS'],
      ['failed', 'ROW_ADDRESS_REF_UNKNOWN'],
      ['failed', 'ROW_ADDRESS_REF_ACCOUNT'],
    ];
    const late = [
      ['failed', 'ROW_CITY_MISSING'],
      ['failed', 'ROW_ADDRESS_ROW_INVALID'],
      ...Array.from({ length: 4 }, () => ['failed', 'ROW_ADDRESS_REF_NOT_POSSIBLE']),
    ];
    expect(await run('validate', rows)).toMatchObject({ code: 3 });
    expect(await answers()).toEqual([['valid', ''], ['valid', ''], ...codes, ['valid', ''], ...late]);
    expect(await run('apply', rows, '--yes')).toMatchObject({ code: 1 });
    const [one, two, ...rest] = await answers();
    expect([one, two]).toEqual([
      ['applied', ''],
      ['applied', ''],
    ]);
    expect(rest).toEqual([...codes, ['applied', ''], ...late]);
    expect(new Set(place.effects().map(({ kind }) => kind))).toEqual(new Set(['create-address']));
    const said = (await newestResults(place)).map((row) => row['error_message']);
    expect(said[2]).toBe('Rows 2 and 3 add different addresses with the reference "SITE1".');
    expect(said[3]).toBe(
      'No add-address row that takes part has the reference "SITE9". Did you mean "SITE1"?',
    );
    expect(said[4]).toBe(
      'Row 7 adds the address "SITE3" in the account twilio, and this row is about the account vonage.',
    );
  });

  it.each(sampleOf([CARRIERS[0], CARRIERS[2]], [0]))(
    'at $account: an address that is refused reaches no number, and retry.csv holds both',
    async (carrier) => {
      const { account, one, two, ofAddress, ofNumber } = carrier;
      standInOf(place, account).faults.set([
        { when: { operation: 'create-address' }, do: 'status', status: 400, times: 1 },
      ]);
      const rows = [
        { phone_number: one, account, address_id: 'ref:SITE2', ...ofNumber },
        { action: 'add-address', account, reference: 'SITE2', ...ofAddress, ...SPRING },
        { phone_number: 'nonsense', account, address_id: 'ref:SITE5', ...ofNumber },
        { phone_number: two, account, address_id: 'ref:SITE5', ...ofNumber },
        { action: 'add-address', account, reference: 'SITE5', ...ofAddress, ...HARRISON },
      ];
      await run('apply', rows, '--yes');
      const results = await newestResults(place);
      const failed = results.filter((row) => row['result'] === 'failed').map((row) => row['row']);
      const other = failed.includes('3') ? ['2', '3', '4'] : ['4', '5', '6'];
      expect(failed).toEqual(other);
      expect(results.filter((row) => row['error_code'] === 'ADDRESS_ROW_FAILED')).toHaveLength(1);
      const again = (await retry()).map((row) => row['reference'] || row['address_id']);
      expect(again.filter((name) => name === 'SITE5')).toHaveLength(1);
      const { run_id: _run, ...header } = (await retry())[0] ?? {};
      expect(Object.keys(header)).toContain('address_id');
      await place.file(
        'again.csv',
        (await readFile(path.join(await newestRun(place), 'retry.csv'), 'utf8')).replace('nonsense', two),
      );
      expect(await place.run('apply', 'again.csv', '--yes', '--max-errors', '100%')).toMatchObject(applied);
      expect(kinds(account)).toContain('create-address');
    },
  );
});
