import { expect, onTestFinished, test } from 'vitest';
import type { VonageStandInOptions } from '../../../src/sandbox/vonage/index.ts';
import { serveVonage } from './account.ts';

async function served(options: VonageStandInOptions = {}) {
  const account = await serveVonage(options);
  onTestFinished(() => account.server.close());
  const json = async (method: string, path: string, body?: string | object) => {
    const answer = await account.ask(method, path, body);
    return {
      status: answer.status,
      body: JSON.parse((await answer.text()) || '{}') as Record<string, unknown>,
    };
  };
  const turn = (changes: unknown): void => account.standIn.controls?.setSwitches(changes);
  return { ...account, json, turn };
}

const FREE = 'country=US&msisdn=14155550150';
const FOR_SALE = 'country=US&msisdn=12065550100';

test('the owned list knows its filters and pages', async () => {
  const { json, turn } = await served();
  expect((await json('POST', '/number/update', `${FREE}&app_id=app-1`)).status).toBe(200);
  const count = async (query: string) => (await json('GET', `/account/numbers?${query}`)).body['count'];
  expect(await count('country=GB')).toBe(20);
  expect(await count('application_id=app-1')).toBe(1);
  expect(await count('has_application=true')).toBe(1);
  expect(await count('has_application=false&country=US')).toBe(299);
  expect(await count('pattern=1415&search_pattern=0')).toBe(100);
  expect(await count('pattern=0199&search_pattern=2')).toBe(4);
  const page = await json('GET', '/account/numbers?size=100&index=5');
  expect(page.body['numbers']).toHaveLength(20);
  expect((await json('GET', '/account/numbers?size=101')).status).toBe(420);
  expect((await json('GET', '/account/numbers?pattern=999')).body).toEqual({});
  turn({ emptyNumbers: 'count' });
  expect((await json('GET', '/account/numbers?pattern=999')).body).toEqual({ count: 0, numbers: [] });
});

test('the two hosts say no each in their own way', async () => {
  const { json, origin } = await served();
  expect(await json('POST', '/number/cancel', FOR_SALE)).toEqual({
    status: 420,
    body: { 'error-code': '420', 'error-code-label': 'method failed' },
  });
  expect((await json('GET', '/v1/addresses/nothing')).body).toMatchObject({
    type: expect.stringMatching(/#not-found$/),
    title: 'Not Found',
  });
  for (const [path, body] of [
    ['/account/numbers', { 'error-code': '401' }],
    ['/v1/addresses', { type: expect.stringMatching(/#unauthorized$/) }],
  ] as const) {
    const answer = await fetch(`${origin}${path}`);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject(body);
  }
});

test('a number of a subaccount is acted on by its key alone, and listed nowhere', async () => {
  const { json, kinds } = await served();
  const theirs = `${FOR_SALE}&target_api_key=1a2345b7`;
  expect((await json('POST', '/number/buy', theirs)).status).toBe(200);
  expect((await json('GET', '/account/numbers?pattern=12065550100')).body).toEqual({});
  expect((await json('GET', '/v1/emergency/numbers/12065550100')).status).toBe(404);
  for (const path of ['/number/update', '/number/cancel']) {
    expect((await json('POST', path, `${FOR_SALE}&app_id=app-1`)).status).toBe(420);
    expect((await json('POST', path, `${theirs}&app_id=app-1`)).status).toBe(200);
  }
  expect(kinds()).toEqual(['buy', 'update-number', 'release']);
});

test('an update keeps or forgets what it does not name, and looks at what it does', async () => {
  const { json, turn, standIn } = await served();
  const update = async (fields: string) => (await json('POST', '/number/update', `${FREE}&${fields}`)).status;
  const settings = () =>
    (
      standIn.controls?.state(0) as { numbers: { msisdn: string; settings: object }[] } | undefined
    )?.numbers.find(({ msisdn }) => msisdn === '14155550150')?.settings;
  expect(await update('app_id=app-1&moHttpUrl=https://example.com/in')).toBe(200);
  expect(await update('app_id=app-1&moHttpUrl=')).toBe(200);
  expect(settings()).toEqual({ app_id: 'app-1', moHttpUrl: '' });
  expect(await update('app_id=')).toBe(420);
  expect(await update('moHttpUrl=')).toBe(200);
  expect(settings()).toEqual({ moHttpUrl: '' });
  turn({ omitted: 'reset' });
  expect(await update('voiceCallbackType=tel&voiceCallbackValue=14155550100')).toBe(200);
  expect(settings()).toEqual({ voiceCallbackType: 'tel', voiceCallbackValue: '14155550100' });
  expect(await update('voiceCallbackType=tel')).toBe(420);
  expect(await update('voiceCallbackType=&voiceCallbackValue=')).toBe(420);
  expect(await update('voiceCallbackType=fax&voiceCallbackValue=1')).toBe(420);
  expect(await update('messagesCallbackType=app')).toBe(420);
  turn({ moHttpUrl: 'refuse' });
  expect(await update('moHttpUrl=https://example.com/in')).toBe(420);
});

test('what else is open are switches', async () => {
  const { json, turn } = await served();
  const address = { type: 'emergency', address_line1: '99999 Nowhere Ln', country: 'US' };
  expect((await json('POST', '/v1/addresses', address)).status).toBe(422);
  turn({ addressCheck: 'accept', createStatus: 201, needAddress: ['12065550100'], deleteInUse: 422 });
  expect((await json('POST', '/v1/addresses', address)).status).toBe(201);
  expect((await json('POST', '/number/buy', FOR_SALE)).body['error-code-label']).toContain('local address');
  const used = (await json('GET', '/v1/emergency/numbers/14155550100')).body['address'] as { id: string };
  expect((await json('DELETE', `/v1/addresses/${used.id}`)).status).toBe(422);
  expect(
    (await json('PATCH', '/v1/emergency/numbers/14155550100', { contact_name: 'Night Desk' })).body,
  ).toMatchObject({
    contact_name: 'Night Desk',
    address: { id: used.id },
  });
});
