import { Auth } from '@vonage/auth';
import { Numbers, VoiceCallbackTypeEnum } from '@vonage/numbers';
import { expect, onTestFinished, test } from 'vitest';
import { serveVonage } from './account.ts';

async function served(secret?: string) {
  const account = await serveVonage({ numbers: 205, covered: false });
  onTestFinished(() => account.server.close());
  const auth = new Auth({ apiKey: account.apiKey, apiSecret: secret ?? account.apiSecret });
  const client = new Numbers(auth, { restHost: account.origin, apiHost: account.origin });
  return { ...account, client };
}

test("Vonage's own client lists, searches, buys, changes and cancels numbers", async () => {
  const { client, kinds } = await served();
  const owned = await client.getOwnedNumbers({ size: 100, index: 3 });
  expect(owned.count).toBe(205);
  expect(owned.numbers).toHaveLength(5);

  const found = await client.getAvailableNumbers({ country: 'US', size: 10 });
  const { msisdn = '' } = found.numbers?.[0] ?? {};
  const number = { country: 'US', msisdn };
  expect(await client.buyNumber(number)).toMatchObject({ errorCode: '200' });
  await expect(client.buyNumber(number)).rejects.toMatchObject({ response: { status: 420 } });

  await client.updateNumber({
    ...number,
    voiceCallbackType: VoiceCallbackTypeEnum.Sip,
    voiceCallbackValue: 'sip:desk@example.com',
  });
  const [changed] = (await client.getOwnedNumbers({ pattern: msisdn, searchPattern: 0 })).numbers ?? [];
  expect(changed).toMatchObject({ msisdn, voiceCallbackValue: 'sip:desk@example.com' });

  await client.cancelNumber(number);
  await expect(client.cancelNumber(number)).rejects.toMatchObject({ response: { status: 420 } });
  expect(kinds()).toEqual(['buy', 'update-number', 'release']);
});

test("Vonage's own client is told of wrong credentials", async () => {
  const { client } = await served('wrong');
  await expect(client.getOwnedNumbers({})).rejects.toMatchObject({ response: { status: 401 } });
});
