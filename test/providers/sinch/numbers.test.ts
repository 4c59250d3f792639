import { expect, test } from 'vitest';
import { IncompleteListError } from '../../../src/errors/app-error.ts';
import type { Step } from '../../../src/providers/contract.ts';
import { collect, countedCall, failureOf, readCall } from '../../contract/world.ts';
import { COVERED, FREE, openProject } from './project.ts';

const FOR_RENT = '+12065550150';
const number = { kind: 'update-number', phoneNumber: FREE, handle: FREE, country: 'US' } as const;
const queryOf = (url: URL, ...names: string[]): (string | null)[] =>
  names.map((name) => url.searchParams.get(name));

test('every region and type is asked for, each to its last page', async () => {
  const numbers = Array.from({ length: 250 }, (_, line) => `+1404555${String(100 + line).padStart(4, '0')}`);
  const { account, of } = openProject({ numbers: [...numbers, '+18885550100', '+447700900100'] });
  expect(await collect(account.listNumbers(readCall()))).toHaveLength(252);
  const asked = of('list-numbers').map(({ url }) =>
    queryOf(url, 'regionCode', 'type', 'pageToken', 'pageSize'),
  );
  expect(asked.slice(0, 5)).toEqual([
    ['US', 'MOBILE', null, '100'],
    ['US', 'LOCAL', null, '100'],
    ['US', 'LOCAL', 'p100', '100'],
    ['US', 'LOCAL', 'p200', '100'],
    ['US', 'TOLL_FREE', null, '100'],
  ]);
  expect(asked.slice(5).map(([region, type]) => `${region} ${type}`)).toEqual([
    'CA MOBILE',
    'CA LOCAL',
    'CA TOLL_FREE',
    'GB MOBILE',
    'GB LOCAL',
    'GB TOLL_FREE',
  ]);
});

test('the regions of the config are the ones that are asked for', async () => {
  const { account, of } = openProject({}, { settings: { regions: 'SE, GB,SE' } });
  expect(await collect(account.listNumbers(readCall()))).toHaveLength(2);
  expect([...new Set(of('list-numbers').map(({ url }) => url.searchParams.get('regionCode')))]).toEqual([
    'SE',
    'GB',
  ]);
});

test.each(['all', 'page', 'limit', 'omitted'] as const)(
  'a list is whole whatever totalSize counts: %s',
  async (totalSize) => {
    const { account } = openProject({ numbers: 205, switches: { totalSize } });
    expect(await collect(account.listNumbers(readCall()))).toHaveLength(205);
  },
);

test('a filter becomes parameters, the plus sign of a beginning encoded', async () => {
  const { account, of } = openProject();
  const filter = {
    country: 'US',
    numberType: 'LOCAL',
    pattern: '1404',
    searchPattern: 'start',
    features: 'SMS',
  } as const;
  const found = await collect(account.listNumbers(readCall(), { ...filter, limit: 3 }));
  expect(found.map(({ phoneNumber }) => phoneNumber.slice(0, 5))).toEqual(['+1404', '+1404', '+1404']);
  expect(of('list-numbers').map(({ url }) => url.search)).toEqual([
    '?regionCode=US&type=LOCAL&numberPattern.pattern=%2B1404&numberPattern.searchPattern=START&capability=SMS&pageSize=100',
  ]);
});

test.each([
  [
    'a number that is listed twice',
    () => ({ activeNumbers: [{ phoneNumber: FREE }, { phoneNumber: FREE }] }),
  ],
  ['a page that leads back', () => ({ activeNumbers: [], nextPageToken: 'again' })],
])('does not take %s for a list', async (_name, page) => {
  const override = ({ operation }: { operation: string }) =>
    operation === 'list-numbers' ? { text: JSON.stringify(page()) } : undefined;
  const { account } = openProject({}, { override });
  await expect(collect(account.listNumbers(readCall()))).rejects.toBeInstanceOf(IncompleteListError);
});

test('a number in a path has its plus sign encoded', async () => {
  const { account, of } = openProject();
  await account.findNumber(COVERED, readCall());
  expect(of('fetch-number')[0]?.url.pathname).toBe(
    '/v1/projects/sandbox-project/activeNumbers/%2B14045550100',
  );
  expect(of('fetch-address')[0]?.url.pathname).toMatch(/activeNumbers\/%2B14045550100\/emergencyAddress$/);
});

