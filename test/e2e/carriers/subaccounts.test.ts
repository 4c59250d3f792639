import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { AUTH_TOKEN } from '../../../src/sandbox/twilio/accounts.ts';
import { requestsOf, standInOf } from '../accounts.ts';
import { csv, type Ended, newestResults, openPlace, type Place } from '../support/command.ts';

const [WEST, EAST] = [1, 2].map((at) => `ACe911${String(at).padStart(28, '0')}`) as [string, string];
const ADDRESS = 'Harbor Dental,645 HARRISON ST,STE 200,San Francisco,CA,94105,US';
const HEADER = 'phone_number,action,account,caller_name,street,unit,city,region,postal_code,country';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
  await rewriteTwilio({ subaccounts: 'all' });
});
afterEach(() => place.close());

type Settings = Readonly<Record<string, string | undefined>>;

/** Leaves the account of Twilio alone in the config, with these settings changed; undefined leaves one out. */
async function rewriteTwilio(changes: Settings): Promise<void> {
  const text = await readFile(path.join(place.dir, 'e911.config.yaml'), 'utf8');
  const { twilio = {} } = (parse(text) as { accounts: Record<string, Settings> }).accounts;
  const written = Object.entries({ ...twilio, ...changes }).filter(([, value]) => value !== undefined);
  await place.file('e911.config.yaml', stringify({ accounts: { twilio: Object.fromEntries(written) } }));
}

const useApiKey = (): Promise<void> =>
  rewriteTwilio({
    auth_token: undefined,
    api_key: 'env:TWILIO_API_KEY',
    api_key_secret: 'env:TWILIO_API_KEY_SECRET',
  });

const sheet = (...rows: readonly (readonly [string, string])[]): Promise<string> =>
  place.file(
    'numbers.csv',
    `${HEADER}\n${rows.map(([number, account]) => `${number},assign,${account},${ADDRESS}\n`).join('')}`,
  );

const listReads = async (): Promise<number> =>
  (await requestsOf(place, 'twilio')).filter(({ path: to }) => to.includes('/Accounts.json')).length;

/** Whether a text is in a file of the place, the journal and its write-ahead file among them, or on the screen. */
async function whereIs(text: string, ended: readonly Ended[]): Promise<string[]> {
  const found = ended.flatMap(({ out, err }) => (`${out}${err}`.includes(text) ? ['screen'] : []));
  for (const entry of await readdir(place.dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    if ((await readFile(file)).includes(text)) found.push(file);
  }
  return found;
}

it('rows name subaccounts in validate, plan, apply, verify, and export; no token of theirs is kept', async () => {
  const names = [`twilio/${WEST}`, `twilio/${EAST}`] as const;
  const file = await sheet(['+12065550100', names[0]], ['+16175550100', names[1]]);
  const ended: Ended[] = [await place.run('validate', file)];
  expect(ended[0]?.code).toBe(0);
  expect(await requestsOf(place, 'twilio')).toEqual([]);

  for (const command of [
    ['plan', file],
    ['apply', file, '--yes'],
    ['verify', file],
  ]) {
    const before = await listReads();
    const one = await place.run(...command);
    ended.push(one);
    expect([command[0], one.code, one.err]).toEqual([command[0], 0, one.err]);
    expect(await listReads()).toBe(before + 1);
  }
  expect((await newestResults(place)).map((row) => row['resolved_account'])).toEqual(names);
  const state = standInOf(place, 'twilio').standIn.controls?.state(0);
  expect(state).toMatchObject({ subaccounts: [{ addresses: [{}] }, { addresses: [{}] }] });

  ended.push(await place.run('export', '--out', 'all.csv'));
  const rows = await csv(path.join(place.dir, 'all.csv'));
  const covered = (account: string) =>
    rows
      .filter((row) => row['account'] === account && row['street'] !== '')
      .map((row) => row['phone_number']);
  expect(new Set(rows.map((row) => row['account']))).toEqual(new Set(['twilio', ...names]));
  expect(covered(names[0])).toEqual(['+12065550100']);
  expect(covered(names[1])).toEqual(['+16175550100']);

  ended.push(await place.run('export', '--account', names[1], '--out', 'one.csv'));
  const ofOne = await csv(path.join(place.dir, 'one.csv'));
  expect(new Set(ofOne.map((row) => row['account']))).toEqual(new Set([names[1]]));
  const checked = await place.run('accounts', 'check', '--json', '--verbose');
  ended.push(checked, await place.run('undo', '--yes'));
  expect(ended.map(({ code }) => code)).toEqual(ended.map(() => 0));
  const { accounts } = JSON.parse(checked.out) as { accounts: { account: string; state: string }[] };
  expect(accounts.map(({ account, state: how }) => [account, how])).toEqual(
    ['twilio', ...names].map((name) => [name, 'right']),
  );

  // The children's tokens begin with the parent's.
  expect(await whereIs(AUTH_TOKEN, ended)).toEqual([]);
  expect(await whereIs(names[0], ended)).not.toEqual([]);
});

it('a subaccount that does not exist stops its own rows alone', async () => {
  const missing = `twilio/AC${'9'.repeat(32)}`;
  const file = await sheet(['+12065550100', `twilio/${WEST}`], ['+12065550101', missing]);
  const planned = await place.run('plan', file);
  expect(planned.code).not.toBe(0);
  const [west, other] = await newestResults(place);
  expect(west?.['error_code']).toBe('');
  expect(other?.['error_message']).toContain('lists no subaccount');
});

it('--account names a subaccount for rows that name none', async () => {
  const planned = await place.run('plan', await sheet(['+12065550100', '']), '--account', `twilio/${WEST}`);
  expect(planned.code).toBe(0);
  expect((await place.run('plan', 'numbers.csv', '--account', 'twilio/AC1')).code).toBe(2);
});

it('a standard API key may not list: the error says what to write, and the account itself still works', async () => {
  await useApiKey();
  const words = 'A standard API key may not list accounts';
  const checked = await place.run('accounts', 'check');
  expect(checked.code).toBe(5);
  expect(checked.out).toContain(words);
  const exported = await place.run('export', '--out', 'all.csv');
  expect(exported.code).toBe(5);
  expect(exported.err).toContain(words);
  expect(exported.err).toContain('auth_account_sid');
  expect(await readdir(place.dir)).not.toContain('all.csv');
  const planned = await place.run('plan', await sheet(['+12065550100', `twilio/${WEST}`]));
  expect(planned.code).toBe(5);
  expect(planned.err).toContain(words);
  expect((await place.run('export', '--account', 'twilio', '--out', 'own.csv')).code).toBe(0);
});

it('a main API key lists and, where Twilio accepts it, reaches the subaccounts', async () => {
  await useApiKey();
  const { controls } = standInOf(place, 'twilio').standIn;
  controls?.setSwitches({ apiKeyType: 'main', parentKeyOnSubaccounts: 'accept' });
  expect((await place.run('accounts', 'check')).code).toBe(0);
  controls?.setSwitches({ parentKeyOnSubaccounts: 'refuse' });
  expect((await place.run('accounts', 'check')).code).toBe(5);
});
