import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { TwilioStandInOptions } from '../../../src/sandbox/twilio/index.ts';
import { movableClock, realClock } from '../real-clock.ts';
import { HARRISON, serveTwilio } from './account.ts';

/** What a test waits for by moving the clock. */
const LATER_MS = 60_000;

async function served(options: TwilioStandInOptions = {}) {
  const clock = movableClock();
  const account = await serveTwilio({ covered: false, ...options }, { clock });
  onTestFinished(() => account.server.close());
  return { ...account, pass: clock.pass };
}

/** An account that answers nothing before it has refused so many requests: all of them are there at once. */
async function crowded(maxConcurrent: number, most: { refused: number }, autoRetry: boolean) {
  const refusals = (): number => account.server.requests.filter(({ status }) => status === 429).length;
  const untilRefused = async (): Promise<void> => {
    while (refusals() < most.refused) await sleep(5);
  };
  const account = await serveTwilio(
    { covered: false, maxConcurrent },
    { client: { autoRetry }, latencyMs: 1, clock: { ...realClock, sleep: untilRefused } },
  );
  onTestFinished(() => account.server.close());
  return account;
}

type Account = Awaited<ReturnType<typeof served>>;

async function numberOf(account: Account, phoneNumber: string) {
  const [found] = await account.client.incomingPhoneNumbers.list({ phoneNumber });
  expect(found?.phoneNumber).toBe(phoneNumber);
  return account.client.incomingPhoneNumbers(found?.sid ?? '');
}

test('numbers are listed page by page, by part and by pattern', async () => {
  const account = await served();
  const all = await account.client.incomingPhoneNumbers.list({ pageSize: 100 });
  expect(all.length).toBe(420);
  expect(new Set(all.map(({ sid }) => sid)).size).toBe(420);
  expect(account.server.requests.length).toBe(5);
  expect((await account.client.incomingPhoneNumbers.list({ phoneNumber: '416555' })).length).toBe(100);
  expect((await account.client.incomingPhoneNumbers.list({ phoneNumber: '+1415555010*' })).length).toBe(10);
  expect(all[0]?.toJSON()).toMatchObject({
    phoneNumber: '+12125550100',
    friendlyName: '(212) 555-0100',
    emergencyStatus: 'Active',
    emergencyAddressSid: null,
    emergencyAddressStatus: 'unregistered',
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    status: 'in-use',
    type: 'local',
  });
});

test('an address is registered, removed and replaced with a delay', async () => {
  const account = await served({
    registrationDelayMs: LATER_MS,
    removalDelayMs: LATER_MS,
    switches: { emergencyStatusIgnored: false },
  });
  const first = await account.client.addresses.create(HARRISON);
  const second = await account.client.addresses.create({ ...HARRISON, streetSecondary: 'STE 5' });
  const pn = await numberOf(account, '+14155550100');
  const status = async (): Promise<string> => (await pn.fetch()).emergencyAddressStatus;

  const associated = await pn.update({ emergencyAddressSid: first.sid });
  expect(associated.emergencyAddressStatus).toBe('pending-registration');
  expect((await pn.update({ emergencyStatus: 'Active' })).emergencyStatus).toBe('Pending Activation');
  account.pass(LATER_MS);
  expect(await status()).toBe('registered');
  expect((await pn.fetch()).emergencyStatus).toBe('Active');

  await expect(pn.update({ emergencyAddressSid: second.sid })).rejects.toMatchObject({ status: 400 });
  expect((await pn.update({ emergencyAddressSid: first.sid })).emergencyAddressStatus).toBe('registered');
  const removed = await pn.update({ emergencyAddressSid: '' });
  expect(removed).toMatchObject({ emergencyAddressSid: '', emergencyAddressStatus: 'registered' });
  expect(await status()).toBe('pending-unregistration');
  await expect(pn.update({ emergencyAddressSid: second.sid })).rejects.toMatchObject({ status: 400 });
  account.pass(LATER_MS);
  expect(await pn.fetch()).toMatchObject({
    emergencyAddressSid: null,
    emergencyAddressStatus: 'unregistered',
  });
  await pn.update({ emergencyAddressSid: second.sid });
  account.pass(LATER_MS);
  expect(await pn.fetch()).toMatchObject({
    emergencyAddressSid: second.sid,
    emergencyAddressStatus: 'registered',
  });
  await pn.update({ emergencyStatus: 'Inactive' });
  expect(account.kinds().slice(2)).toEqual([
    'associate',
    'switch-emergency',
    'associate',
    'disassociate',
    'associate',
    'switch-emergency',
  ]);
});

