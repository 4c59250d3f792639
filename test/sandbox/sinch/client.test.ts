import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NumbersService } from '@sinch/numbers';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { SinchStandInOptions } from '../../../src/sandbox/sinch/index.ts';
import { HARRISON, serveSinch } from './account.ts';

/*
 * The package reads the version of @sinch/sdk-core, which it does not depend on. A folder with that one file is put where
 * Node looks last, so that nothing else is found there.
 */
const folder = mkdtempSync(path.join(tmpdir(), 'e911-sinch-'));
const before = process.env['NODE_PATH'];

function lookAgain(): void {
  const initPaths: unknown = Reflect.get(Module, '_initPaths');
  if (typeof initPaths === 'function') initPaths.call(Module);
}

beforeAll(() => {
  const core = path.join(folder, '@sinch', 'sdk-core');
  mkdirSync(core, { recursive: true });
  writeFileSync(
    path.join(core, 'package.json'),
    JSON.stringify({ name: '@sinch/sdk-core', version: '1.5.0' }),
  );
  process.env['NODE_PATH'] = folder;
  lookAgain();
});

afterAll(() => {
  if (before === undefined) delete process.env['NODE_PATH'];
  else process.env['NODE_PATH'] = before;
  lookAgain();
  rmSync(folder, { recursive: true, force: true });
});

async function served(options: SinchStandInOptions = {}, keySecret?: string) {
  const account = await serveSinch(options);
  onTestFinished(() => account.server.close());
  const require = createRequire(import.meta.url);
  const { NumbersService: Service } = require('@sinch/numbers') as typeof import('@sinch/numbers');
  const client: NumbersService = new Service({
    projectId: account.projectId,
    keyId: account.keyId,
    keySecret: keySecret ?? account.keySecret,
    authHostname: account.origin,
    numbersHostname: account.origin,
    logger: null,
  });
  return { ...account, client };
}

/** All that the client says about a failed request. */
async function failureOf(work: Promise<unknown>): Promise<{ statusCode: unknown; said: string }> {
  const error: unknown = await work.then(
    () => new Error('it succeeded'),
    (caught: unknown) => caught,
  );
  if (!(error instanceof Error) || !('statusCode' in error)) throw error;
  return { statusCode: error.statusCode, said: 'data' in error ? String(error.data) : '' };
}

const PHONE = { phoneNumber: '+14045550100' };

test("Sinch's own client lists the numbers page by page and reads one", async () => {
  const { client, server } = await served({ numbers: 45, covered: false });
  const seen: string[] = [];
  for await (const number of client.list({ regionCode: 'US', type: 'LOCAL', pageSize: 4 })) {
    seen.push(number.phoneNumber ?? '');
  }
  expect(new Set(seen).size).toBe(30);
  expect(seen).toHaveLength(30);
  expect(server.requests.filter(({ operation }) => operation === 'list-numbers')).toHaveLength(8);
  const found = await client.get(PHONE);
  expect(found).toMatchObject({ ...PHONE, regionCode: 'US', type: 'LOCAL', capability: ['SMS', 'VOICE'] });
  expect(await failureOf(client.get({ phoneNumber: '+14045559999' }))).toMatchObject({
    statusCode: 404,
    said: expect.stringContaining('ActiveNumber'),
  });
});

