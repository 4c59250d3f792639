import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { standInOf } from '../accounts.ts';
import { applyRow, type Cells, cityHall, heldOf, kindsOf } from '../support/bandwidth-rows.ts';
import { openPlace, type Place } from '../support/command.ts';
import { writeAtBandwidth } from '../support/other-program.ts';

describe('a Bandwidth location of status INVALID', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
  });
  afterEach(() => place.close());

  const bandwidth = () => standInOf(place, 'bandwidth');
  const switches = (to: Readonly<Record<string, string>>) => bandwidth().standIn.controls?.setSwitches(to);
  const held = () => heldOf(place);
  const kinds = () => kindsOf(place);
  const first = (cells: Cells) => applyRow(place, cells);

  it('is deleted again when it was created so, and blocks no later run', async () => {
    const assign = { phone_number: '+14155550150', ...cityHall };
    switches({ knownStatus: 'INVALID' });
    expect(await first(assign)).toMatchObject({
      code: 1,
      result: 'failed',
      error_code: 'ADDRESS_NOT_FOUND_BY_PROVIDER',
    });
    expect(kinds()).toEqual(['create-address', 'delete-address']);
    bandwidth().faults.set([{ when: { operation: 'delete-address' }, do: 'status', status: 400, times: 1 }]);
    const left = await first(assign);
    expect(left['code']).toBe(1);
    expect(held().locations.map(({ locationId }) => locationId)).toEqual([
      'HQ1',
      expect.stringMatching(/^e911/),
    ]);
    switches({ knownStatus: 'VALID' });
    expect(await first(assign)).toMatchObject({ code: 0, result: 'applied' });
    expect(kinds().slice(2)).toEqual(['create-address', 'delete-address', 'create-address', 'associate']);
  });

  it('is left alone when the user made it, and can be corrected', async () => {
    const added = { action: 'add-address', address_id: 'CityHall1', ...cityHall };
    switches({ knownStatus: 'INVALID' });
    expect(await first(added)).toMatchObject({ result: 'failed' });
    expect(held().locations).toHaveLength(1);
    await writeAtBandwidth(
      place,
      'POST',
      '/locations',
      '<Location><locationId>CityHall2</locationId><address><houseNumber>1</houseNumber><streetName>Dr Carlton B Goodlett</streetName><streetSuffix>Pl</streetSuffix><city>San Francisco</city><stateCode>CA</stateCode><zip>94102</zip><country>US</country></address></Location>',
    );
    switches({ knownStatus: 'VALID' });
    const again = { ...added, address_id: 'CityHall2' };
    expect(await first(again)).toMatchObject({
      result: 'failed',
      error_code: 'ADDRESS_NOT_FOR_EMERGENCY',
      error_message: expect.stringContaining('CityHall2'),
    });
    expect(await first({ ...again, action: 'update-address' })).toMatchObject({ result: 'applied' });
    expect(held().locations[1]).toMatchObject({ locationId: 'CityHall2', status: 'VALID' });
  });

  it('gets its former address back when update-address made it so', async () => {
    const added = { action: 'add-address', address_id: 'CityHall1', ...cityHall };
    await first(added);
    switches({ unknownAddress: 'store-invalid' });
    const wrong = { ...added, action: 'update-address', street: '1 Nowhere Pl' };
    const failed = await first(wrong);
    expect(failed).toMatchObject({ code: 1, result: 'failed', error_code: 'ADDRESS_NOT_FOUND_BY_PROVIDER' });
    expect(failed['error_message']).toContain('CityHall1 has its former address again');
    expect(held().locations[1]).toMatchObject({
      status: 'VALID',
      address: { streetName: 'Dr Carlton B Goodlett' },
    });
    expect(kinds()).toEqual(['create-address', 'update-address', 'update-address']);
  });
});
