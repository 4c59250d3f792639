import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csv, openPlace, type Place, writeEmergencyStatus } from '../support/command.ts';
import { complianceAt, HEADER, type Manifest, complianceRow as rowOf } from '../support/compliance.ts';

const HARRISON = 'Harbor Dental,645 HARRISON ST,STE 200,SAN FRANCISCO,CA,94105,US';
const SPRING = 'City Desk,200 N SPRING ST,,LOS ANGELES,CA,90012,US';

describe('a compliance export beside runs and sheets', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    writeEmergencyStatus(place);
  });
  afterEach(() => place.close());

  const { comply, apply } = complianceAt(() => place);

  it('is the same bytes twice, but for the times in the manifest and which export was the last', async () => {
    const one = await comply();
    const other = await comply();
    expect([one.ended.code, other.ended.code]).toEqual([7, 7]);
    for (const name of ['compliance.csv', 'changes.csv', 'report.html']) {
      const [first, second] = await Promise.all(
        [one, other].map(({ dir }) => readFile(path.join(dir, name), 'utf8')),
      );
      expect(second, name).toBe(first);
    }
    const timeless = (manifest: Manifest): string =>
      JSON.stringify(manifest, (key, value: unknown) =>
        key.endsWith('_at') || key === 'last_export' ? undefined : value,
      );
    expect(timeless(other.manifest)).toBe(timeless(one.manifest));
    const written = one.manifest.files.find(({ name }) => name === 'compliance.csv')?.sha256;
    expect(other.manifest.accounts.map(({ last_export }) => last_export)).toEqual(
      other.manifest.accounts.map(() => expect.objectContaining({ state: 'compared', sha256: written })),
    );
  });

  it('tells who changed a number in which run, what was there before, and what changed since', async () => {
    await comply('--account', 'bandwidth');
    expect(await apply([`+14155550100,assign,bandwidth,${SPRING}`])).toBe(0);
    const { ended, dir } = await comply('--account', 'bandwidth');
    const row = await rowOf(dir, 'bandwidth', '+14155550100');
    expect(row).toMatchObject({
      address: '200 N SPRING ST, LOS ANGELES, CA 90012, US',
      previous_address: '645 HARRISON ST, STE 200, SAN FRANCISCO, CA 94105, US',
    });
    expect(row?.['last_changed_run']).toMatch(/^\d{8}-\d{9}-\w{4}$/);
    expect(row?.['last_changed_by']).not.toBe('');
    expect(Date.parse(row?.['last_changed_at'] ?? '')).not.toBeNaN();
    expect(row?.['last_validated_run']).toBe(row?.['last_changed_run']);
    const changes = await csv(path.join(dir, 'changes.csv'));
    expect(changes.map((one) => [one['change'], one['phone_number'], one['state_after']])).toEqual([
      ['changed', '+14155550100', 'covered'],
    ]);
    expect(changes[0]?.['columns']?.split(' ')).toContain('address');
    expect(ended.code).toBe(0);
  });

  it('keeps the last change of address through a change of settings', async () => {
    const settings = async (line: string): Promise<number | null> => {
      await place.file('settings.csv', `phone_number,action,account,inbound_sms_url\n${line}\n`);
      return (await place.run('apply', 'settings.csv', '--yes')).code;
    };
    expect(await apply([`+14155550160,assign,vonage,${SPRING}`])).toBe(0);
    expect(await apply([`+14155550160,assign,vonage,${HARRISON}`])).toBe(0);
    const changed = await rowOf((await comply('--account', 'vonage')).dir, 'vonage', '+14155550160');
    expect(await settings('+14155550160,update,vonage,https://example.com/sms')).toBe(0);
    const after = await rowOf((await comply('--account', 'vonage')).dir, 'vonage', '+14155550160');
    expect(after).toMatchObject({
      previous_address: '200 N SPRING ST, LOS ANGELES, CA 90012, US',
      last_changed_run: changed?.['last_changed_run'],
      last_changed_at: changed?.['last_changed_at'],
    });
  });

  it('keeps the last change of address when emergency calling is switched off', async () => {
    expect(await apply([`+14155550100,assign,twilio,${SPRING}`])).toBe(0);
    const assigned = await rowOf((await comply('--account', 'twilio')).dir, 'twilio', '+14155550100');
    expect(await apply(['+14155550100,disable,twilio,,,,,,,'], '--wait', '5s')).toBe(0);
    const disabled = await rowOf((await comply('--account', 'twilio')).dir, 'twilio', '+14155550100');
    expect(disabled).toMatchObject({ status: 'disabled', last_changed_run: assigned?.['last_changed_run'] });
    expect(disabled?.['previous_address']).toBe(assigned?.['previous_address']);
  });

  it('counts no change where only findings differ, and tells these apart', async () => {
    await comply('--account', 'bandwidth');
    const { dir, manifest } = await comply('--account', 'bandwidth', '--shared-from', '1');
    expect(manifest.counts.findings_by_code).toEqual({ 'shared-address': 4 });
    expect(manifest.counts.changes).toEqual({
      added: 0,
      removed: 0,
      changed: 0,
      newly_failing: 0,
      findings_changed: 4,
    });
    const changes = await csv(path.join(dir, 'changes.csv'));
    expect(changes).toHaveLength(4);
    expect(changes[0]).toMatchObject({
      change: 'finding',
      columns: '',
      findings_new: 'shared-address',
      findings_gone: '',
    });
  });

  it('does not compare with a last export that was edited since', async () => {
    const first = await comply('--account', 'bandwidth');
    await place.file(
      path.relative(place.dir, path.join(first.dir, 'compliance.csv')),
      'account,phone_number\n',
    );
    const { manifest, dir } = await comply('--account', 'bandwidth');
    expect(manifest.accounts[0]?.last_export).toMatchObject({ state: 'changed' });
    expect(await csv(path.join(dir, 'changes.csv'))).toEqual([]);
  });

  it('holds the state against a sheet, both ways', async () => {
    const lines = [
      `+14155550100,assign,bandwidth,${HARRISON}`,
      `+14155550101,assign,bandwidth,${SPRING}`,
      '+14155550102,remove,bandwidth,,,,,,,',
      `+14155550177,assign,bandwidth,${HARRISON}`,
      `+1415,assign,bandwidth,${HARRISON}`,
      `+14155550100,assign,twilio,${SPRING}`,
    ];
    await place.file('sheet.csv', `${HEADER}\n${lines.join('\n')}\n`);
    const { ended, dir, manifest } = await comply('--account', 'bandwidth', '--against', 'sheet.csv');
    expect(ended.code).toBe(7);
    const differences = await csv(path.join(dir, 'differences.csv'));
    expect(differences.map((row) => [row['difference'], row['phone_number'], row['sheet_row']])).toEqual([
      ['sheet-row-unreadable', "'+1415", '6'],
      ['differs-from-sheet', '+14155550101', '3'],
      ['differs-from-sheet', '+14155550102', '4'],
      ['not-in-sheet', '+14155550103', ''],
      ['not-at-provider', '+14155550177', '5'],
    ]);
    expect(manifest.counts.findings_by_code).toEqual({
      'differs-from-sheet': 2,
      'not-at-provider': 1,
      'not-in-sheet': 1,
      'sheet-row-unreadable': 1,
    });
  });

  it('takes none of the rows that contradict each other, and the request before an ignored row', async () => {
    const other = HARRISON.replace('HARRISON', 'Harrison');
    const lines = [
      `+14155550100,assign,bandwidth,${HARRISON}`,
      `+14155550100,assign,bandwidth,${SPRING}`,
      `+14155550101,assign,bandwidth,${HARRISON}`,
      `+14155550101,assign,bandwidth,${other}`,
      `+14155550102,ignore,bandwidth,${SPRING}`,
      `+14155550102,assign,bandwidth,${HARRISON}`,
      `+14155550102,ignore,bandwidth,${SPRING}`,
      `+14155550103,assign,bandwidth,${HARRISON}`,
    ];
    await place.file('sheet.csv', `${HEADER}\n${lines.join('\n')}\n`);
    const { dir } = await comply('--account', 'bandwidth', '--against', 'sheet.csv');
    const differences = await csv(path.join(dir, 'differences.csv'));
    expect(differences.map((row) => [row['difference'], row['phone_number'], row['in_sheet']])).toEqual([
      ['sheet-row-unreadable', '+14155550100', 'Rows 2 and 3 ask for different things for +14155550100.'],
    ]);
  });

  it('names a number once when its row cannot be read, in the row of the number too', async () => {
    const unread = HARRISON.replace('94105', '');
    const lines = [
      // Says nothing of the address.
      '+14155550100,enable,bandwidth,,,,,,,',
      `+14155550101,assign,bandwidth,${unread}`,
      `(415) 555-0102,assign,bandwith,${unread}`,
      `+14155550103,fly,bandwidth,${HARRISON}`,
      `+14155550177,assign,bandwidth,${unread}`,
    ];
    await place.file('sheet.csv', `${HEADER}\n${lines.join('\n')}\n`);
    const { dir, manifest } = await comply('--account', 'bandwidth', '--against', 'sheet.csv');
    const differences = await csv(path.join(dir, 'differences.csv'));
    expect(differences.map((row) => [row['difference'], row['phone_number'], row['sheet_row']])).toEqual([
      ['sheet-row-unreadable', '+14155550101', '3'],
      ['sheet-row-unreadable', '+14155550102', '4'],
      ['sheet-row-unreadable', '+14155550103', '5'],
      ['sheet-row-unreadable', '+14155550177', '6'],
    ]);
    expect(differences[0]?.['at_provider']).toContain('645 HARRISON ST');
    expect(manifest.counts.findings_by_code).toEqual({ 'sheet-row-unreadable': 4 });
    expect((await rowOf(dir, 'bandwidth', '+14155550101'))?.['finding']).toMatch(/^sheet-row-unreadable: /);
  });

  it('finds a number without unit in a building of units, and many numbers at one address', async () => {
    const bare = HARRISON.replace('STE 200', '');
    expect(await apply([`+13035550100,assign,bandwidth,${bare}`])).toBe(0);
    const { dir } = await comply('--account', 'bandwidth', '--shared-from', '4');
    const finding = async (number: string) => (await rowOf(dir, 'bandwidth', number))?.['finding'] ?? '';
    expect(await finding('+13035550100')).toMatch(/^no-unit: /);
    expect(await finding('+14155550100')).toMatch(/^shared-address: /);
  });
});
