import { createRequire } from 'node:module';
import { expect, onTestFinished, test } from 'vitest';
import type { OrdersSwitches } from '../../src/sandbox/bandwidth/orders/switches.ts';
import type { SandboxResponse } from '../../src/sandbox/stand-in.ts';
import { openBandwidth } from './bandwidth/account.ts';
import { openOrders, serveOrders } from './bandwidth/orders-account.ts';
import { serveSinch } from './sinch/account.ts';

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

function openWithTokens(switches: Partial<OrdersSwitches> = {}) {
  const opened = openOrders({ switches });
  const { BW_ORDERS_CLIENT_ID: id = '', BW_ORDERS_CLIENT_SECRET: secret = '' } = opened.standIn.environment;
  const token = (nowMs = 0, form = 'grant_type=client_credentials', password = secret): SandboxResponse =>
    opened.standIn.answer(
      {
        method: 'POST',
        path: '/api/v1/oauth2/token',
        query: new URLSearchParams(),
        headers: { authorization: basic(id, password), 'content-type': 'application/x-www-form-urlencoded' },
        body: form,
      },
      nowMs,
    );
  const bearer = (nowMs = 0): string => `Bearer ${JSON.parse(token(nowMs).body).access_token}`;
  const status = (authorization: string, nowMs: number): number =>
    opened.ask('GET /inserviceNumbers/totals', '', { headers: { authorization }, nowMs }).status;
  return { ...opened, token, bearer, status };
}

test('Bandwidth issues tokens to client credentials and accepts them until they expire', () => {
  const { token, bearer, status, standIn, user, password } = openWithTokens({
    tokenSeconds: 60,
    basic: 'refuse',
  });
  expect(JSON.parse(token().body)).toMatchObject({ token_type: 'bearer', expires_in: 60 });
  expect(token(0, 'grant_type=client_credentials', 'wrong').status).toBe(401);
  expect(token(0, 'grant_type=password').status).toBe(400);
  const authorization = bearer();
  expect([status(authorization, 59_999), status(authorization, 60_000)]).toEqual([200, 401]);
  expect(status(basic(user, password), 0)).toBe(401);
  standIn.controls?.setSwitches({ basic: 'accept', bearer: 'refuse' });
  expect([status(basic(user, password), 0), status(bearer(), 0)]).toEqual([200, 401]);
});

test('a token may end early, and may not be known yet', () => {
  const { bearer, status } = openWithTokens({ tokenDiesAfterSeconds: 1.5, tokenKnownAfterMs: 100 });
  const authorization = bearer(1000);
  expect([1000, 1099, 1100, 2499, 2500].map((atMs) => status(authorization, atMs))).toEqual([
    401, 401, 200, 200, 401,
  ]);
});

test("Bandwidth's endpoints and Sinch have the same switches", async () => {
  const { standIn, ask } = openBandwidth({ switches: { basic: 'refuse' } });
  expect(ask('GET', '').status).toBe(401);
  const { BW_CLIENT_ID: id = '', BW_CLIENT_SECRET: secret = '' } = standIn.environment;
  const request = { method: 'POST', path: '/api/v1/oauth2/token', query: new URLSearchParams() };
  const headers = { authorization: basic(id, secret) };
  expect(standIn.operationOf?.({ ...request, headers, body: '' })).toBe('fetch-token');
  const issued = standIn.answer({ ...request, headers, body: 'grant_type=client_credentials' }, 0);
  const { access_token } = JSON.parse(issued.body);
  expect(ask('GET', '', '', { headers: { authorization: `Bearer ${access_token}` } }).status).toBe(200);

  const sinch = await serveSinch({ switches: { basic: 'refuse', tokenDiesAfterSeconds: 0.001 } });
  onTestFinished(() => sinch.server.close());
  expect((await sinch.ask('GET', 'activeNumbers?regionCode=US&type=LOCAL')).status).toBe(401);
  const { access_token: dead } = (await (await sinch.token()).json()) as { access_token: string };
  sinch.standIn.controls?.setSwitches({ tokenDiesAfterSeconds: null });
  const path = 'activeNumbers?regionCode=US&type=LOCAL';
  expect((await sinch.send(`Bearer ${dead}`, 'GET', path)).status).toBe(200);
});

test("Bandwidth's own package works with a token of the stand-in while Basic is off", async () => {
  const { standIn, server } = await serveOrders({ numbers: 3, switches: { basic: 'refuse' } });
  onTestFinished(() => server.close());
  const { BW_ORDERS_CLIENT_ID: id = '', BW_ORDERS_CLIENT_SECRET: secret = '' } = standIn.environment;
  const answer = await fetch(`${server.origin}/api/v1/oauth2/token`, {
    method: 'POST',
    headers: { authorization: basic(id, secret), 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  const { Client, InServiceNumber } = createRequire(import.meta.url)('@bandwidth/numbers');
  // The package's token host is fixed, so it is given the token and does not renew it.
  const given = {
    tempAccessToken: access_token,
    tempAccessTokenExpiration: Math.floor(Date.now() / 1000) + 3600,
  };
  const client = new Client('9900912', undefined, undefined, id, secret, {
    ...given,
    autoRefreshToken: false,
    apiEndPoint: `${server.origin}/api`,
  });
  type Done = (error: Error | null, result: unknown) => void;
  const asked = (method: (done: Done) => void): Promise<unknown> =>
    new Promise((resolve, reject) => {
      method((error, result) => (error ? reject(error) : resolve(result)));
    });
  expect(await asked((done) => InServiceNumber.totals(client, done))).toMatchObject({ count: 3 });
  const taken = { telephoneNumbers: { telephoneNumber: ['2125550100'] }, deleteTNSpecificE911Address: true };
  const orders = client.concatAccountPath('/e911s');
  await asked((done) => client.makeRequest('post', orders, { e911Order: taken }, done));
  expect(standIn.effects.length).toBe(1);
  const user = new Client('9900912', id, secret, undefined, undefined, {
    apiEndPoint: `${server.origin}/api`,
  });
  await expect(asked((done) => InServiceNumber.totals(user, done))).rejects.toMatchObject({ status: 401 });
});
