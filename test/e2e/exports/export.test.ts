import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csv, type Ended, newestResults, openPlace, type Place } from '../support/command.ts';
import { exported, withCells } from '../support/exported.ts';

const ACCOUNTS = ['twilio', 'vonage', 'sinch', 'bandwidth', 'bandwidth-orders'];

describe('an export', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
  });
  afterEach(() => place.close());

  const faultsAt = (account: string, rules: unknown): void =>
    place.sandbox.standIns.find((one) => one.account === account)?.faults.set(rules);
  const numbersOf = async (...args: string[]) => {
    const ended = await place.run('export', 'numbers', '--json', ...args);
    return { ended, ...(await exported(ended)) };
  };

  it('holds every number of every account, with its address and its status, by account and number', async () => {
    const { ended, rows, file } = await numbersOf();
    expect(ended.code).toBe(0);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const accounts = rows.map((row) => row['account']);
    expect([...new Set(accounts)]).toEqual(ACCOUNTS);
    expect(new Set(rows.map((row) => row['action']))).toEqual(new Set(['ignore']));
    for (const account of ACCOUNTS) {
      const numbers = rows.filter((row) => row['account'] === account).map((row) => row['phone_number']);
      expect(numbers).toEqual([...numbers].sort());
    }
    expect(
      rows.find((row) => row['phone_number'] === '+14155550100' && row['account'] === 'vonage'),
    ).toMatchObject({
      caller_name: 'Harbor Dental',
      street: '645 HARRISON ST',
      unit: 'STE 200',
      postal_code: '94105',
      address_id: '',
      emergency_state: 'covered',
      address_kind: 'business',
    });
    expect(place.effects()).toEqual([]);
  });

  it('comes back as a sheet: all ignored as it is, all unchanged and no write with action assign', async () => {
    const { file, rows } = await numbersOf();
    const as = await place.run('apply', file);
    expect(as).toMatchObject({ code: 0 });
    expect(new Set((await newestResults(place)).map((row) => row['result']))).toEqual(new Set(['skipped']));

    await place.file('assign.csv', withCells(rows, { action: 'assign' }));
    const { code, err } = await place.run('apply', 'assign.csv', '--where', 'emergency_state=covered');
    const results = (await newestResults(place)).filter((row) => row['detail'] !== 'left out by --where');
    expect({ code, err, kinds: new Set(results.map((row) => row['result'])) }).toMatchObject({
      code: 0,
      kinds: new Set(['unchanged']),
    });
    expect(new Set(results.map((row) => row['account']))).toEqual(new Set(ACCOUNTS));
    expect(err).not.toContain('no known column');
    expect(place.effects()).toEqual([]);
  });

  it('is the next sheet when it is edited', async () => {
    const { rows } = await numbersOf('--account', 'twilio', '--pattern', '4155550100');
    const edit = {
      action: 'assign',
      street: '200 N SPRING ST',
      unit: '',
      city: 'LOS ANGELES',
      postal_code: '90012',
    };
    await place.file('edited.csv', withCells(rows, edit));
    expect((await place.run('apply', 'edited.csv', '--yes')).code).toBe(0);
    const after = await numbersOf('--account', 'twilio', '--pattern', '4155550100');
    expect(after.rows).toHaveLength(1);
    expect(after.rows[0]).toMatchObject({
      street: '200 N SPRING ST',
      unit: '',
      caller_name: 'Harbor Dental',
    });
  });

  it('is the same bytes twice, whatever order the answers come in', async () => {
    const one = await numbersOf();
    const other = await numbersOf();
    expect(await readFile(other.file, 'utf8')).toBe(await readFile(one.file, 'utf8'));
    expect(other.file).not.toBe(one.file);
  });

  it('moves numbers to another carrier: export, change the account, apply', async () => {
    const { rows } = await numbersOf(
      '--account',
      'vonage',
      '--pattern',
      '1415555010',
      '--search-pattern',
      'start',
    );
    const covered = rows.filter((row) => row['emergency_state'] === 'covered');
    expect(covered.map((row) => row['phone_number'])).toHaveLength(4);
    for (const account of ['sinch', 'bandwidth', 'bandwidth-orders', 'twilio']) {
      // The numbers themselves are ported between carriers by other means.
      const target = place.sandbox.standIns.find((one) => one.account === account)?.standIn;
      const ported = covered.map((_row, at) => `+1303555010${at}`);
      target?.controls?.addNumbers(ported);
      const moved = covered.map((row, at) => ({ ...row, phone_number: ported[at] ?? '' }));
      await place.file('move.csv', withCells(moved, { action: 'assign', account }));
      const moving = await place.run('apply', 'move.csv', '--yes', '--accept', 'formatting');
      expect(moving, account).toMatchObject({ code: 0 });
      const after = await numbersOf('--account', account, '--pattern', '130355501');
      expect(after.rows.map((row) => [row['phone_number'], row['emergency_state'], row['unit']])).toEqual(
        ported.map((number) => [number, 'covered', 'STE 200']),
      );
    }
  });

  it('says INCOMPLETE in the file, on stderr and by exit 8 when a page is cut off', async () => {
    faultsAt('vonage', [{ when: { path: 'account/numbers.*index=2' }, do: 'truncate' }]);
    const { ended, rows } = await numbersOf();
    expect(ended.code).toBe(8);
    expect(ended.err).toMatch(/INCOMPLETE: vonage was not read to its end/);
    expect(JSON.parse(ended.out)).toMatchObject({ complete: false, exit_code: 8 });
    expect(rows[0]).toMatchObject({ account: 'vonage', action: 'ignore', phone_number: '' });
    expect(rows[0]?.['export_note']).toMatch(/^INCOMPLETE: /);
    // The others are whole, and no output says otherwise.
    const others = rows.filter((row) => row['account'] !== 'vonage');
    expect(others.some((row) => (row['export_note'] ?? '') !== '')).toBe(false);
    expect(others.length).toBeGreaterThan(400);
  });

  it('says INCOMPLETE of an account that refuses or does not answer', async () => {
    faultsAt('sinch', [{ do: 'status', status: 401, body: '{}' }]);
    const refused: Ended = await place.run('export', '--account', 'sinch', '--account', 'bandwidth');
    expect(refused.code).toBe(8);
    expect(refused.err).toMatch(/INCOMPLETE: sinch could not be reached/);
    expect(refused.out).toMatch(/bandwidth +Bandwidth \(endpoints\) +4/);
    const alone = await place.run('export', '--account', 'sinch');
    expect(alone.code).toBe(5);
    expect(alone.err).toMatch(/INCOMPLETE: sinch could not be reached/);
  });

  it('writes no file when it is interrupted', async () => {
    // Vonage answers no question about a number, so the export is still at it when the signal comes.
    faultsAt('vonage', [{ when: { path: '/v1/emergency' }, do: 'hang' }]);
    const begun = place.begin('export', '--account', 'vonage', '--out', 'stopped');
    await expect.poll(begun.err, { timeout: 30_000 }).toContain('reading the accounts');
    begun.signal('SIGINT');
    const { code, err } = await begun.ended;
    expect(code).toBe(130);
    expect(err).toContain('no file is written');
    expect(await readdir(path.join(place.dir, 'stopped'))).toEqual(['run.log']);
  });

  it('--out - writes the file alone to stdout, says the rest on stderr, and is refused where stdout is taken', async () => {
    const toFile = await numbersOf('--account', 'vonage', '--out', 'piped.csv');
    const { code, out, err } = await place.run('export', '--account', 'vonage', '--out', '-');
    expect(code).toBe(0);
    expect(out).toBe(await readFile(toFile.file, 'utf8'));
    expect(err).toMatch(/Exported \d+ numbers \(exit 0\)/);
    faultsAt('vonage', [{ do: 'status', status: 401, body: '{}' }]);
    const failed = await place.run('export', '--account', 'vonage', '--out', '-');
    expect(failed.code).toBe(5);
    expect(failed.err).toContain('INCOMPLETE: vonage could not be reached');
    for (const args of [['--json'], ['--events'], ['--compliance'], ['--compare', 'piped.csv']]) {
      const refused = await place.run('export', '--out', '-', ...args);
      expect(refused, args.join(' ')).toMatchObject({ code: 2 });
      expect(`${refused.err}${refused.out}`).toContain('--out - writes one CSV file to stdout');
    }
  });

  it('compares with an earlier export', async () => {
    const before = await numbersOf('--account', 'bandwidth', '--out', 'before.csv');
    const lines = [
      'phone_number,action,account,caller_name,street,unit,city,region,postal_code,country',
      '+14155550100,assign,bandwidth,Harbor Dental,200 N SPRING ST,,LOS ANGELES,CA,90012,US',
      '+14155550101,remove,bandwidth,,,,,,,',
      '+13035550100,assign,bandwidth,Harbor Dental,200 N SPRING ST,,LOS ANGELES,CA,90012,US',
    ];
    await place.file('changes.csv', `${lines.join('\n')}\n`);
    expect((await place.run('apply', 'changes.csv', '--yes', '--force')).code).toBe(0);
    const after = await place.run('export', '--account', 'bandwidth', '--compare', before.file, '--json');
    const report = JSON.parse(after.out) as { out: string; changes: unknown };
    const changes = await csv(path.join(report.out, 'changes.csv'));
    expect(changes.map((row) => [row['change'], row['phone_number'], row['newly_failing']])).toEqual([
      ['added', '+13035550100', ''],
      ['changed', '+14155550100', ''],
      ['removed', '+14155550101', ''],
    ]);
    expect(changes[1]?.['columns']?.split(' ')).toEqual(
      expect.arrayContaining(['street', 'unit', 'city', 'postal_code']),
    );
    expect(report.changes).toEqual({ added: 1, removed: 1, changed: 1, newly_failing: 0 });
  });

  it.each([
    [['--account', 'twilio', '--has-application', 'yes'], '--has-application'],
    [['--account', 'twilio', '--application', 'x'], '--application'],
    [['--account', 'bandwidth', '--type', 'LOCAL'], '--type'],
    [['--account', 'bandwidth-orders', '--features', 'VOICE'], '--features'],
    [['--account', 'sinch', '--type', 'landline'], 'MOBILE, LOCAL, TOLL_FREE'],
    [['--account', 'vonage', '--features', 'SMS,VOIC'], 'SMS, VOICE, MMS'],
    [['--account', 'twilio', '--features', 'voice;sms'], 'VOICE, SMS, MMS, FAX'],
    [['--type', 'LOCAL'], '--account'],
    [['available', '--account', 'sinch', '--country', 'US', '--application', 'x'], '--application'],
    [['available', '--account', 'vonage', '--country', 'US', '--has-application', 'no'], '--has-application'],
  ])('refuses a filter that a carrier does not have: %j', async (args, said) => {
    const { code, err } = await place.run('export', ...args);
    expect([code, err.includes(said)]).toEqual([2, true]);
    expect(place.effects()).toEqual([]);
  });
});
