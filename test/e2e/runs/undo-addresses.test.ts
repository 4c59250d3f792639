import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestResults, openPlace, type Place, writeEmergencyStatus } from '../support/command.ts';
import { applyRows, HEADER, newestId, resultsAndCodes, SPRING, sheet } from '../support/undo-rows.ts';
import { worldState } from '../support/world-state.ts';

describe('e911 undo of addresses and settings', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    writeEmergencyStatus(place);
  });
  afterEach(() => place.close());

  const results = () => resultsAndCodes(place);
  const apply = (...rows: string[]) => applyRows(place, rows);

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
