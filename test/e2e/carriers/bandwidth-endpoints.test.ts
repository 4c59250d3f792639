import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { standInOf } from '../accounts.ts';
import {
  applyRow,
  applyRows,
  type Cells,
  cityHall,
  heldOf,
  kindsOf,
  losAngeles,
  sheetOf,
} from '../support/bandwidth-rows.ts';
import { csv, newestResults, newestRun, openPlace, type Place } from '../support/command.ts';
import { writeAtBandwidth } from '../support/other-program.ts';

describe('every operation of the endpoints dialect, from the command line', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
  });
  afterEach(() => place.close());

  const bandwidth = () => standInOf(place, 'bandwidth');
  const held = () => heldOf(place);
  const kinds = () => kindsOf(place);
  const asked = () => new Set(bandwidth().server.requests.map(({ operation }) => operation));
  const apply = (...rows: readonly Cells[]) => applyRows(place, ...rows);
  const first = (cells: Cells) => applyRow(place, cells);

  it('assign makes location and endpoint once, reuses both, and moves with one PUT', async () => {
    expect(await first({ phone_number: '+14155550150', ...cityHall })).toMatchObject({
      code: 0,
      result: 'applied',
      emergency_status: 'VALID',
    });
    expect(kinds()).toEqual(['create-address', 'associate']);
    expect(await first({ phone_number: '+14155550150', ...cityHall })).toMatchObject({ result: 'unchanged' });
    await first({ phone_number: '+14155550151', ...cityHall });
    await first({ phone_number: '+14155550150', ...losAngeles });
    expect(kinds().slice(2)).toEqual(['associate', 'create-address', 'associate']);
    const own = held().endpoints.filter(({ telephoneNumber }) => telephoneNumber === '4155550150');
    expect(own).toHaveLength(1);
    const location = held().locations.find(({ locationId }) => locationId === own[0]?.locationId);
    expect(location?.address).toMatchObject({ prefixDirectional: 'N', streetName: 'Spring', zip: '90012' });
  });

  it('disable and enable switch, and cost nothing when they are so already', async () => {
    expect(await first({ phone_number: '+14155550100', action: 'disable' })).toMatchObject({
      result: 'applied',
      address_after: expect.stringContaining('645 HARRISON ST'),
    });
    expect(held().endpoints[0]).toMatchObject({ activated: false, locationId: 'HQ1' });
    expect(await first({ phone_number: '+14155550100', action: 'enable' })).toMatchObject({
      result: 'applied',
    });
    expect(await first({ phone_number: '+14155550100', action: 'enable' })).toMatchObject({
      result: 'unchanged',
    });
    expect(kinds()).toEqual(['switch-emergency', 'switch-emergency']);
    expect(asked()).toContain('fetch-endpoint');
  });

  it('remove deletes the endpoint and leaves the location, which delete-address then deletes', async () => {
    const numbers = ['+14155550100', '+14155550101', '+14155550102', '+14155550103'];
    expect(await first({ action: 'delete-address', address_id: 'HQ1' })).toMatchObject({
      result: 'failed',
      error_code: 'ADDRESS_IN_USE',
    });
    const { results } = await apply(...numbers.map((phone_number) => ({ phone_number, action: 'remove' })));
    expect(results.map(({ result }) => result)).toEqual(numbers.map(() => 'applied'));
    expect(held().endpoints).toEqual([]);
    expect(await first({ action: 'delete-address', address_id: 'HQ1' })).toMatchObject({ result: 'applied' });
    expect(held().locations).toEqual([]);
  });

  it('add-address takes an id of the user’s own, update-address changes it, and nothing is written over', async () => {
    const added = { action: 'add-address', address_id: 'CityHall1', address_label: 'City Hall', ...cityHall };
    expect(await first(added)).toMatchObject({ result: 'applied', provider_address_id: 'CityHall1' });
    expect(held().locations.map(({ locationId }) => locationId)).toEqual(['HQ1', 'CityHall1']);
    expect(await first(added)).toMatchObject({ result: 'unchanged' });
    expect(await first({ ...added, ...losAngeles })).toMatchObject({
      result: 'failed',
      error_code: 'ADDRESS_ID_TAKEN',
    });
    expect(await first({ ...added, address_id: 'no space' })).toMatchObject({
      result: 'failed',
      error_code: 'ROW_ADDRESS_ID_NOT_POSSIBLE',
    });
    expect(await first({ ...added, account: 'twilio' })).toMatchObject({
      result: 'failed',
      error_code: 'ROW_ADDRESS_ID_NOT_POSSIBLE',
    });
    expect(await first({ ...added, ...losAngeles, action: 'update-address' })).toMatchObject({
      result: 'applied',
    });
    expect(held().locations[1]?.address).toMatchObject({ streetName: 'Spring' });
    expect(
      await first({ phone_number: '+14155550150', address_id: 'CityHall1', caller_name: 'Desk' }),
    ).toMatchObject({
      result: 'applied',
    });
    // Without an id of the user's own, the id is our tag.
    expect(await first({ ...added, address_id: '' })).toMatchObject({ result: 'applied' });
    expect(held().locations.at(-1)?.locationId).toMatch(/^e911[a-z2-7]+$/);
  });

  it('add-recipient adds once, also when the answer is lost', async () => {
    const desk = {
      action: 'add-recipient',
      recipient_email: 'desk@example.com',
      recipient_description: 'Desk',
    };
    expect(await first(desk)).toMatchObject({ result: 'applied' });
    expect(await first(desk)).toMatchObject({
      result: 'unchanged',
      detail: 'the recipient already exists',
    });
    expect(await first({ ...desk, recipient_email: 'DESK@example.com' })).toMatchObject({
      result: 'unchanged',
    });
    bandwidth().faults.set([{ when: { operation: 'add-recipient' }, do: 'reset-after', times: 1 }]);
    expect(await first({ ...desk, recipient_email: '', recipient_phone: '+14155550199' })).toMatchObject({
      code: 0,
      result: 'applied',
    });
    expect(held().recipients.map(({ emailAddress, phoneNumber }) => emailAddress || phoneNumber)).toEqual([
      'desk@example.com',
      '+14155550199',
    ]);
  });

  it('a location that is not VALID is never called exact or covered', async () => {
    bandwidth().standIn.controls?.setSwitches({ knownStatus: 'GEOCODED' });
    expect(await first({ phone_number: '+14155550150', ...cityHall })).toMatchObject({
      code: 6,
      result: 'pending',
      validation: 'unverified',
    });
    await place.file('check.csv', sheetOf({ action: 'validate', ...losAngeles }));
    const check = await place.run('validate', 'check.csv', '--online', '--check-by-create', '--yes');
    expect(check.code).toBe(1);
    expect((await newestResults(place))[0]).toMatchObject({
      result: 'needs_review',
      validation: 'unverified',
      error_code: 'ADDRESS_NOT_VERIFIED',
    });
    bandwidth().standIn.controls?.setSwitches({ knownStatus: 'VALID', unknownAddress: 'store-invalid' });
    expect(await first({ phone_number: '+14155550152', ...cityHall, postal_code: '94105' })).toMatchObject({
      result: 'failed',
      stage: 'address',
      error_code: 'ADDRESS_NOT_FOUND_BY_PROVIDER',
    });
    expect(held().endpoints.some(({ telephoneNumber }) => telephoneNumber === '4155550152')).toBe(false);
  });

  it('a description that Bandwidth cuts is said: needs_review for the address itself, a warning beside a number', async () => {
    bandwidth().standIn.controls?.setSwitches({ descriptionChars: 8 });
    const label = { address_label: 'City Hall annex' };
    expect(
      await first({ action: 'add-address', address_id: 'CityHall1', ...label, ...cityHall }),
    ).toMatchObject({
      code: 1,
      result: 'needs_review',
      error_code: 'ADDRESS_LABEL_CHANGED',
      error_message: expect.stringContaining('"City Hal"'),
    });
    const update = {
      action: 'update-address',
      address_id: 'CityHall1',
      ...cityHall,
      address_label: 'Main entrance',
    };
    expect(await first(update)).toMatchObject({
      result: 'needs_review',
      error_code: 'ADDRESS_LABEL_CHANGED',
    });
    expect(await first({ phone_number: '+14155550150', ...label, ...losAngeles })).toMatchObject({
      code: 0,
      result: 'applied',
    });
    expect(await csv(path.join(await newestRun(place), 'errors.csv'))).toMatchObject([
      { column: 'address_label', severity: 'warning', code: 'ADDRESS_LABEL_CHANGED' },
    ]);
  });

  it('two endpoints of one number stop that row alone, and endpoint_id says which one goes', async () => {
    await writeAtBandwidth(
      place,
      'POST',
      '',
      '<Endpoint><callerName>Twice</callerName><locationId>HQ1</locationId><telephoneNumber>4155550100</telephoneNumber><activated>true</activated></Endpoint>',
    );
    const second = held().endpoints.at(-1)?.endpointId ?? '';
    const { results } = await apply(
      { phone_number: '+14155550100', ...cityHall },
      { phone_number: '+14155550101', ...cityHall },
    );
    expect(results).toMatchObject([
      { result: 'failed', error_code: 'NUMBER_AMBIGUOUS' },
      { result: 'applied' },
    ]);
    expect(results[0]?.['error_message']).toContain(second);
    const removal = { phone_number: '+14155550100', action: 'remove' };
    expect(await first(removal)).toMatchObject({ error_code: 'NUMBER_AMBIGUOUS' });
    expect(await first({ ...removal, endpoint_id: second })).toMatchObject({ code: 0, result: 'applied' });
    expect(held().endpoints.filter(({ telephoneNumber }) => telephoneNumber === '4155550100')).toHaveLength(
      1,
    );
    expect(await first({ ...removal, endpoint_id: second })).toMatchObject({
      error_code: 'ENDPOINT_OF_ANOTHER',
    });
    expect(await first({ phone_number: '+14155550100', ...cityHall })).toMatchObject({ result: 'applied' });
  });

  it('names and lists in Bandwidth’s other spelling give the same run', async () => {
    bandwidth().standIn.controls?.setSwitches({ names: 'PascalCase', lists: 'wrapped' });
    const { code, results } = await apply(
      { phone_number: '+14155550100', ...cityHall },
      { phone_number: '+14155550150', ...cityHall },
      { phone_number: '+14155550101', action: 'remove' },
      { action: 'add-recipient', recipient_email: 'desk@example.com' },
    );
    expect(code).toBe(0);
    expect(results.map(({ result }) => result)).toEqual(['applied', 'applied', 'applied', 'applied']);
    const folder = await newestRun(place);
    expect(await csv(path.join(folder, 'errors.csv'))).toEqual([]);
  });
});
