import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newestRun, openPlace, type Place } from '../support/command.ts';
import { addNumbers, mixedRows, sheetOf } from '../support/mixed-sheet.ts';

const ACCOUNTS = ['twilio', 'vonage', 'sinch', 'bandwidth', 'bandwidth-orders'];

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

interface Logged {
  readonly run_id: string;
  readonly account: string;
  readonly operation: string;
  readonly status: number | null;
  readonly attempt: number;
  readonly request_id: string;
}

const lines = async (file: string): Promise<Logged[]> =>
  (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Logged);

/** How many calls each account had, as summary.json counts them. */
async function counted(folder: string): Promise<Record<string, number>> {
  const { calls } = JSON.parse(await readFile(path.join(folder, 'summary.json'), 'utf8')) as {
    calls: Record<string, { total: number }>;
  };
  const totals = Object.entries(calls).map(([account, { total }]) => [account, total] as const);
  return Object.fromEntries(totals.filter(([, total]) => total > 0));
}

const perAccount = (calls: readonly Logged[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { account } of calls) counts[account] = (counts[account] ?? 0) + 1;
  return counts;
};

it('every call of every account is in run.log and, with --verbose, on stderr, without secrets and addresses', async () => {
  const rows = mixedRows(ACCOUNTS, 5);
  addNumbers(place.sandbox.standIns, rows);
  await place.file('numbers.csv', sheetOf(rows));
  place.sandbox.standIns
    .find(({ account }) => account === 'sinch')
    ?.faults.set([{ when: { method: 'GET' }, do: 'status', status: 503, times: 1 }]);
  const { code, err, out } = await place.run('apply', 'numbers.csv', '--yes', '--verbose');
  expect(code, err).toBe(0);
  expect(out).toMatch(/summary\.json {2}run\.log/);

  const folder = await newestRun(place);
  const calls = await lines(path.join(folder, 'run.log'));
  expect(perAccount(calls)).toEqual(await counted(folder));
  expect(new Set(calls.map(({ run_id }) => run_id))).toEqual(new Set([path.basename(folder)]));
  expect(
    calls.filter(({ account, attempt, status }) => account === 'sinch' && attempt === 1 && status === 503),
  ).toHaveLength(1);
  expect(
    calls.some(({ account, attempt, status }) => account === 'sinch' && attempt === 2 && status === 200),
  ).toBe(true);
  const unnamed = calls.filter(({ account, request_id }) => account === 'twilio' && request_id === '');
  expect(unnamed).toEqual([]);
  const shown = err.split('\n').filter((line) => /^[a-z-]+ (GET|POST|PUT|PATCH|DELETE) \//.test(line));
  expect(shown).toHaveLength(calls.length);

  const text = await readFile(path.join(folder, 'run.log'), 'utf8');
  const secrets = Object.entries(place.sandbox.environment).filter(([name]) =>
    /SECRET|TOKEN|PASSWORD/.test(name),
  );
  expect(secrets.length).toBeGreaterThanOrEqual(4);
  for (const [name, secret] of secrets) expect(text, name).not.toContain(secret);
  expect(text).not.toMatch(/Goodlett|SPRING|SEATTLE|Example Office|94102/i);
});

it('verify, undo, and export have one, too; validate has none', async () => {
  for (const args of [['verify'], ['undo', '--yes']]) {
    expect((await place.run(...args, '--where', 'account=twilio')).code).toBe(0);
    const folder = await newestRun(place);
    expect(perAccount(await lines(path.join(folder, 'run.log')))).toEqual(await counted(folder));
  }
  expect((await place.run('export', '--account', 'vonage', '--out', 'now.csv')).code).toBe(0);
  const exported = await lines(path.join(place.dir, 'now-run.log'));
  expect(exported.map(({ operation }) => operation)).toContain('list-numbers');
  await place.run('validate', 'numbers.csv');
  await expect(readFile(path.join(await newestRun(place), 'run.log'))).rejects.toThrow(/ENOENT/);
});
