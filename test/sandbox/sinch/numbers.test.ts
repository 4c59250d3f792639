import { expect, onTestFinished, test } from 'vitest';
import type { SinchStandInOptions } from '../../../src/sandbox/sinch/index.ts';
import { HARRISON, serveSinch } from './account.ts';

async function served(options: SinchStandInOptions = {}) {
  const account = await serveSinch(options);
  onTestFinished(() => account.server.close());
  const turn = (changes: unknown): void => account.standIn.controls?.setSwitches(changes);
  return { ...account, turn };
}

const LIST = 'activeNumbers?regionCode=US&type=LOCAL';
const NUMBER = 'activeNumbers/%2B14045550100';
const provision = { displayName: 'Front desk', address: HARRISON };

test('tokens are given for the key pair and grant alone, and end', async () => {
  const { token, send } = await served({ switches: { tokenSeconds: 0.001 } });
  expect((await token('Basic bm9ib2R5Om5vdGhpbmc=')).status).toBe(401);
  expect(await (await token(undefined, 'grant_type=password')).json()).toEqual({
    error: 'unsupported_grant_type',
  });
  const { access_token, ...rest } = (await (await token()).json()) as Record<string, string>;
  expect(rest).toEqual({ token_type: 'bearer', expires_in: 0.001, scope: '' });
  let answer = await send(`Bearer ${access_token}`, 'GET', LIST);
  while (answer.status === 200) answer = await send(`Bearer ${access_token}`, 'GET', LIST);
  expect(answer.body).toMatchObject({ error: { code: 401, status: 'UNAUTHENTICATED' } });
  expect(answer.headers.get('www-authenticate')).toContain('expired');
  expect((await send('Bearer another', 'GET', LIST)).status).toBe(401);
});

test('a list wants region and type, and knows its patterns, pages and order', async () => {
  const { ask, turn } = await served();
  expect((await ask('GET', 'activeNumbers?regionCode=US')).body).toMatchObject({
    error: { code: 400, details: [{ fieldViolations: [{ field: 'type', description: 'required' }] }] },
  });
  expect((await ask('GET', 'activeNumbers?type=LOCAL')).status).toBe(400);
  expect((await ask('GET', 'activeNumbers?regionCode=US&type=FIXED')).status).toBe(400);
  expect((await ask('GET', `${LIST}&pageToken=elsewhere`)).status).toBe(400);
  expect((await ask('GET', `${LIST}&orderBy=price`)).status).toBe(400);
  const numbers = async (path: string): Promise<string[]> =>
    ((await ask('GET', path)).body['activeNumbers'] as { phoneNumber: string }[]).map(
      (one) => one.phoneNumber,
    );
  expect(
    await numbers(`${LIST}&numberPattern.pattern=%2B1212&numberPattern.searchPattern=START`),
  ).toHaveLength(6);
  // A plus sign that was not encoded is a space by the time it arrives.
  expect(await numbers(`${LIST}&numberPattern.pattern=+1212&numberPattern.searchPattern=START`)).toEqual([]);
  expect(await numbers(`${LIST}&numberPattern.pattern=0100&numberPattern.searchPattern=END`)).toHaveLength(2);
  expect(await numbers(`${LIST}&capability=SMS&capability=VOICE`)).toHaveLength(13);
  expect(await numbers(`${LIST}&capability=FAX`)).toEqual([]);
  const sorted = await numbers(`${LIST}&orderBy=phoneNumber`);
  expect(sorted).toEqual([...sorted].sort());
  turn({ missingType: 'mobile' });
  expect(await numbers('activeNumbers?regionCode=GB')).toEqual(['+447700900100', '+447700900101']);
});

test.each([
  ['all', 13],
  ['page', 5],
  ['limit', 5],
  ['omitted', undefined],
] as const)('totalSize counts what it is told to: %s', async (totalSize, expected) => {
  const { ask } = await served({ switches: { totalSize } });
  const { body } = await ask('GET', `${LIST}&pageSize=5`);
  expect(body['totalSize']).toBe(expected);
  expect(body['nextPageToken']).toBe('p5');
  const last = await ask('GET', `${LIST}&pageSize=5&pageToken=p10`);
  expect(last.body['activeNumbers']).toHaveLength(3);
  expect(last.body['nextPageToken']).toBe('');
});

