import { describe, expect, it } from 'vitest';
import { IncompleteListError } from '../../../src/errors/app-error.ts';
import { twilio } from '../../../src/providers/twilio/index.ts';
import { collect, failureOf } from '../../contract/world.ts';
import { scriptedTransport } from '../scripted.ts';
import { ACCOUNT_SID, call, content, number, scripted, sid, stored } from './scripted-transport.ts';

const LIST = `/2010-04-01/Accounts/${ACCOUNT_SID}/IncomingPhoneNumbers.json`;
const page = (next: string | null, ...numbers: object[]) => ({
  status: 200,
  body: { next_page_uri: next, incoming_phone_numbers: numbers },
});

describe('a listing', () => {
  it('follows next_page_uri to its end, 1000 a page, always .json', async () => {
    const { account, requests } = scripted([
      page(`${LIST}?PageSize=1000&Page=1&PageToken=PA1`, number(1)),
      page(null, number(2)),
    ]);
    expect(await collect(account.listNumbers(call()))).toHaveLength(2);
    expect(requests.map(({ url }) => url.pathname + url.search)).toEqual([
      `${LIST}?PageSize=1000`,
      `${LIST}?PageSize=1000&Page=1&PageToken=PA1`,
    ]);
  });

  it.each([
    ['on another host', 'https://evil.example/page'],
    ['on another host in short', '//evil.example/page'],
    ['on another port', 'http://127.0.0.1:4011/page'],
    ['no URL at all', 'page 2'],
  ])('sends no credentials to a next page %s', async (_where, next) => {
    const { account, requests } = scripted([page(next, number(1)), { status: 404, body: '' }]);
    await expect(collect(account.listNumbers(call()))).rejects.toThrow();
    expect(requests.every(({ url }) => url.origin === 'http://127.0.0.1:4010')).toBe(true);
  });

  it.each([
    ['names itself as the next', [page(`${LIST}?PageSize=1000`, number(1))]],
    [
      'comes again under another name',
      [page(`${LIST}?Page=1`, number(1)), page(`${LIST}?Page=2`, number(1))],
    ],
    ['is empty and still not the last', [page(`${LIST}?Page=1`)]],
    ['has no list', [{ status: 200, body: { next_page_uri: null } }]],
    ['holds an item without a number', [page(null, { sid: sid('PN') })]],
    ['is cut off', [{ status: 200, body: '{"incoming_phone_numbers": [' }]],
    ['is no JSON', [{ status: 200, body: '<html>' }]],
  ])('is no answer when a page %s', async (_how, answers) => {
    await expect(collect(scripted(answers).account.listNumbers(call()))).rejects.toThrow(IncompleteListError);
  });

  it('lists addresses that are not for emergency use as such', async () => {
    const other = { ...stored, sid: sid('AD', 2), emergency_enabled: false };
    const list = { status: 200, body: { next_page_uri: null, addresses: [stored, other] } };
    const { account, requests } = scripted([list]);
    const found = await collect(account.listAddresses(call()));
    expect(found.map(({ emergencyEnabled }) => emergencyEnabled)).toEqual([true, false]);
    expect(requests[0]?.url.searchParams.has('EmergencyEnabled')).toBe(false);
  });

  it('takes an update for absent while the address is not for emergency use', async () => {
    const plain = { ...stored, emergency_enabled: false };
    const { account } = scripted([
      { status: 200, body: plain },
      { status: 200, body: stored },
    ]);
    const update = { kind: 'update-address', addressId: sid('AD'), ...content } as const;
    expect((await account.checkEffect(update, call())).found).toBe('absent');
    expect((await account.checkEffect(update, call())).found).toBe('done');
  });

  it('finds exactly one number though the filter matches parts', async () => {
    const { account, requests } = scripted([
      page(`${LIST}?Page=1`, { ...number(2), phone_number: '+141555501019' }),
      page(null, number(1)),
    ]);
    expect((await account.findNumber('+14155550101', call()))?.handle).toBe(sid('PN', 1));
    expect(requests[0]?.url.search).toContain('PhoneNumber=%2B14155550101');
  });
});