test('numbers are found for rent, rented once and released', async () => {
  const { account, of, standIn } = openProject();
  const search = {
    country: 'US',
    pattern: '+1206',
    searchPattern: 'start',
    features: 'VOICE',
    limit: 2,
  } as const;
  const found = await collect(account.searchAvailable?.(search, readCall()));
  expect(found).toHaveLength(2);
  const price = { setup: { amount: '0.00', currency: 'USD' }, monthly: { amount: '1.00', currency: 'USD' } };
  expect(found[0]).toMatchObject({ phoneNumber: FOR_RENT, facts: { number_type: 'LOCAL' }, price });
  expect(await account.findAvailable?.(FOR_RENT, 'US', readCall())).toMatchObject({ price });
  expect(of('search-available')[0]?.url.search).toBe(
    '?regionCode=US&type=LOCAL&numberPattern.pattern=%2B1206&numberPattern.searchPattern=START&capabilities=VOICE&size=2',
  );
  const settings = {
    sms_service_plan_id: 'plan-1',
    voice_type: 'EST',
    voice_app_id: 'trunk-1',
    callback_url: 'https://example.com/sinch',
  };
  const buy: Step = {
    kind: 'buy',
    phoneNumber: FOR_RENT,
    country: 'US',
    settings: { ...settings, number_type: 'LOCAL' },
  };
  expect(await account.checkEffect(buy, readCall())).toEqual({ found: 'absent' });
  await account.execute(buy, countedCall());
  expect(JSON.parse(of('buy')[0]?.body ?? '')).toEqual({
    smsConfiguration: { servicePlanId: 'plan-1' },
    voiceConfiguration: { type: 'EST', trunkId: 'trunk-1' },
    callbackUrl: 'https://example.com/sinch',
  });
  expect(await account.checkEffect(buy, readCall())).toMatchObject({ found: 'done' });
  expect(await account.findAvailable?.(FOR_RENT, 'US', readCall())).toBeNull();
  expect((await account.findNumber(FOR_RENT, readCall()))?.settings).toMatchObject(settings);
  expect(await failureOf(account.execute(buy, countedCall()))).toMatchObject({
    kind: 'refused',
    providerCode: 'NOT_FOUND',
  });
  const release: Step = {
    kind: 'release',
    phoneNumber: FOR_RENT,
    handle: FOR_RENT,
    country: 'US',
    settings: {},
  };
  await account.execute(release, countedCall());
  expect(await account.checkEffect(release, readCall())).toMatchObject({ found: 'done' });
  expect(standIn.effects.map(({ kind }) => kind)).toEqual(['buy', 'release']);
});

test('a trial account is told that it may not rent', async () => {
  const { account } = openProject({ switches: { trial: true } });
  const buy: Step = { kind: 'buy', phoneNumber: FOR_RENT, country: 'US', settings: {} };
  expect(await failureOf(account.execute(buy, countedCall()))).toMatchObject({
    kind: 'refused',
    status: 403,
    providerCode: 'PERMISSION_DENIED',
    providerMessage: 'Trial account is not enabled to rent number',
  });
});

test('what is linked is unlinked with an empty text before it is linked again', async () => {
  const { account, of } = openProject();
  const first = { sms_service_plan_id: 'plan-1', sms_campaign_id: 'campaign-1' };
  await account.execute({ ...number, settings: first, present: {} }, countedCall());
  const present = (await account.findNumber(FREE, readCall()))?.settings ?? {};
  const settings = { sms_service_plan_id: 'plan-2', display_name: 'Front desk' };
  expect(await failureOf(account.execute({ ...number, settings, present }, countedCall()))).toMatchObject({
    providerMessage: expect.stringContaining('must be unlinked first'),
  });
  const stages = account.updateStages?.(settings, present) ?? [];
  expect(stages).toEqual([{ sms_service_plan_id: '' }, settings]);
  for (const stage of stages) await account.execute({ ...number, settings: stage, present }, countedCall());
  expect(
    of('update-number')
      .slice(2)
      .map(({ body }) => JSON.parse(body ?? '')),
  ).toEqual([
    { smsConfiguration: { servicePlanId: '' } },
    { displayName: 'Front desk', smsConfiguration: { servicePlanId: 'plan-2', campaignId: 'campaign-1' } },
  ]);
  expect((await account.findNumber(FREE, readCall()))?.settings).toMatchObject({
    ...settings,
    sms_campaign_id: 'campaign-1',
  });
  expect(account.updateStages?.({ sms_campaign_id: '' }, present)).toEqual([{ sms_campaign_id: '' }]);
});

