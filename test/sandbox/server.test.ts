import { expect, onTestFinished, test } from 'vitest';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import { HARRISON_FORM, serveTwilio } from './twilio/account.ts';

async function served(faults: readonly FaultRule[] = []) {
  const account = await serveTwilio({}, { faults });
  onTestFinished(() => account.server.close());
  return account;
}

function causeCode(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error && 'code' in error.cause
    ? error.cause.code
    : error;
}

test('paths without .json, which speak XML at Twilio, are not served', async () => {
  const account = await served();
  expect((await account.ask('/Addresses')).status).toBe(404);
  expect((await account.ask('/Addresses', HARRISON_FORM)).status).toBe(404);
  expect(account.kinds()).toEqual([]);
});

test('answers carry the headers that support asks for, and unknown things are refused in form', async () => {
  const account = await served();
  const answer = await account.ask('/Addresses.json');
  expect(answer.headers.get('twilio-request-id')).toMatch(/^RQ[0-9a-f]{32}$/);
  expect(answer.headers.get('twilio-concurrent-requests')).toBe('1');
  expect(await (await account.ask('/Nothing.json')).json()).toMatchObject({ status: 404, code: 20404 });
  const put = await fetch(answer.url, {
    method: 'PUT',
    headers: {
      authorization: `Basic ${Buffer.from(`AC${'e911'.repeat(8)}:${account.token}`).toString('base64')}`,
    },
  });
  expect(put.status).toBe(405);
  expect(await (await account.ask('/Addresses.json', `${HARRISON_FORM}&Colour=red`)).json()).toMatchObject({
    code: 20001,
  });
});

test('a reset before the commit changes nothing, one after it does', async () => {
  const account = await served([
    { when: { operation: 'create-address', nth: 1 }, do: 'reset-before' },
    { when: { operation: 'create-address', nth: 2 }, do: 'reset-after' },
  ]);
  const before = await account.ask('/Addresses.json', HARRISON_FORM).catch(causeCode);
  expect([before, account.kinds()]).toEqual(['ECONNRESET', []]);
  const after = await account.ask('/Addresses.json', HARRISON_FORM).catch(causeCode);
  expect([after, account.kinds()]).toEqual(['ECONNRESET', ['create-address']]);
  expect((await account.ask('/Addresses.json', HARRISON_FORM)).status).toBe(201);
  expect(account.server.requests.map(({ fault, status }) => `${fault} ${status}`)).toEqual([
    'reset-before 0',
    'reset-after 0',
    ' 201',
  ]);
});

test('a truncated body is announced whole and cut after the commit', async () => {
  const account = await served([{ do: 'truncate', times: 1 }]);
  const answer = await account.ask('/Addresses.json', HARRISON_FORM);
  expect(answer.status).toBe(201);
  await expect(answer.text()).rejects.toThrow();
  expect(account.kinds()).toEqual(['create-address']);
});

test('statuses, delays and silence strike by method, path, count and chance', async () => {
  const account = await served([
    { when: { method: 'POST', path: '/Addresses' }, do: 'status', status: 503, retryAfter: 2, times: 1 },
    { when: { body: 'CustomerName=Harbor' }, do: 'status-after', status: 500, times: 1 },
    { when: { operation: 'list-numbers', every: 2 }, do: 'delay', delayMs: 80 },
    { when: { operation: 'list-addresses', probability: 0.4 }, do: 'status' },
    { when: { operation: 'fetch-account' }, do: 'hang' },
  ]);
  const busy = await account.ask('/Addresses.json', HARRISON_FORM);
  expect([busy.status, busy.headers.get('retry-after'), account.kinds()]).toEqual([503, '2', []]);
  expect((await account.ask('/Addresses.json', HARRISON_FORM)).status).toBe(500);
  expect(account.kinds()).toEqual(['create-address']);
  const started = performance.now();
  await account.ask('/IncomingPhoneNumbers.json?PageSize=1');
  await account.ask('/IncomingPhoneNumbers.json?PageSize=1');
  expect(performance.now() - started).toBeGreaterThan(75);
  expect((await account.ask('/Addresses.json')).status).toBe(200);
  const silence = await Promise.race([
    account.ask('.json').catch(() => 'ended'),
    new Promise((done) => setTimeout(done, 100, 'silent')),
  ]);
  expect(silence).toBe('silent');
});

test('faults, effects, state and numbers can be reached while it runs', async () => {
  const account = await served();
  const control = (name: string, value?: unknown): Promise<Response> =>
    fetch(`${account.origin}/__sandbox/${name}`, {
      ...(value === undefined ? {} : { method: 'POST', body: JSON.stringify(value) }),
    });
  expect((await control('faults', [{ do: 'explode' }])).status).toBe(400);
  expect((await control('faults', [{ when: { path: '(' }, do: 'hang' }])).status).toBe(400);
  expect((await control('faults', [{ do: 'status', status: 502, times: 1 }])).status).toBe(200);
  expect((await account.ask('/Addresses.json')).status).toBe(502);
  expect(await (await control('faults')).json()).toMatchObject([{ matched: 1, struck: 1 }]);
  await account.ask('/Addresses.json', HARRISON_FORM);
  expect(await (await control('effects')).json()).toMatchObject([{ kind: 'create-address' }]);
  expect((await control('numbers', ['+13035550123'])).status).toBe(200);
  expect((await control('numbers', ['303 555'])).status).toBe(400);
  const state = (await (await control('state')).json()) as {
    numbers: { phoneNumber: string; addressStatus: string }[];
  };
  expect(state.numbers.at(-1)).toMatchObject({ phoneNumber: '+13035550123', addressStatus: 'unregistered' });
  const covered = state.numbers.filter((number) => number.addressStatus === 'registered');
  expect(covered.length).toBe(10);
  expect((await control('switches', { overwrite: 'perhaps' })).status).toBe(400);
  expect((await control('switches', { unknown: 1 })).status).toBe(400);
  expect((await control('nothing')).status).toBe(404);
});
