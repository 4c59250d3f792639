import { expect, onTestFinished, test } from 'vitest';
import { IncompleteListError } from '../../src/errors/app-error.ts';
import type { Step } from '../../src/providers/contract.ts';
import { FOR_SALE, FREE, openAccount } from '../providers/vonage/account.ts';
import { collect, countedCall, failureOf, readCall } from './world.ts';

/** An account that speaks to Vonage's own hosts only, and never without TLS. */
function open(...given: Parameters<typeof openAccount>) {
  const opened = openAccount(...given);
  onTestFinished(() => expect(opened.sent.every(({ url }) => url.protocol === 'https:')).toBe(true));
  return opened;
}

const buy: Step = { kind: 'buy', phoneNumber: FOR_SALE, country: 'US', settings: {} };

test.each(['omitted', 'null', 'empty', 'empty-id', 'not-found'] as const)(
  'a number without address is one in every shape: %s',
  async (withoutAddress) => {
    const { account } = open({ switches: { withoutAddress } });
    const found = await account.findNumber(FREE, readCall());
    expect(found?.emergency).toMatchObject({ state: 'missing', addressId: '' });
  },
);

test.each(['{}', 'count'] as const)('no numbers at all is an empty list: %s', async (emptyNumbers) => {
  const { account } = open({ numbers: 0, switches: { emptyNumbers } });
  expect(await collect(account.listNumbers(readCall()))).toEqual([]);
});

test('numbers are found for sale, bought, changed and released, each with one change', async () => {
  const { account, sent, standIn } = open();
  const [first] = await collect(
    account.searchAvailable?.(
      { country: 'US', pattern: '+1206', searchPattern: 'start', limit: 1 },
      readCall(),
    ),
  );
  const euros = { amount: '1.25', currency: 'EUR' };
  const price = { setup: euros, monthly: euros };
  expect(first).toMatchObject({ phoneNumber: FOR_SALE, price });
  expect(await account.findAvailable?.(FOR_SALE, 'US', readCall())).toMatchObject({ price });
  expect(await account.findAvailable?.(FREE, 'US', readCall())).toBeNull();
  expect(await account.checkEffect(buy, readCall())).toEqual({ found: 'absent' });
  await account.execute(buy, countedCall());
  expect(await account.checkEffect(buy, readCall())).toMatchObject({ found: 'done' });
  expect(await failureOf(account.execute(buy, countedCall()))).toMatchObject({
    kind: 'refused',
    status: 420,
    providerCode: '420',
    providerMessage: 'method failed',
  });
  const release: Step = { ...buy, kind: 'release', handle: '' };
  expect(await account.checkEffect(release, readCall())).toEqual({ found: 'absent' });
  await account.execute(release, countedCall());
  expect(await account.checkEffect(release, readCall())).toMatchObject({ found: 'done' });
  expect(standIn.effects.map(({ kind }) => kind)).toEqual(['buy', 'release']);
  const urls = sent.map(({ url }) => url.origin);
  expect(new Set(urls)).toEqual(new Set(['https://rest.nexmo.com']));
});

test('an update sends the present settings again, and an empty value to clear one', async () => {
  const { account, sent } = open({ switches: { omitted: 'reset' } });
  const number = { kind: 'update-number', phoneNumber: FREE, handle: '', country: 'US' } as const;
  const both = { app_id: 'app-1', inbound_sms_url: 'https://example.com/in' };
  await account.execute({ ...number, settings: both, present: {} }, countedCall());
  const present = (await account.findNumber(FREE, readCall()))?.settings ?? {};
  const clear: Step = { ...number, settings: { inbound_sms_url: '""' }, present };
  expect(await account.checkEffect(clear, readCall())).toEqual({ found: 'absent' });
  await account.execute(clear, countedCall());
  expect(sent.at(-1)?.body).toBe('country=US&msisdn=14155550150&app_id=app-1&moHttpUrl=');
  expect(await account.checkEffect(clear, readCall())).toMatchObject({ found: 'done' });
  const hidden: Step = { ...number, settings: { smpp_system_type: 'inbound' }, present };
  expect(await account.checkEffect(hidden, readCall())).toMatchObject({ found: 'unclear' });
});

test('a number of a subaccount cannot be looked for', async () => {
  const { account, sent } = open();
  const step: Step = { ...buy, settings: { subaccount_key: '1a2345b7' } };
  await account.execute(step, countedCall());
  expect(sent.at(-1)?.body).toContain('target_api_key=1a2345b7');
  expect(await account.checkEffect(step, readCall())).toMatchObject({ found: 'unclear' });
});

test.each([
  ['a 200 that says otherwise', 200, '{"error-code":"420","error-code-label":"no"}', 'refused', '420'],
  ['XML under 200', 200, '<response><error-code>200</error-code></response>', 'unknown', undefined],
  ['XML under 420', 420, '<response><error-code>420</error-code></response>', 'unknown', undefined],
  [
    'wrong credentials',
    401,
    '{"error-code":"401","error-code-label":"authentication failed"}',
    'credentials',
    '401',
  ],
  [
    'a problem',
    403,
    '{"type":"https://developer.vonage.com/api-errors#low-balance"}',
    'refused',
    'low-balance',
  ],
  ['haste', 429, '{"type":"https://developer.nexmo.com/api-errors#rate-limit"}', 'throttled', 'rate-limit'],
])('reads %s', async (_name, status, text, kind, providerCode) => {
  const { account } = open({}, ({ effect }) => (effect ? { status, text } : undefined));
  expect(await failureOf(account.execute(buy, countedCall()))).toMatchObject({ kind, providerCode });
});

const item = (id: string) => ({ id, address_name: 'x' });
test.each([
  ['an empty object', [{}]],
  ['a page without addresses', [{ page: 1, total_pages: 1, total_items: 1 }]],
  [
    'a last page that is empty',
    [
      { total_pages: 2, _embedded: { addresses: [item('1')] } },
      { total_pages: 2, _embedded: { addresses: [] } },
    ],
  ],
  ['fewer than there are', [{ total_pages: 1, total_items: 2, _embedded: { addresses: [item('1')] } }]],
  ['the same page twice', [{ total_pages: 2, _embedded: { addresses: [item('1')] } }]],
  [
    'a list that becomes shorter',
    [
      { total_pages: 3, _embedded: { addresses: [item('1')] } },
      { total_pages: 2, _embedded: { addresses: [item('2')] } },
    ],
  ],
])('does not take %s for a list of addresses', async (_name, pages) => {
  let index = 0;
  const { account } = open({}, () => {
    const page = pages[Math.min(index, pages.length - 1)];
    index += 1;
    return { text: JSON.stringify(page) };
  });
  await expect(collect(account.listAddresses(readCall()))).rejects.toBeInstanceOf(IncompleteListError);
});
