import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestResults, openPlace, type Place, writeEmergencyStatus } from '../support/command.ts';
import { sampleOf } from '../support/sample-of.ts';
import { HEADER, newestId, SHEETS, SPRING, sheet } from '../support/undo-rows.ts';
import { worldState } from '../support/world-state.ts';

describe('e911 undo of addresses and settings', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    writeEmergencyStatus(place);
  });
  afterEach(() => place.close());

  for (const [account, rows] of sampleOf(Object.entries(SHEETS), [0, 3])) {
    it(`${account}: rolls back what a run changed, and undoing that applies it again`, async () => {
      await place.file('numbers.csv', sheet(...rows));
      const before = worldState(place, account);
      const applied = await place.run('apply', 'numbers.csv', '--yes');
      expect({ code: applied.code, err: applied.err }).toMatchObject({ code: 0 });
      const after = worldState(place, account);
      expect(after).not.toEqual(before);
      const run = await newestId(place);

      const undone = await place.run('undo', run, '--yes');
      expect({ code: undone.code, err: undone.err }).toMatchObject({ code: 0 });
      expect(worldState(place, account)).toEqual(before);
      const results = await newestResults(place);
      expect(results).toHaveLength(rows.length);
      expect(results.map((row) => row['phone_number'])).toEqual(rows.map((row) => row.split(',')[0]));
      const asked = account === 'twilio' ? rows.length - 1 : rows.length;
      expect(results.filter((row) => row['result'] === 'undone')).toHaveLength(asked);

      const undo = await newestId(place);
      const read = await place.run('verify', undo);
      expect({ code: read.code, err: read.err }).toMatchObject({ code: 0 });
      expect((await place.run('undo', undo, '--yes')).code).toBe(0);
      expect(worldState(place, account)).toEqual(after);
    });
  }

  const results = async (): Promise<string[]> =>
    (await newestResults(place)).map((row) => [row['result'], row['error_code']].filter(Boolean).join(' '));

  async function apply(...rows: string[]): Promise<string> {
    await place.file('numbers.csv', sheet(...rows));
    const { code, err } = await place.run('apply', 'numbers.csv', '--yes');
    expect({ code, err }).toMatchObject({ code: 0 });
    return newestId(place);
  }

  for (const [account, points] of [
    ['twilio', [1, 4, 8]],
    ['bandwidth', [4]],
  ] as const) {
    for (const effects of sampleOf(points, [1])) {
      it(`${account}: ends in the same state when it is killed after ${effects} effects and resumed`, async () => {
        const before = worldState(place, account);
        const run = await apply(...(SHEETS[account] ?? []));
        const goal = place.effects().length + effects;
        const { child, ended } = place.start('undo', run, '--yes');
        const watch = setInterval(() => {
          if (place.effects().length >= goal) child.kill('SIGKILL');
        }, 1);
        expect((await ended).code).toBeNull();
        clearInterval(watch);
        const { code, err } = await place.run('resume');
        expect({ code, err }).toMatchObject({ code: 0 });
        expect(worldState(place, account)).toEqual(before);
        const rows = await newestResults(place);
        expect(rows).toHaveLength(SHEETS[account]?.length ?? 0);
        expect(rows.map((row) => row['result']).filter((result) => result !== 'undone')).toEqual(
          account === 'twilio' ? ['unchanged'] : [],
        );
        expect((await place.run('resume')).out).toContain('Nothing to resume');
      });
    }
  }

  it('makes addresses again that were deleted or pruned, and gives changed ones their old text', async () => {
    for (const account of ['twilio', 'bandwidth']) {
      const [site = '', other = ''] = await addAddresses(account);
      const before = worldState(place, account);
      const header = `${HEADER},address_id`;
      const fifth = '476 5th Ave,,New York,NY,10018,US';
      await place.file(
        'sites.csv',
        `${header}\n,delete-address,${account},,,,,,,,${site}\n,update-address,${account},Day Desk,${fifth},${other}\n`,
      );
      const applied = await place.run('apply', 'sites.csv', '--yes');
      expect({ code: applied.code, err: applied.err }).toMatchObject({ code: 0 });
      expect(worldState(place, account)).not.toEqual(before);
      expect((await place.run('undo', await newestId(place), '--yes')).code).toBe(0);
      expect(await results()).toEqual(['undone', 'undone']);
      expect(worldState(place, account)).toEqual(before);
    }
    await apply(`+14155550105,assign,twilio,City Desk,${SPRING}`);
    const before = worldState(place, 'twilio');
    await place.file(
      'numbers.csv',
      sheet(`+14155550105,assign,twilio,City Desk,476 5th Ave,,New York,NY,10018,US`),
    );
    expect((await place.run('apply', 'numbers.csv', '--yes', '--prune')).code).toBe(0);
    expect(worldState(place, 'twilio').addresses).not.toEqual(before.addresses);
    expect((await place.run('undo', await newestId(place), '--yes')).code).toBe(0);
    expect(worldState(place, 'twilio')).toEqual(before);
  });

  async function addAddresses(account: string): Promise<string[]> {
    await apply(
      `,add-address,${account},Day Desk,1221 SW 4th Ave,,Portland,OR,97204,US`,
      `,add-address,${account},Day Desk,600 4th Ave,,Seattle,WA,98104,US`,
    );
    return (await newestResults(place)).map((row) => row['provider_address_id'] ?? '');
  }

  it('gives settings back, releases what was bought, and says what cannot be undone', async () => {
    const vonage = worldState(place, 'vonage');
    const sinch = worldState(place, 'sinch');
    await place.file(
      'settings.csv',
      'phone_number,action,account,country,app_id,inbound_sms_url,display_name\n' +
        '+14155550110,update,vonage,US,aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab,https://example.com/sms,\n' +
        '+12065550100,buy,vonage,US,,,\n' +
        '+14045550103,update,sinch,US,,,Front desk\n' +
        '+12065550150,buy,sinch,US,,,\n',
    );
    const applied = await place.run('apply', 'settings.csv', '--yes');
    expect({ code: applied.code, err: applied.err }).toMatchObject({ code: 0 });
    expect(worldState(place, 'vonage')).not.toEqual(vonage);
    const { code, err } = await place.run('undo', await newestId(place), '--yes');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(await results()).toEqual(['undone', 'undone', 'undone', 'undone']);
    expect(worldState(place, 'vonage')).toEqual(vonage);
    expect(worldState(place, 'sinch')).toEqual(sinch);

    await place.file(
      'gone.csv',
      'phone_number,action,account,country,recipient_email,recipient_description\n' +
        '+14155550120,release,vonage,US,,\n' +
        ',add-recipient,bandwidth,,desk@example.com,Front desk\n',
    );
    expect((await place.run('apply', 'gone.csv', '--yes', '--force')).code).toBe(0);
    const changes = place.effects().length;
    expect((await place.run('undo', await newestId(place), '--yes')).code).toBe(1);
    expect(await results()).toEqual(['failed CANNOT_BE_UNDONE', 'failed CANNOT_BE_UNDONE']);
    expect(place.effects().length).toBe(changes);
  });
});
