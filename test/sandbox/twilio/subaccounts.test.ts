import twilio from 'twilio';
import { expect, onTestFinished, test } from 'vitest';
import type { TwilioStandInOptions } from '../../../src/sandbox/twilio/index.ts';
import { HARRISON, serveTwilio } from './account.ts';

const [MAIN, EAST] = [`AC${'e911'.repeat(8)}`, 'Branch East'];

async function served(options: TwilioStandInOptions = {}) {
  const account = await serveTwilio(options);
  onTestFinished(() => account.server.close());
  const { TWILIO_API_KEY: key = '', TWILIO_API_KEY_SECRET: secret = '' } = account.standIn.environment;
  const open = (user: string, password: string, accountSid: string) => {
    const client = twilio(user, password, { accountSid });
    client.api.baseUrl = account.origin;
    return client;
  };
  return { ...account, open, key, secret };
}

test('an API key works on the account of the path, and lists accounts only as a main key', async () => {
  const { open, key, secret, standIn } = await served();
  const client = open(key, secret, MAIN);
  const { sid } = await client.addresses.create(HARRISON);
  expect((await client.addresses.list()).map((one) => one.sid)).toContain(sid);
  await expect(client.api.accounts.list()).rejects.toMatchObject({ status: 401, code: 20003 });
  standIn.controls?.setSwitches({ apiKeyType: 'main' });
  expect((await client.api.accounts.list()).length).toBe(3);
  await expect(open(key, 'wrong', MAIN).addresses.list()).rejects.toMatchObject({ status: 401 });
});

test('the parent lists its subaccounts with their tokens and works on their paths; they see themselves alone', async () => {
  const { client, open, token, key, secret, standIn } = await served();
  const accounts = await client.api.accounts.list();
  expect(accounts.map(({ friendlyName }) => friendlyName)).toEqual(['Branch West', EAST, 'Sandbox']);
  const east = (await client.api.accounts.list({ friendlyName: EAST }))[0];
  const sid = east?.sid ?? '';
  expect(east).toMatchObject({ ownerAccountSid: MAIN, status: 'active', type: 'Full' });

  const asParent = open(MAIN, token, sid);
  expect((await asParent.incomingPhoneNumbers.list()).map((one) => one.phoneNumber)).toContain(
    '+16175550103',
  );
  const { sid: address } = await asParent.addresses.create(HARRISON);
  const asChild = open(sid, east?.authToken ?? '', sid);
  expect((await asChild.addresses.list()).map((one) => one.sid)).toEqual([address]);
  expect((await client.addresses.list()).map((one) => one.sid)).not.toContain(address);
  expect((await asChild.api.accounts.list()).length).toBe(1);
  await expect(open(sid, east?.authToken ?? '', MAIN).addresses.list()).rejects.toMatchObject({
    status: 401,
  });

  const withKey = open(key, secret, sid);
  await expect(withKey.addresses.list()).rejects.toMatchObject({ status: 401 });
  standIn.controls?.setSwitches({ parentKeyOnSubaccounts: 'accept' });
  expect((await withKey.addresses.list()).length).toBe(1);
  expect(standIn.controls?.state(0)).toMatchObject({
    subaccounts: [{}, { friendlyName: EAST, addresses: [{}] }],
  });
});

test.each(['an API key', 'the token of its parent on a subaccount'] as const)(
  'a number is covered and uncovered with %s',
  async (login) => {
    const { client, open, key, secret, token } = await served();
    const east = (await client.api.accounts.list({ friendlyName: EAST }))[0];
    const own = login === 'an API key' ? open(key, secret, MAIN) : open(MAIN, token, east?.sid ?? '');
    const address = await own.addresses.create(HARRISON);
    const number = (await own.incomingPhoneNumbers.list()).find(
      (one) => one.phoneNumber.startsWith('+1') && one.emergencyAddressStatus === 'unregistered',
    );
    const change = own.incomingPhoneNumbers(number?.sid ?? '');
    const covered = await change.update({ emergencyAddressSid: address.sid });
    expect(covered).toMatchObject({
      accountSid: login === 'an API key' ? MAIN : east?.sid,
      emergencyAddressSid: address.sid,
    });
    expect((await change.fetch()).emergencyAddressStatus).toMatch(/registered|pending-registration/);
    expect((await change.update({ emergencyAddressSid: '' })).emergencyAddressSid).toBeFalsy();
  },
);

test('the list names the state of each subaccount', async () => {
  const { client } = await served({
    subaccounts: [
      { name: 'Open', numbers: [] },
      { name: 'Ended', numbers: [], status: 'suspended' },
    ],
  });
  const accounts = await client.api.accounts.list();
  expect(accounts.map(({ friendlyName, status }) => [friendlyName, status])).toEqual([
    ['Open', 'active'],
    ['Ended', 'suspended'],
    ['Sandbox', 'active'],
  ]);
  const suspended = await client.api.accounts.list({ status: 'suspended' });
  expect(suspended.map(({ friendlyName }) => friendlyName)).toEqual(['Ended']);
});