describe('an error', () => {
  const refused = async (status: number, body: unknown) => {
    const { account } = scripted([{ status, body }]);
    return failureOf(account.execute({ kind: 'create-address', ...content }, call()));
  };

  it.each([
    [400, 21628, 'refused'],
    [400, 21629, 'refused'],
    [400, 21625, 'refused'],
    [400, 99999, 'refused'],
    [401, 20003, 'credentials'],
    [403, 20003, 'refused'],
    [403, 20005, 'credentials'],
    [429, 20429, 'throttled'],
    [409, 20409, 'unknown'],
    [408, 1, 'unknown'],
    [500, 20500, 'unknown'],
    [503, 20503, 'unknown'],
  ])('with status %i and code %i is %s, in Twilio’s own code and words', async (status, code, kind) => {
    const error = await refused(status, { code, message: 'Their words.', status });
    expect(error).toMatchObject({
      kind,
      status,
      providerCode: String(code),
      providerMessage: 'Their words.',
      requestId: 'RQ1',
      operation: 'create-address',
    });
  });

  it('is read without a code, in the newer form, and without any body', async () => {
    expect(await refused(404, { status: 404, message: 'Not here.' })).toMatchObject({
      kind: 'refused',
      providerCode: undefined,
      providerMessage: 'Not here.',
    });
    expect((await refused(400, { title: 'Bad', detail: 'Really bad.', code: 20422 })).providerMessage).toBe(
      'Really bad.',
    );
    expect((await refused(400, '<html>')).message).toContain('status 400');
  });

  it('of 404 is null only when Twilio itself says so', async () => {
    const missing = scripted([{ status: 404, body: { code: 20404, message: 'Not found', status: 404 } }]);
    expect(await missing.account.findAddress(sid('AD'), call())).toBeNull();
    const proxy = scripted([{ status: 404, body: '<html>no such site</html>' }]);
    expect((await failureOf(proxy.account.findAddress(sid('AD'), call()))).status).toBe(404);
  });
});

describe('settings', () => {
  const given = { account_sid: ACCOUNT_SID, auth_token: 'a token' };

  it('name one account however its local origin is spelt', () => {
    const keyOf = (base_url?: string) =>
      twilio.create(twilio.settings.parse(base_url ? { ...given, base_url } : given), {
        send: () => Promise.reject(new Error('not sent')),
      }).accountKey;
    expect(keyOf()).toBe(`twilio:https://api.twilio.com:${ACCOUNT_SID}`);
    expect(keyOf('http://localhost:4010')).toBe(keyOf('http://127.0.0.1:4010/'));
  });

  it('are strict, and say what is wrong without repeating it', () => {
    const wrong = twilio.settings.safeParse({ ...given, account_sid: 'my-secret', spare: 1 });
    expect(wrong.success).toBe(false);
    expect(wrong.error?.message).not.toContain('my-secret');
  });
});

describe('credentials', () => {
  const AC = `AC${'1'.repeat(32)}`;
  const authorizationWith = async (more: Readonly<Record<string, string>>): Promise<string> => {
    const { transport, requests } = scriptedTransport([
      { status: 200, body: { incoming_phone_numbers: [], next_page_uri: null } },
    ]);
    const settings = twilio.settings.parse({ account_sid: AC, ...more });
    await twilio.create(settings, transport).checkAccess(call());
    expect(requests[0]?.url.pathname).toContain(`/Accounts/${AC}/`);
    const encoded = requests[0]?.headers['authorization']?.replace('Basic ', '') ?? '';
    return Buffer.from(encoded, 'base64').toString('utf8');
  };

  it('an API key is the user, beside the account in the path', async () => {
    const api_key = `SK${'2'.repeat(32)}`;
    expect(await authorizationWith({ api_key, api_key_secret: 's', auth_token: 't' })).toBe(`${api_key}:s`);
  });

  it("a parent's token goes with the subaccount in the path", async () => {
    const auth_account_sid = `AC${'3'.repeat(32)}`;
    expect(await authorizationWith({ auth_account_sid, auth_token: 't' })).toBe(`${auth_account_sid}:t`);
    expect(await authorizationWith({ auth_token: 't' })).toBe(`${AC}:t`);
  });
});