test('what Sinch leaves open about emergency addresses are switches', async () => {
  const { ask, turn, kinds } = await served();
  const address = `${NUMBER}/emergencyAddress`;
  turn({ overwrite: 'refuse' });
  expect((await ask('POST', `${address}:provision`, provision)).status).toBe(400);
  expect((await ask('POST', `${address}:deprovision`)).body).toEqual({});
  expect((await ask('POST', `${address}:deprovision`)).status).toBe(404);
  expect((await ask('GET', address)).status).toBe(404);
  turn({ absentAddress: 'empty', absentDeprovision: '200' });
  expect((await ask('GET', address)).body).toEqual({});
  expect((await ask('POST', `${address}:deprovision`)).status).toBe(200);
  turn({ absentAddress: 'blank' });
  expect((await ask('GET', address)).body).toMatchObject({ streetNumber: '', postalCodePlusFour: '' });
  turn({ errorStatus: '200' });
  const refused = await ask('POST', `${address}:provision`, { ...provision, displayName: '' });
  expect(refused).toMatchObject({ status: 200, body: { error: { code: 400 } } });
  turn({ validation: 'undecided' });
  expect((await ask('POST', `${address}:validate`, provision)).body).toMatchObject({
    validationResult: 'ADDRESS_VALIDATION_RESULT_CODE_UNSPECIFIED',
  });
  expect(kinds()).toEqual(['disassociate', 'disassociate']);
});

test('what an update may hold is looked at', async () => {
  const { ask, turn } = await served();
  const patch = (body: object, number = NUMBER) => ask('PATCH', number, body);
  expect((await patch({ smsConfiguration: {} })).status).toBe(400);
  expect((await patch({ smsConfiguration: { campaignId: 'c' } })).status).toBe(400);
  expect((await patch({ voiceConfiguration: { type: 'SIP' } })).status).toBe(400);
  expect((await patch({ voiceConfiguration: { type: 'EST', appId: 'a' } })).status).toBe(400);
  const campaign = { smsConfiguration: { servicePlanId: 'p', campaignId: 'c' } };
  expect((await patch(campaign, 'activeNumbers/+14165550100')).status).toBe(400);
  expect((await patch(campaign, 'activeNumbers/+14045550100')).status).toBe(200);
  expect((await patch({ smsConfiguration: { servicePlanId: 'q' } })).status).toBe(400);
  turn({ unlinking: 'scheduled', provisioningDelayMs: 600_000 });
  const unlink = await patch({ smsConfiguration: { servicePlanId: '' } });
  expect(unlink.body['smsConfiguration']).toMatchObject({
    servicePlanId: 'p',
    scheduledProvisioning: { servicePlanId: '', status: 'WAITING', errorCodes: [] },
  });
});

test('a trial account does not rent, and no switch takes nonsense', async () => {
  const { ask, turn } = await served({ switches: { trial: true } });
  const rent = 'availableNumbers/%2B12065550150:rent';
  expect((await ask('POST', rent, {})).body).toMatchObject({
    error: { code: 403, status: 'PERMISSION_DENIED' },
  });
  turn({ trial: false });
  expect((await ask('POST', rent, {})).status).toBe(200);
  expect(() => turn({ maxPerSecond: -1 })).toThrow();
  expect(() => turn({ colour: 'red' })).toThrow();
});

test('other projects, paths and methods are not found', async () => {
  const { ask, origin, send } = await served();
  expect((await ask('GET', 'nothing')).status).toBe(404);
  expect((await ask('DELETE', NUMBER)).status).toBe(404);
  expect((await ask('POST', 'activeNumbers/%2B14045559999:release')).body).toMatchObject({
    error: { details: [{ resourceType: 'ActiveNumber' }] },
  });
  expect((await fetch(`${origin}/v1/projects/another/activeNumbers`)).status).toBe(401);
  expect((await send('nothing', 'GET', LIST)).status).toBe(401);
});
