import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effectsOf, numbersOf, standInOf } from '../accounts.ts';
import { csv, openPlace, type Place } from '../support/command.ts';

const HEADER = 'phone_number,caller_name,street,city,region,postal_code,country,address_id\n';
const PLACE = { street: '202 C St', city: 'San Diego', region: 'CA', postal_code: '92101' };

describe('an address that the account has and does not use for emergency calls', () => {
  let place: Place;
  let addressId: string;
  beforeEach(async () => {
    place = await openPlace({ scale: 0 });
    addressId = await createPlain();
  });
  afterEach(() => place.close());

  /** Creates it as a customer of Twilio would: without EmergencyEnabled. */
  async function createPlain(): Promise<string> {
    const { TWILIO_ACCOUNT_SID: account, TWILIO_AUTH_TOKEN: token } = place.sandbox.environment;
    const answer = await fetch(
      `${standInOf(place, 'twilio').origin}/2010-04-01/Accounts/${account}/Addresses.json`,
      {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}` },
        body: new URLSearchParams({
          CustomerName: 'City Desk',
          FriendlyName: 'City Desk, front entrance of the building on C Street',
          Street: PLACE.street,
          City: PLACE.city,
          Region: PLACE.region,
          PostalCode: PLACE.postal_code,
          IsoCountry: 'US',
        }),
      },
    );
    return ((await answer.json()) as { sid: string }).sid;
  }

  async function apply(...rows: string[]): Promise<{ code: number | null; err: string }> {
    await place.file('numbers.csv', HEADER + rows.join('\n'));
    return place.run('apply', 'numbers.csv', '--yes', '--out', 'run');
  }

  const results = () => csv(path.join(place.dir, 'run', 'results.csv'));
  const kinds = (): string[] =>
    effectsOf(place, 'twilio')
      .map(({ kind }) => kind)
      .slice(1);
  const byPlace = (number: string): string => `${number},City Desk,${Object.values(PLACE).join(',')},US,`;

  it('is enabled and used by the rows for its place', async () => {
    expect((await apply(byPlace('+14155550110'), byPlace('+14155550111'))).code).toBe(0);
    expect(kinds()).toEqual(['update-address', 'associate', 'associate']);
    expect((await results()).map((row) => row['provider_address_id'])).toEqual([addressId, addressId]);
  });

  it('is enabled once for the rows that name its id', async () => {
    const byId = (number: string): string => `${number},,,,,,,${addressId}`;
    expect((await apply(byId('+14155550102'), byId('+14155550110'))).code).toBe(0);
    expect(kinds().filter((kind) => kind === 'update-address')).toHaveLength(1);
    expect((await numbersOf(place, 'twilio')).get('+14155550102')).toMatchObject({
      emergencyAddressSid: addressId,
      addressStatus: 'registered',
    });
  });

  describe('where the provider refuses to enable it', () => {
    beforeEach(() => {
      standInOf(place, 'twilio').standIn.controls?.setSwitches({ enableOnUpdate: 'refuse' });
    });

    it('gives way to another one, and that is said', async () => {
      const { code, err } = await apply(byPlace('+14155550110'));
      expect(code).toBe(0);
      expect(err).toContain(`address ${addressId} has the requested text`);
      expect(kinds()).toEqual(['create-address', 'associate']);
    });

    it('fails the row that names its id, and does not say that it is not there', async () => {
      expect((await apply(`+14155550110,,,,,,,${addressId}`)).code).toBe(1);
      const [row] = await results();
      expect(row).toMatchObject({ result: 'failed', error_code: 'ADDRESS_NOT_FOR_EMERGENCY' });
      expect(row?.['error_message']).toContain('refuses to enable it');
      expect(kinds()).toEqual([]);
    });
  });
});
