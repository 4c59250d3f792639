import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csv, openPlace, type Place, writeEmergencyStatus } from '../support/command.ts';
import { complianceAt, complianceRow as rowOf } from '../support/compliance.ts';
import { writeAtBandwidth } from '../support/other-program.ts';

const SPRING = 'City Desk,200 N SPRING ST,,LOS ANGELES,CA,90012,US';

/** Makes an endpoint that has an AEUI and no telephone number, as another program would. */
function addEndpointOfUser(place: Place, user: string, locationId: string): Promise<void> {
  return writeAtBandwidth(
    place,
    'POST',
    '',
    `<Endpoint><alternateEndUserId>${user}</alternateEndUserId><callerName>Lobby</callerName><locationId>${locationId}</locationId><activated>true</activated></Endpoint>`,
  );
}

describe('a compliance export', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    writeEmergencyStatus(place);
  });
  afterEach(() => place.close());

  const standIn = (account: string) => place.sandbox.standIns.find((one) => one.account === account);
  const { comply, apply } = complianceAt(() => place);

  it('is whole and without findings when every number is covered: exit 0, files named with their hashes', async () => {
    const { ended, dir, manifest } = await comply('--account', 'bandwidth');
    expect(ended.code).toBe(0);
    expect(manifest).toMatchObject({
      status: 'COMPLETE FOR THE SCOPE',
      counts: { numbers: 4, findings_by_code: {} },
    });
    expect(manifest.operator).not.toBe('');
    expect(manifest.files.map(({ name }) => name)).toEqual(['compliance.csv', 'changes.csv', 'report.html']);
    expect((await stat(path.join(dir, 'manifest.json'))).mode & 0o777).toBe(0o600);
    expect(await rowOf(dir, 'bandwidth', '+14155550100')).toMatchObject({
      status: 'covered',
      provider_status: 'VALID',
      in_scope: 'yes',
      unit_present: 'yes',
      caller_name: 'Harbor Dental',
      address: '645 HARRISON ST, STE 200, SAN FRANCISCO, CA 94105, US',
      finding: '',
    });
    expect(place.effects()).toEqual([]);
  });

  it('is a workbook, too, with --xlsx: named with its hash, and in no manifest, since it shows the manifest', async () => {
    const { ended, dir, manifest } = await comply('--account', 'bandwidth', '--xlsx');
    expect(ended.code).toBe(0);
    expect(manifest.files.map(({ name }) => name)).not.toContain('compliance.xlsx');
    const { files } = JSON.parse(ended.out) as { files: { name: string; sha256: string }[] };
    const book = await readFile(path.join(dir, 'compliance.xlsx'));
    const sha256 = createHash('sha256').update(book).digest('hex');
    expect(files.find(({ name }) => name === 'compliance.xlsx')?.sha256).toBe(sha256);
    const intoFile = await place.run('export', '--compliance', '--out', 'set.xlsx');
    expect(intoFile).toMatchObject({ code: 2, err: expect.stringContaining('--xlsx, a workbook is in it') });
  });

  it('says INCOMPLETE in every file and by exit 8 when a provider cuts page 2 off, and is no base for the next', async () => {
    standIn('vonage')?.faults.set([{ when: { path: 'account/numbers.*index=2' }, do: 'truncate' }]);
    const { ended, dir, manifest } = await comply('--account', 'vonage', '--account', 'bandwidth');
    expect(ended.code).toBe(8);
    expect(ended.err).toContain('INCOMPLETE: vonage');
    expect(manifest.status).toBe('INCOMPLETE');
    expect(manifest.accounts).toMatchObject([
      { account: 'vonage', read_to_its_end: false, numbers_read: 100, numbers_by_provider: 162 },
      { account: 'bandwidth', read_to_its_end: true },
    ]);
    for (const name of ['compliance.csv', 'changes.csv', 'report.html']) {
      expect(await readFile(path.join(dir, name), 'utf8'), name).toContain('INCOMPLETE');
    }
    standIn('vonage')?.faults.set([]);
    const after = await comply('--account', 'bandwidth');
    expect(after.manifest.accounts[0]?.last_export).toBeNull();
  });

  it('says for which scope it is complete, and what no list shows, per account', async () => {
    const { manifest, dir } = await comply();
    expect(manifest.status).toBe('COMPLETE FOR THE SCOPE');
    for (const { account, scope, cannot_list } of manifest.accounts) {
      expect(
        [scope, cannot_list].every((text) => text.length > 20),
        account,
      ).toBe(true);
    }
    const sinch = manifest.accounts.find(({ account }) => account === 'sinch');
    expect(sinch?.scope).toContain('US, CA, GB');
    const page = await readFile(path.join(dir, 'report.html'), 'utf8');
    expect(page).toContain('COMPLETE FOR THE SCOPE');
    expect(page).toContain(sinch?.cannot_list);
    expect(page).not.toMatch(/COMPLETE(?! FOR THE SCOPE)/);
  });

  it('keeps a number that cannot be read as a row with its error, and says which: exit 8', async () => {
    standIn('vonage')?.faults.set([
      { when: { path: 'emergency/numbers/14155550100' }, do: 'status', status: 422, body: '{"title":"No"}' },
    ]);
    const { ended, dir, manifest } = await comply('--account', 'vonage');
    expect(ended.code).toBe(8);
    expect(ended.err).toContain('+14155550100');
    expect(manifest.accounts[0]).toMatchObject({ numbers_read: 162, numbers_unreadable: 1 });
    const row = await rowOf(dir, 'vonage', '+14155550100');
    expect(row).toMatchObject({ status: 'unknown', severity: 'error', finding_codes: 'number-unreadable' });
    expect(row?.['read_error']).toContain('No');
    const others = (await csv(path.join(dir, 'compliance.csv'))).filter((one) => one['status'] === 'unknown');
    expect(others.map((one) => one['phone_number'])).toEqual(['', '+14155550100']);
  });

  it('shows an endpoint that only its user names, and keeps its address from being changed', async () => {
    const header = 'action,account,address_id,street,city,region,postal_code,country';
    const addressId = 'LOBBY1';
    const onAddress = async (action: string, cells: string, out: string) => {
      await place.file(
        'addresses.csv',
        `${header}
${action},bandwidth,${addressId},${cells}
`,
      );
      return (await place.run('apply', 'addresses.csv', '--yes', '--force', '--out', out)).code;
    };
    await comply('--account', 'bandwidth');
    expect(await onAddress('add-address', '202 C ST,SAN DIEGO,CA,92101,US', 'added')).toBe(0);
    for (const user of ['lobbya', 'lobbyb']) await addEndpointOfUser(place, user, addressId);
    const { dir, manifest } = await comply('--account', 'bandwidth');
    expect(manifest.counts).toMatchObject({ numbers: 6, changes: { added: 2, removed: 0, changed: 0 } });
    const rows = (await csv(path.join(dir, 'compliance.csv'))).filter((row) => row['phone_number'] === '');
    expect(rows.map((row) => [row['endpoint_user_id'], row['status'], row['address_id']])).toEqual([
      ['lobbya', 'covered', addressId],
      ['lobbyb', 'covered', addressId],
    ]);
    const ended = await place.run('export', '--json', '--account', 'bandwidth');
    const sheet = await csv(path.join((JSON.parse(ended.out) as { out: string }).out, 'numbers.csv'));
    const users = sheet.filter((row) => row['phone_number'] === '').map((row) => row['endpoint_user_id']);
    expect(users).toEqual(['lobbya', 'lobbyb']);
    for (const [action, cells] of [
      ['update-address', '200 N SPRING ST,LOS ANGELES,CA,90012,US'],
      ['delete-address', ',,,,'],
    ] as const) {
      expect([action, await onAddress(action, cells, action)]).toEqual([action, 1]);
      const [answer] = await csv(path.join(place.dir, action, 'results.csv'));
      expect(answer).toMatchObject({ error_code: 'ADDRESS_IN_USE' });
      expect(answer?.['error_message']).toContain('lobbya');
    }
  });

  it('names an account that could not be reached', async () => {
    standIn('sinch')?.faults.set([{ do: 'status', status: 401, body: '{}' }]);
    const { ended, manifest } = await comply('--account', 'sinch', '--account', 'bandwidth');
    expect(ended.code).toBe(8);
    expect(manifest.unreachable_accounts).toEqual(['sinch']);
  });

  it('never counts as covered what is pending, failed, going or switched off', async () => {
    const twilio = standIn('twilio')?.standIn.controls;
    twilio?.setSwitches({ registrationFailures: ['+14155550150'], registrationDelayMs: 0 });
    await apply([`+14155550150,assign,twilio,${SPRING}`], '--wait', '5s');
    twilio?.setSwitches({ registrationDelayMs: 600_000, removalDelayMs: 600_000 });
    await apply([`+14155550151,assign,twilio,${SPRING}`], '--wait', '1s');
    await apply(['+14155550100,remove,twilio,,,,,,,'], '--wait', '1s');
    twilio?.setSwitches({ emergencyStatusDelayMs: 0 });
    await apply(['+14155550101,disable,twilio,,,,,,,'], '--wait', '5s');
    const { ended, dir, manifest } = await comply('--account', 'twilio');
    expect(ended.code).toBe(7);
    const told = async (number: string) => {
      const row = await rowOf(dir, 'twilio', number);
      return [row?.['provider_status'], row?.['status'], row?.['severity'], row?.['finding']?.split(':')[0]];
    };
    expect(await told('+14155550150')).toEqual([
      'registration-failure',
      'failed',
      'error',
      'registration-failed',
    ]);
    expect(await told('+14155550151')).toEqual(['pending-registration', 'pending', 'warning', 'pending']);
    expect(await told('+14155550100')).toEqual([
      'pending-unregistration',
      'pending',
      'error',
      'being-removed',
    ]);
    expect(await told('+14155550101')).toEqual(['registered', 'disabled', 'error', 'disabled']);
    expect(await told('+14155550102')).toEqual(['registered', 'covered', 'warning', 'no-trunk']);
    expect(await told('+14155550160')).toEqual(['unregistered', 'missing', 'error', 'no-address']);
    expect(manifest.counts.findings_by_code).toMatchObject({ 'being-removed': 1, disabled: 1, pending: 1 });
  });

  it('refuses a set that would not be of all numbers', async () => {
    for (const args of [
      ['--country', 'US'],
      ['--limit', '3'],
      ['--out', 'set.csv'],
    ]) {
      expect((await place.run('export', '--compliance', ...args)).code, args.join(' ')).toBe(2);
    }
    expect((await place.run('export', 'addresses', '--compliance')).code).toBe(2);
    expect((await place.run('export', '--against', 'sheet.csv')).code).toBe(2);
  });
});