test.each([
  ['RTC', 'appId'],
  ['EST', 'trunkId'],
  ['FAX', 'serviceId'],
])('voice type %s names its target in %s', async (voice_type, field) => {
  const { account, of } = openProject();
  const settings = { voice_type, voice_app_id: 'target-1' };
  await account.execute({ ...number, settings, present: {} }, countedCall());
  expect(JSON.parse(of('update-number')[0]?.body ?? '')).toEqual({
    voiceConfiguration: { type: voice_type, [field]: 'target-1' },
  });
  expect((await account.findNumber(FREE, readCall()))?.settings).toMatchObject(settings);
});

test('what is scheduled counts as set and is pending until it has ended', async () => {
  const { account, time } = openProject({ switches: { provisioningDelayMs: 5000 } });
  const settings = { sms_service_plan_id: 'plan-1', voice_type: 'FAX', voice_app_id: 'fax-1' };
  const step: Step = { ...number, settings, present: {} };
  await account.execute(step, countedCall());
  const scheduled = await account.findNumber(FREE, readCall());
  expect(scheduled).toMatchObject({ settings, settingsPending: 'sms WAITING; voice WAITING' });
  expect(await account.checkEffect(step, readCall())).toMatchObject({ found: 'done' });
  time.nowMs = 5000;
  expect(await account.findNumber(FREE, readCall())).toMatchObject({ settings, settingsPending: '' });
});

test('what was scheduled and failed does not count as set', async () => {
  const { account } = openProject({ switches: { provisioningFailures: [FREE] } });
  const settings = { sms_service_plan_id: 'plan-1' };
  const step: Step = { ...number, settings, present: {} };
  await account.execute(step, countedCall());
  const failed = await account.findNumber(FREE, readCall());
  expect(failed?.settings.sms_service_plan_id).toBeUndefined();
  expect(failed?.settingsPending).toBe('');
  expect(failed?.settingsFailed).toMatchObject({ sms_service_plan_id: 'FAILED INTERNAL_ERROR' });
  // It had been carried out, and sending it again would only fail again.
  expect(await account.checkEffect(step, readCall())).toMatchObject({ found: 'done' });
});

test('a look compares each setting', async () => {
  const { account } = openProject({ switches: { provisioningDelayMs: 5000 } });
  const settings = {
    display_name: 'Front desk',
    sms_service_plan_id: 'plan-1',
    callback_url: 'https://example.com/s',
  };
  await account.execute({ ...number, settings, present: {} }, countedCall());
  const look = (asked: Record<string, string>) =>
    account.checkEffect({ ...number, settings: asked, present: {} }, readCall());
  expect(await look(settings)).toMatchObject({ found: 'done' });
  for (const column of ['display_name', 'sms_service_plan_id', 'callback_url', 'voice_app_id']) {
    expect(await look({ ...settings, [column]: 'other' }), column).toEqual({ found: 'absent' });
  }
  expect(await look({ display_name: '' })).toEqual({ found: 'absent' });
  expect(await look({ sms_campaign_id: '' })).toMatchObject({ found: 'done' });
});

test('the type and the features of a number are not changed, nor anything beside them', async () => {
  const { account, of } = openProject();
  const settings = { number_type: 'MOBILE', display_name: 'Front desk' };
  const error = await failureOf(account.execute({ ...number, settings, present: {} }, countedCall()));
  expect(error).toMatchObject({ kind: 'refused', message: expect.stringContaining('number_type') });
  expect(of('update-number')).toEqual([]);
});
