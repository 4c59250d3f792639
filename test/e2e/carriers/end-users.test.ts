import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { standInOf } from '../accounts.ts';
import { cityHall, heldOf, kindsOf, losAngeles } from '../support/bandwidth-rows.ts';
import { csv, newestResults, newestRun, openPlace, type Place } from '../support/command.ts';
import { exported, withCells } from '../support/exported.ts';
import { writeAtBandwidth } from '../support/other-program.ts';

const USERS = ['lobbya', 'lobbyb'];

describe('an endpoint that only its user names', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    for (const user of USERS) {
      const endpoint = `<alternateEndUserId>${user}</alternateEndUserId><callerName>Front Desk</callerName><locationId>HQ1</locationId><activated>true</activated>`;
      await writeAtBandwidth(place, 'POST', '', `<Endpoint>${endpoint}</Endpoint>`);
    }
    writes = kindsOf(place).length;
  });
  afterEach(() => place.close());

  let writes = 0;
  const changes = () => kindsOf(place).slice(writes);
  const endpointOf = (user: string) =>
    heldOf(place).endpoints.find(({ alternateEndUserId }) => alternateEndUserId === user);
  const applySheet = async (content: string) => {
    await writeFile(path.join(place.dir, 'sheet.csv'), content);
    const ended = await place.run('apply', 'sheet.csv', '--yes', '--force', '--wait', '1s');
    return { code: ended.code, results: await newestResults(place) };
  };
  const exportNumbers = async () =>
    exported(await place.run('export', 'numbers', '--json', '--account', 'bandwidth'));

  it('is named by a migration, which cannot move it, and stays', async () => {
    const moved = await place.run(
      'migrate',
      'bandwidth',
      'sinch',
      '--where',
      'phone_number=',
      '--yes',
      '--json',
    );
    expect(moved.code).toBe(1);
    expect(JSON.parse(moved.out)).toMatchObject({
      exit_reason: '2 end users without a phone number had to stay',
      stayed: USERS.map((phone_number) => ({
        phone_number,
        why: expect.stringContaining('no phone number'),
      })),
    });
    expect(changes()).toEqual([]);
  });

  it('is still named when the migration was stopped and is resumed', async () => {
    const [number = ''] = (await exportNumbers()).rows.flatMap((row) => row['phone_number'] || []);
    standInOf(place, 'sinch').standIn.controls?.addNumbers([number]);
    const { faults } = standInOf(place, 'bandwidth');
    faults.set([{ when: { operation: 'disassociate' }, do: 'status', status: 401 }]);
    const args = ['bandwidth', 'sinch', '--caller-name', 'Front Desk', '--yes', '--json'];
    const stopped = JSON.parse((await place.run('migrate', ...args)).out) as { next: string };
    expect(stopped).toMatchObject({ exit_code: 5, next: expect.stringContaining('e911 resume ') });
    faults.set([]);
    const resumed = await place.run('resume', '--yes', '--json');
    const { stayed } = JSON.parse(resumed.out) as { stayed: { phone_number: string }[] };
    expect(stayed.map(({ phone_number }) => phone_number)).toEqual(expect.arrayContaining(USERS));
    expect(resumed.code).toBe(1);
  });

  it('is a row of the next sheet: unchanged as it is, moved, verified, and rolled back', async () => {
    const { rows } = await exportNumbers();
    expect(rows.map((row) => [row['phone_number'], row['endpoint_user_id']])).toContainEqual(['', 'lobbya']);
    const same = await applySheet(withCells(rows, { action: 'assign' }));
    expect([same.code, ...same.results.map((row) => row['result'])]).toEqual([
      0,
      ...rows.map(() => 'unchanged'),
    ]);
    expect(changes()).toEqual([]);

    const user = rows.filter((row) => row['endpoint_user_id'] === 'lobbya');
    const sheet = withCells(user, { action: 'assign', ...losAngeles, unit: '', caller_name: 'Front Desk' });
    const moved = await applySheet(sheet);
    expect(moved).toMatchObject({ code: 0, results: [{ result: 'applied', e164: '' }] });
    const now = endpointOf('lobbya');
    expect(now).toMatchObject({ telephoneNumber: '', activated: true });
    expect(now?.locationId).not.toBe('HQ1');
    expect(endpointOf('lobbyb')?.locationId).toBe('HQ1');
    expect(changes()).toEqual(['create-address', 'associate']);
    const run = await newestRun(place);
    expect((await place.run('verify', path.basename(run))).code).toBe(0);

    const again = await applySheet(sheet);
    expect(again).toMatchObject({ code: 0, results: [{ result: 'unchanged' }] });
    expect((await place.run('undo', path.basename(run), '--yes', '--force')).code).toBe(0);
    expect(endpointOf('lobbya')).toMatchObject({ locationId: 'HQ1', callerName: 'Front Desk' });
  });

  it('is made, switched and removed by its user, and counted by the guards', async () => {
    const header = `action,account,endpoint_user_id,${Object.keys(cityHall).join(',')}`;
    const row = (action: string, user: string, cells = Object.values(cityHall).join(',')) =>
      `${action},bandwidth,${user},${cells}`;
    const bare = Object.keys(cityHall).fill('').join(',');
    const made = await applySheet(`${header}\n${row('assign', 'desk7')}\n`);
    expect(made).toMatchObject({ code: 0, results: [{ result: 'applied', endpoint_user_id: 'desk7' }] });
    expect(endpointOf('desk7')).toMatchObject({ telephoneNumber: '', callerName: 'City Desk' });
    for (const [action, activated] of [
      ['disable', false],
      ['enable', true],
    ] as const) {
      expect((await applySheet(`${header}\n${row(action, 'desk7', bare)}\n`)).code).toBe(0);
      expect(endpointOf('desk7')).toMatchObject({ activated });
    }
    expect((await applySheet(`${header}\n${row('remove', 'desk7', bare)}\n`)).code).toBe(0);
    expect(endpointOf('desk7')).toBeUndefined();
    // Four numbers and two users are covered.
    await place.file('all.csv', `${header}\n${USERS.map((user) => row('remove', user, bare)).join('\n')}\n`);
    const guarded = await place.run('apply', 'all.csv', '--yes', '--max-remove', '1');
    expect(guarded.code).toBe(4);
    expect(guarded.err).toContain('2 of 6 covered numbers');
  });

  it('is held against a sheet and refused by a carrier that covers numbers alone', async () => {
    const { rows } = await exportNumbers();
    const others = rows.filter((row) => row['endpoint_user_id'] !== 'lobbyb');
    await place.file('wanted.csv', withCells(others, { action: 'assign' }));
    const set = await place.run(
      ...(['export', '--compliance', '--json', '--account', 'bandwidth', '--against', 'wanted.csv'] as const),
    );
    const { out } = JSON.parse(set.out) as { out: string };
    const differences = await csv(path.join(out, 'differences.csv'));
    expect(differences).toMatchObject([
      { phone_number: '', endpoint_user_id: 'lobbyb', difference: 'not-in-sheet' },
    ]);
    const user = others.filter((row) => row['phone_number'] === '');
    await place.file('twilio.csv', withCells(user, { action: 'assign', account: 'twilio', endpoint_id: '' }));
    const refused = await place.run('validate', 'twilio.csv');
    expect(refused.code).toBe(3);
    const [problem] = await csv(path.join(await newestRun(place), 'errors.csv'));
    expect(problem).toMatchObject({ column: 'phone_number', endpoint_user_id: 'lobbya' });
    expect(problem?.['message']).toContain('Twilio covers phone numbers only');
  });

  it('that is named beside a number is given to its endpoint, verified, and rolled back', async () => {
    const { rows } = await exportNumbers();
    const [number = {}] = rows.filter((row) => row['phone_number'] === '+14155550100');
    const taken = withCells([number], { action: 'assign', endpoint_user_id: 'lobbya' });
    const [refused] = (await applySheet(taken)).results;
    expect(refused).toMatchObject({ result: 'failed', stage: 'validate', error_code: 'END_USER_TAKEN' });
    const lone = { action: 'assign', phone_number: '', endpoint_id: '', endpoint_user_id: 'tn4155550101' };
    const [other] = (await applySheet(withCells([number], lone))).results;
    expect(other).toMatchObject({ result: 'failed', error_code: 'END_USER_TAKEN' });
    expect(other?.['error_message']).toContain('+14155550101');
    expect(
      (await applySheet(withCells([number], { action: 'disable', endpoint_user_id: 'desk7' }))).results,
    ).toMatchObject([{ result: 'failed', error_code: 'ROW_CELL_UNUSED', error_column: 'endpoint_user_id' }]);
    expect(changes()).toEqual([]);
    const sheet = withCells([number], { action: 'assign', endpoint_user_id: 'desk7' });
    expect((await applySheet(sheet)).results).toMatchObject([{ result: 'applied' }]);
    const run = path.basename(await newestRun(place));
    expect(endpointOf('desk7')).toMatchObject({ telephoneNumber: '4155550100', locationId: 'HQ1' });
    expect((await applySheet(sheet)).results).toMatchObject([{ result: 'unchanged' }]);
    expect(changes()).toEqual(['associate']);
    expect((await place.run('verify', run)).code).toBe(0);
    expect((await place.run('undo', run, '--yes', '--force')).code).toBe(0);
    expect(endpointOf('tn4155550100')).toMatchObject({ telephoneNumber: '4155550100' });
    expect((await place.run('verify', run)).code).toBe(7);
    const [drift] = await newestResults(place);
    expect(drift).toMatchObject({ error_column: 'endpoint_user_id' });
  });

  it('keeps the degrees of its place: a cell that says others refuses the row', async () => {
    const { rows } = await exportNumbers();
    const users = rows.filter((row) => row['phone_number'] === '');
    for (const address of [{}, losAngeles]) {
      const other = await applySheet(withCells(users, { action: 'assign', ...address, latitude: '40.5' }));
      expect(other.results).toMatchObject([
        { result: 'failed', error_code: 'ROW_CELL_UNUSED', error_column: 'latitude' },
        { result: 'failed', error_code: 'ROW_CELL_UNUSED', error_column: 'latitude' },
      ]);
    }
    expect(changes()).toEqual([]);
  });
});
