import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { effectsOf } from '../accounts.ts';
import { csv, newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const HEADER = 'phone_number,account,caller_name,street,unit,city,region,postal_code,country';
const CITY = 'San Francisco,CA,94105,US';

/** One suite as people write it: street, unit. */
const SPELLINGS = [
  ['645 Harrison St', 'STE 310'],
  ['645 Harrison St', '# 310'],
  ['645 Harrison St', '310'],
  ['645 Harrison St', '#310'],
  ['645 Harrison St', 'Suite 310'],
  ['645 Harrison St', 'suite #310'],
  ['645 HARRISON STREET STE 310', ''],
  ['645 Harrison St #310', ''],
  ['645 Harrison St, Suite 310', '310'],
] as const;

let place: Place;
beforeEach(async () => {
  place = await openPlace({ scale: 0 });
});
afterEach(() => place.close());

type Unit = readonly [street: string, unit: string];

async function sheet(name: string, account: string, rows: readonly (Unit & { phone?: string })[]) {
  const lines = rows.map(
    ([street, unit], at) => `+1415555015${at},${account},Example Offices,"${street}",${unit},${CITY}`,
  );
  return place.file(name, [HEADER, ...lines, ''].join('\n'));
}

async function adopted(): Promise<(string | undefined)[]> {
  const problems = await csv(path.join(await newestRun(place), 'errors.csv'));
  return problems.filter(({ code }) => code === 'ROW_UNIT_ADOPTED').map(({ row }) => row);
}

const created = (account: string): number =>
  effectsOf(place, account).filter(({ kind }) => kind === 'create-address').length;

it('one suite in nine spellings is one address, in plan and apply, and its rows say so', async () => {
  await sheet('nine.csv', 'twilio', [...SPELLINGS].reverse());
  const plan = await place.run('plan', 'nine.csv');
  expect({ code: plan.code, err: plan.err }).toMatchObject({ code: 0 });
  // The spellings without a designator, in the reversed sheet.
  const bare = ['3', '7', '8', '9'];
  expect(await adopted()).toEqual(bare);
  const before = place.effects().length;
  const apply = await place.run('apply', 'nine.csv', '--yes', '--accept', 'formatting');
  expect({ code: apply.code, err: apply.err }).toMatchObject({ code: 0 });
  const results = await newestResults(place);
  expect(new Set(results.map((row) => row['provider_address_id'])).size).toBe(1);
  expect(results.map((row) => row['address_after'])).toEqual(
    results.map(() => expect.stringContaining('STE 310')),
  );
  expect(await adopted()).toEqual(bare);
  expect(place.effects().length).toBeGreaterThan(before);
  const writes = place.effects().length;
  const again = await place.run('apply', 'nine.csv', '--yes');
  expect({ code: again.code, err: again.err }).toMatchObject({ code: 0 });
  expect(new Set((await newestResults(place)).map((row) => row['result']))).toEqual(new Set(['unchanged']));
  expect(place.effects()).toHaveLength(writes);
  expect((await place.run('verify', 'nine.csv')).code).toBe(0);
});

it('a plan is applied as it was read, also by its first rows alone', async () => {
  await sheet('plan.csv', 'twilio', [
    ['645 Harrison St', '# 310'],
    ['645 Harrison St', 'STE 310'],
  ]);
  expect(await place.run('plan', 'plan.csv')).toMatchObject({ code: 0 });
  const plan = path.join(await newestRun(place), 'plan.json');
  const first = await place.run('apply', plan, '--limit', '1', '--yes');
  expect({ code: first.code, err: first.err }).toMatchObject({ code: 0 });
  expect(await newestResults(place)).toMatchObject([
    { result: 'applied', address_after: expect.stringContaining('STE 310') },
    { result: 'skipped' },
  ]);
  expect(await adopted()).toEqual(['2']);
  for (const option of [
    ['--include-hidden'],
    ['--worksheet', 'x'],
    ['--header-row', '2'],
    ['--map', 'a=b'],
  ]) {
    const refused = await place.run('apply', plan, '--yes', ...option);
    expect({ option, code: refused.code, err: refused.err }).toMatchObject({
      code: 2,
      err: expect.stringContaining(option[0] ?? ''),
    });
  }
});

it('APT 310 beside STE 310 stays two, and a bare 310 beside both is a third', async () => {
  await sheet('two.csv', 'twilio', [
    ['645 Harrison St', 'STE 310'],
    ['645 Harrison St', 'APT 310'],
    ['645 Harrison St', '# 310'],
  ]);
  const apply = await place.run('apply', 'two.csv', '--yes', '--accept', 'formatting');
  expect({ code: apply.code, err: apply.err }).toMatchObject({ code: 0 });
  const ids = (await newestResults(place)).map((row) => row['provider_address_id']);
  expect(new Set(ids).size).toBe(3);
  expect(await adopted()).toEqual([]);
});

it('what the account stores counts: the bare unit is that one, and a number on a bare one is not moved', async () => {
  for (const account of ['twilio', 'sinch']) {
    const number = account === 'twilio' ? '+14155550150' : '+14045550101';
    const rows = (unit: string) =>
      `${HEADER}\n${number},${account},Example Offices,645 Harrison St,${unit},${CITY}\n`;
    await place.file('first.csv', rows('STE 320'));
    expect(await place.run('apply', 'first.csv', '--yes')).toMatchObject({ code: 0 });
    const writes = place.effects().length;
    await place.file('bare.csv', rows('# 320'));
    expect(await place.run('apply', 'bare.csv', '--yes')).toMatchObject({ code: 0 });
    expect(await newestResults(place)).toMatchObject([{ result: 'unchanged' }]);
    expect(await adopted()).toEqual(['2']);
    expect(place.effects()).toHaveLength(writes);
  }
});

it('two rows about one number that differ in the designator are one request, unless another unit may be meant', async () => {
  const row = (phone: string, unit: string) =>
    `${phone},twilio,Example Offices,645 Harrison St,${unit},${CITY}`;
  await place.file(
    'same.csv',
    [HEADER, row('+14155550150', '310'), row('+14155550150', 'STE 310'), ''].join('\n'),
  );
  expect(await place.run('apply', 'same.csv', '--yes')).toMatchObject({ code: 0 });
  expect(await newestResults(place)).toMatchObject([{ result: 'applied' }, { result: 'applied' }]);
  expect(created('twilio')).toBeLessThanOrEqual(1);
  const doubtful = [
    row('+14155550151', '330'),
    row('+14155550151', 'STE 330'),
    row('+14155550152', 'APT 330'),
  ];
  await place.file('doubtful.csv', [HEADER, ...doubtful, ''].join('\n'));
  expect(await place.run('plan', 'doubtful.csv')).toMatchObject({ code: 1 });
  expect(await newestResults(place)).toMatchObject([
    { result: 'failed', error_column: 'unit' },
    { result: 'failed', error_column: 'unit' },
    { result: 'would_apply' },
  ]);
});
