import { expect, test } from 'vitest';
import { IncompleteListError } from '../../../src/errors/app-error.ts';
import type { Step } from '../../../src/providers/contract.ts';
import { collect, countedCall, failureOf, readCall } from '../../contract/world.ts';
import { FOR_SALE, FREE, openAccount } from './account.ts';

const number = { kind: 'update-number', phoneNumber: FREE, handle: '', country: 'US' } as const;
const owned = (msisdn: string) => ({ country: 'US', msisdn });

test('every filter of the owned list is a parameter', async () => {
  const { account, sent } = openAccount();
  await account.execute({ ...number, settings: { app_id: 'app-1' }, present: {} }, countedCall());
  const filter = { country: 'US', pattern: '+1415', searchPattern: 'start', hasApplication: true } as const;
  const found = await collect(account.listNumbers(readCall(), { ...filter, applicationId: 'app-1' }));
  expect(found.map(({ phoneNumber }) => phoneNumber)).toEqual([FREE]);
  expect(sent.at(-1)?.url.href).toBe(
    'https://rest.nexmo.com/account/numbers?country=US&pattern=1415&search_pattern=0&application_id=app-1&has_application=true&size=100&index=1',
  );
  const without = await collect(account.listNumbers(readCall(), { ...filter, hasApplication: false }));
  expect(without).toHaveLength(99);
  const endings = await collect(account.listNumbers(readCall(), { pattern: '0150', searchPattern: 'end' }));
  expect(endings.map(({ phoneNumber }) => phoneNumber.slice(-4))).toEqual(['0150', '0150', '0150', '0150']);
  expect(sent.at(-1)?.url.searchParams.get('search_pattern')).toBe('2');
  await collect(account.listNumbers(readCall(), { pattern: '55501', limit: 1 }));
  expect(sent.at(-1)?.url.searchParams.get('search_pattern')).toBe('1');
});

test('every filter of the search is a parameter', async () => {
  const { account, sent } = openAccount();
  const filter = { country: 'US', numberType: 'mobile-lvn', features: 'SMS,VOICE', pattern: '206' } as const;
  const pages = account.searchAvailable?.({ ...filter, searchPattern: 'contains', limit: 2 }, readCall());
  expect(pages && (await collect(pages))).toHaveLength(2);
  expect(sent.at(-1)?.url.href).toBe(
    'https://rest.nexmo.com/number/search?country=US&pattern=206&search_pattern=1&type=mobile-lvn&features=SMS%2CVOICE&size=100&index=1',
  );
  const nowhere = account.searchAvailable?.({}, readCall());
  expect((await failureOf(nowhere ? collect(nowhere) : Promise.resolve())).kind).toBe('refused');
});

test('the list is read until its count is reached, and not further', async () => {
  const { account, sent } = openAccount({ numbers: 250 });
  expect(await collect(account.listNumbers(readCall()))).toHaveLength(250);
  expect(sent.map(({ url }) => url.searchParams.get('index'))).toEqual(['1', '2', '3']);
  const even = openAccount({ numbers: 200 });
  expect(await collect(even.account.listNumbers(readCall()))).toHaveLength(200);
  expect(even.sent).toHaveLength(2);
});

test.each([
  [
    'a page that is empty too early',
    [
      { count: 2, numbers: [owned('14155550100')] },
      { count: 2, numbers: [] },
    ],
  ],
  [
    'a list that becomes shorter',
    [
      { count: 3, numbers: [owned('14155550100')] },
      { count: 1, numbers: [] },
    ],
  ],
  ['the same page twice', [{ count: 2, numbers: [owned('14155550100')] }]],
  ['a count without numbers', [{ count: 2 }]],
  ['numbers without a count', [{ numbers: [owned('14155550100')] }]],
])('does not take %s for a list of numbers', async (_name, pages) => {
  let index = 0;
  const { account } = openAccount({}, () => {
    const page = pages[Math.min(index, pages.length - 1)];
    index += 1;
    return { text: JSON.stringify(page) };
  });
  await expect(collect(account.listNumbers(readCall()))).rejects.toBeInstanceOf(IncompleteListError);
});

test('an update carries every parameter, for a number of a subaccount too', async () => {
  const { account, sent, standIn } = openAccount();
  const buy: Step = {
    kind: 'buy',
    phoneNumber: FOR_SALE,
    country: 'US',
    settings: { subaccount_key: '1a2345b7' },
  };
  await account.execute(buy, countedCall());
  const settings = {
    app_id: 'app-1',
    inbound_sms_url: 'https://example.com/in?a=1&b=2',
    smpp_system_type: 'inbound',
    voice_target_type: 'sip',
    voice_target: 'sip:desk@example.com',
    voice_status_url: 'https://example.com/status',
    subaccount_key: '1a2345b7',
  };
  await account.execute({ ...number, phoneNumber: FOR_SALE, settings, present: {} }, countedCall());
  expect(Object.fromEntries(new URLSearchParams(sent.at(-1)?.body))).toEqual({
    country: 'US',
    msisdn: '12065550100',
    target_api_key: '1a2345b7',
    app_id: 'app-1',
    moHttpUrl: 'https://example.com/in?a=1&b=2',
    moSmppSysType: 'inbound',
    voiceCallbackType: 'sip',
    voiceCallbackValue: 'sip:desk@example.com',
    voiceStatusCallback: 'https://example.com/status',
  });
  expect(await account.findNumber(FOR_SALE, readCall())).toBeNull();
  const release: Step = { ...buy, kind: 'release', handle: '' };
  expect((await failureOf(account.execute({ ...release, settings: {} }, countedCall()))).status).toBe(420);
  await account.execute(release, countedCall());
  expect(sent.at(-1)?.body).toBe('country=US&msisdn=12065550100&target_api_key=1a2345b7');
  expect(standIn.effects.map(({ kind, detail }) => `${kind} ${detail.split(' ')[0]}`)).toEqual([
    'buy 1a2345b7',
    'update-number app_id',
    'release 1a2345b7',
  ]);
});

test('deprecated message settings are not lost by an update of others', async () => {
  const { account, sent } = openAccount({}, ({ url }) =>
    url.pathname === '/account/numbers'
      ? {
          text: JSON.stringify({
            count: 1,
            numbers: [
              { ...owned('14155550150'), messagesCallbackType: 'app', messagesCallbackValue: 'app-9' },
            ],
          }),
        }
      : undefined,
  );
  await account.execute({ ...number, settings: { app_id: 'app-1' }, present: {} }, countedCall());
  expect(sent.at(-1)?.body).toBe(
    'country=US&msisdn=14155550150&app_id=app-1&messagesCallbackType=app&messagesCallbackValue=app-9',
  );
});

test('the type and the features of a number are not changed, nor anything beside them', async () => {
  const { account, sent } = openAccount();
  const settings = { features: 'SMS', app_id: 'app-1' };
  const error = await failureOf(account.execute({ ...number, settings, present: {} }, countedCall()));
  expect(error).toMatchObject({ kind: 'refused', message: expect.stringContaining('features') });
  expect(sent).toEqual([]);
});

test('a number that needs a local address is refused in Vonage’s own words', async () => {
  const { account } = openAccount({ switches: { needAddress: ['12065550100'] } });
  const buy: Step = { kind: 'buy', phoneNumber: FOR_SALE, country: 'US', settings: {} };
  expect(await failureOf(account.execute(buy, countedCall()))).toMatchObject({
    kind: 'refused',
    status: 420,
    providerMessage: expect.stringContaining('local address'),
  });
});