test('what Twilio leaves open and what goes wrong are switches', async () => {
  const account = await served({
    reassociateRefusalMs: LATER_MS,
    switches: { registrationFailures: ['+14155550101'], unregistrationFailures: ['+14155550102'] },
  });
  const { sid } = await account.client.addresses.create(HARRISON);
  const failing = await numberOf(account, '+14155550101');
  await failing.update({ emergencyAddressSid: sid });
  expect((await failing.fetch()).emergencyAddressStatus).toBe('registration-failure');

  const stuck = await numberOf(account, '+14155550102');
  await stuck.update({ emergencyAddressSid: sid });
  await stuck.update({ emergencyAddressSid: '' });
  expect(await stuck.fetch()).toMatchObject({
    emergencyAddressSid: sid,
    emergencyAddressStatus: 'unregistration-failure',
  });

  const waiting = await numberOf(account, '+14155550103');
  await waiting.update({ emergencyAddressSid: sid });
  await waiting.update({ emergencyAddressSid: '' });
  await expect(waiting.update({ emergencyAddressSid: sid })).rejects.toMatchObject({ status: 400 });
  account.pass(LATER_MS);
  expect((await waiting.update({ emergencyAddressSid: sid })).emergencyAddressSid).toBe(sid);

  const both = { emergencyAddressSid: sid, emergencyStatus: 'Active' } as const;
  await expect((await numberOf(account, '+14155550104')).update(both)).rejects.toMatchObject({ status: 400 });
  const turned = { combined: 'accept', overwrite: 'replace', emergencyStatusIgnored: false };
  const answer = await fetch(`${account.origin}/__sandbox/switches`, {
    method: 'POST',
    body: JSON.stringify(turned),
  });
  expect(await answer.json()).toMatchObject(turned);
  const other = await account.client.addresses.create({ ...HARRISON, streetSecondary: 'STE 9' });
  await waiting.update({ emergencyAddressSid: other.sid, emergencyStatus: 'Active' });
  expect(await waiting.fetch()).toMatchObject({ emergencyAddressSid: other.sid, emergencyStatus: 'Active' });
});

test('a written EmergencyStatus changes nothing: every number reads Active', async () => {
  const account = await served();
  const pn = await numberOf(account, '+14155550100');
  const answer = await pn.update({ emergencyStatus: 'Inactive' });
  expect(answer).toMatchObject({ emergencyStatus: 'Active', emergencyAddressStatus: 'unregistered' });
  expect((await pn.fetch()).emergencyStatus).toBe('Active');
});

test('an address that cannot serve the number is refused and nothing changes', async () => {
  const account = await served();
  const pn = await numberOf(account, '+14165550110');
  const american = await account.client.addresses.create(HARRISON);
  const plain = await account.client.addresses.create({ ...HARRISON, emergencyEnabled: false });
  const effects = account.standIn.effects.length;
  for (const emergencyAddressSid of [american.sid, plain.sid, `AD${'0'.repeat(32)}`, 'AD1']) {
    await expect(pn.update({ emergencyAddressSid })).rejects.toMatchObject({ status: 400 });
  }
  expect(account.standIn.effects.length).toBe(effects);
  expect((await pn.fetch()).emergencyAddressStatus).toBe('unregistered');
});

test('numbers are bought, changed and released', async () => {
  const account = await served();
  const numbers = account.client.incomingPhoneNumbers;
  const { sid } = await account.client.addresses.create(HARRISON);
  const bought = await numbers.create({ phoneNumber: '+15005550006', emergencyAddressSid: sid });
  expect(bought).toMatchObject({ phoneNumber: '+15005550006', emergencyAddressSid: null });
  expect((await numbers.create({ areaCode: '808' })).phoneNumber).toBe('+18085550100');
  await expect(numbers.create({ phoneNumber: '+15005550000' })).rejects.toMatchObject({ code: 21422 });
  await expect(numbers.create({ phoneNumber: '+15005550006' })).rejects.toMatchObject({ code: 21422 });
  await expect(numbers.create({ phoneNumber: '+15005550001' })).rejects.toMatchObject({ code: 21421 });
  const settings = { friendlyName: 'Front desk', voiceUrl: 'https://example.com/v' };
  expect(await numbers(bought.sid).update(settings)).toMatchObject(settings);
  expect(await numbers(bought.sid).remove()).toBe(true);
  await expect(numbers(bought.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
});

test('too many at once are answered 429, and the client repeats them when told to', async () => {
  const account = await crowded(3, { refused: 7 }, false);
  const burst = Array.from({ length: 10 }, () => account.client.incomingPhoneNumbers.list({ limit: 1 }));
  const outcomes = await Promise.allSettled(burst);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(outcomes.length - refused.length).toBe(3);
  expect(refused[0]?.reason).toMatchObject({ status: 429, code: 20429 });

  const patient = await crowded(1, { refused: 1 }, true);
  const pair = Array.from({ length: 2 }, () => patient.client.incomingPhoneNumbers.list({ limit: 1 }));
  expect((await Promise.all(pair)).map((list) => list.length)).toEqual([1, 1]);
});

test('wrong credentials are refused', async () => {
  const account = await served();
  account.client.password = 'wrong';
  await expect(account.client.incomingPhoneNumbers.list()).rejects.toMatchObject({
    status: 401,
    code: 20003,
  });
});