test("Sinch's own client searches, checks, rents, updates and releases a number", async () => {
  const { client, kinds, standIn } = await served();
  const search = {
    regionCode: 'US',
    type: 'LOCAL',
    size: 3,
    // The client sends the pattern as it is, so the plus sign has to come encoded.
    'numberPattern.pattern': '%2B1206',
    'numberPattern.searchPattern': 'START',
  } as const;
  const { availableNumbers = [] } = await client.searchForAvailableNumbers(search);
  expect(availableNumbers).toHaveLength(3);
  const phoneNumber = availableNumbers[0]?.phoneNumber ?? '';
  expect(await client.checkAvailability({ phoneNumber })).toMatchObject({ phoneNumber, type: 'LOCAL' });
  const rented = await client.rent({
    phoneNumber,
    rentNumberRequestBody: { smsConfiguration: { servicePlanId: 'plan-1' } },
  });
  expect(rented).toMatchObject({ phoneNumber });
  expect((await failureOf(client.rent({ phoneNumber, rentNumberRequestBody: {} }))).statusCode).toBe(404);
  await client.update({
    phoneNumber,
    updateActiveNumberRequestBody: {
      displayName: 'Front desk',
      voiceConfiguration: { type: 'EST', trunkId: 'trunk-1' },
    },
  });
  expect(await client.get({ phoneNumber })).toMatchObject({
    displayName: 'Front desk',
    smsConfiguration: { servicePlanId: 'plan-1' },
    voiceConfiguration: { type: 'EST', trunkId: 'trunk-1' },
  });
  standIn.controls?.setSwitches({ provisioningDelayMs: 600_000 });
  const scheduled = await client.update({
    phoneNumber,
    updateActiveNumberRequestBody: { voiceConfiguration: { type: 'RTC', appId: 'app-1' } },
  });
  expect(scheduled.voiceConfiguration).toMatchObject({
    type: 'EST',
    scheduledVoiceProvisioning: { status: 'WAITING', type: 'RTC', appId: 'app-1' },
  });
  expect(await client.release({ phoneNumber })).toMatchObject({ phoneNumber });
  expect((await failureOf(client.release({ phoneNumber }))).statusCode).toBe(404);
  expect(kinds()).toEqual(['buy', 'update-number', 'update-number', 'release']);
});

test("Sinch's own client validates, provisions, reads and deprovisions an emergency address", async () => {
  const { client, kinds } = await served({ covered: false });
  const body = (address: typeof HARRISON) => ({
    ...PHONE,
    emergencyAddressRequestBody: { displayName: 'Front desk', address },
  });
  expect((await failureOf(client.getEmergencyAddress(PHONE))).statusCode).toBe(404);
  expect(await client.validateEmergencyAddress(body(HARRISON))).toMatchObject({
    ...PHONE,
    validationResult: 'EXACT_MATCH',
    validatedAddress: HARRISON,
    correctedAddress: {},
    candidateAddresses: [],
  });
  expect(
    await client.validateEmergencyAddress(body({ ...HARRISON, streetInfo: 'Harrison Street' })),
  ).toMatchObject({
    validationResult: 'NEAR_MATCH',
    correctedAddress: HARRISON,
  });
  const nowhere = await client.validateEmergencyAddress(body({ ...HARRISON, streetInfo: 'Nowhere Ln' }));
  expect(nowhere).toMatchObject({ validationResult: 'NO_MATCH', correctedAddress: { city: '' } });
  expect(nowhere.candidateAddresses?.length).toBeGreaterThan(0);
  expect(await client.provisionEmergencyAddress(body(HARRISON))).toMatchObject(HARRISON);
  expect(await client.getEmergencyAddress(PHONE)).toMatchObject({ ...HARRISON, location: '' });
  const refused = await failureOf(client.provisionEmergencyAddress(body({ ...HARRISON, city: '' })));
  expect(refused).toMatchObject({ statusCode: 400, said: expect.stringContaining('address.city') });
  await client.deprovisionEmergencyAddress(PHONE);
  expect((await failureOf(client.getEmergencyAddress(PHONE))).statusCode).toBe(404);
  expect(kinds()).toEqual(['associate', 'disassociate']);
});

test("Sinch's own client renews its token and is told of wrong credentials", async () => {
  const { client, server, standIn } = await served();
  await client.get(PHONE);
  // It renews a token only when the challenge says that it has expired.
  standIn.controls?.setSwitches({ bearer: 'refuse' });
  expect((await failureOf(client.get(PHONE))).statusCode).toBe(401);
  expect(server.requests.map(({ operation, status }) => `${operation} ${status}`)).toEqual([
    'fetch-token 200',
    'fetch-number 200',
    'fetch-number 401',
    'fetch-token 200',
    'fetch-number 401',
  ]);
  const stranger = await served({}, 'a-secret-that-nobody-has');
  await expect(stranger.client.get(PHONE)).rejects.toThrow();
  expect(
    stranger.server.requests.every(({ operation, status }) => operation === 'fetch-token' && status === 401),
  ).toBe(true);
});
