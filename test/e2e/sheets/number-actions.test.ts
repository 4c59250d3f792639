import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effectsOf, numbersOf, paceAccounts, requestsOf, standInOf } from '../accounts.ts';
import { newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const FAST = { requests_per_second: 200, burst: 50, concurrency: 8 };
const COLUMNS = [
  'phone_number',
  'action',
  'account',
  'country',
  'app_id',
  'inbound_sms_url',
  'smpp_system_type',
  'voice_target_type',
  'voice_target',
  'voice_status_url',
  'display_name',
  'sms_service_plan_id',
  'sms_campaign_id',
  'voice_type',
  'voice_app_id',
  'callback_url',
  'subaccount_key',
] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

function sheet(...rows: readonly Row[]): string {
  const cell = (value: string): string => (value.includes('"') ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = rows.map((row) => COLUMNS.map((column) => cell(row[column] ?? '')).join(','));
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}

const VONAGE_SETTINGS = {
  app_id: 'app-1',
  inbound_sms_url: 'https://example.com/in',
  smpp_system_type: 'inbound',
  voice_target_type: 'sip',
  voice_target: 'sip:desk@example.com',
  voice_status_url: 'https://example.com/status',
};
const SINCH_SETTINGS = {
  display_name: 'Front desk',
  sms_service_plan_id: 'plan-1',
  sms_campaign_id: 'campaign-1',
  voice_type: 'RTC',
  voice_app_id: 'app-1',
  callback_url: 'https://example.com/sinch',
};
const VONAGE_BUY = { phone_number: '+12065550100', action: 'buy', account: 'vonage', country: 'US' };
const SINCH_BUY = { phone_number: '+12065550150', action: 'buy', account: 'sinch', country: 'US' };

describe('actions on the numbers themselves', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    await paceAccounts(place, { vonage: FAST, sinch: FAST });
  });
  afterEach(() => place.close());

  const kinds = (account: string): string[] => effectsOf(place, account).map(({ kind }) => kind);
  const results = async (): Promise<(string | undefined)[]> =>
    (await newestResults(place)).map((row) => row['result']);
  async function apply(rows: readonly Row[], ...options: string[]) {
    await place.file('numbers.csv', sheet(...rows));
    return place.run('apply', 'numbers.csv', ...options);
  }

  it('buys, updates and releases at both carriers, and changes nothing the second time', async () => {
    const rows: Row[] = [
      VONAGE_BUY,
      { phone_number: '+14155550150', action: 'update', account: 'vonage', ...VONAGE_SETTINGS },
      { phone_number: '+12125550110', action: 'release', account: 'vonage' },
      { ...SINCH_BUY, sms_service_plan_id: 'plan-9', voice_type: 'EST', voice_app_id: 'trunk-9' },
      { phone_number: '+14045550101', action: 'update', account: 'sinch', ...SINCH_SETTINGS },
      { phone_number: '+14045550102', action: 'release', account: 'sinch' },
    ];
    const first = await apply(rows, '--yes');
    expect({ code: first.code, err: first.err }).toMatchObject({ code: 0 });
    expect(await results()).toEqual(Array.from({ length: 6 }, () => 'applied'));
    const atVonage = await numbersOf(place, 'vonage');
    expect(atVonage.has('+12065550100')).toBe(true);
    expect(atVonage.has('+12125550110')).toBe(false);
    expect(atVonage.get('+14155550150')?.['settings']).toEqual({
      app_id: 'app-1',
      moHttpUrl: 'https://example.com/in',
      moSmppSysType: 'inbound',
      voiceCallbackType: 'sip',
      voiceCallbackValue: 'sip:desk@example.com',
      voiceStatusCallback: 'https://example.com/status',
    });
    const atSinch = await numbersOf(place, 'sinch');
    expect(atSinch.has('+14045550102')).toBe(false);
    expect(atSinch.get('+12065550150')).toMatchObject({
      sms: { servicePlanId: 'plan-9' },
      voice: { type: 'EST', trunkId: 'trunk-9' },
    });
    expect(atSinch.get('+14045550101')).toMatchObject({
      displayName: 'Front desk',
      callbackUrl: 'https://example.com/sinch',
      sms: { servicePlanId: 'plan-1', campaignId: 'campaign-1' },
      voice: { type: 'RTC', appId: 'app-1' },
    });
    // Vonage does not show two of the settings, so they cannot be seen to be there already.
    const { smpp_system_type: _type, voice_status_url: _url, ...shown } = VONAGE_SETTINGS;
    const again = rows.map((row) =>
      row.app_id ? { ...row, ...shown, smpp_system_type: '', voice_status_url: '' } : row,
    );
    const before = place.effects().length;
    expect((await apply(again)).code).toBe(0);
    expect(await results()).toEqual(Array.from({ length: 6 }, () => 'unchanged'));
    expect(place.effects().length).toBe(before);
  });

  it('clears settings with two quotes, and links again by way of unlinking', async () => {
    const vonage = { phone_number: '+14155550150', action: 'update', account: 'vonage' };
    const sinch = { phone_number: '+14045550101', action: 'update', account: 'sinch' };
    standInOf(place, 'sinch').standIn.controls?.setSwitches({
      provisioningDelayMs: 300,
      unlinking: 'scheduled',
    });
    expect(
      (
        await apply(
          [
            { ...vonage, ...VONAGE_SETTINGS },
            { ...sinch, ...SINCH_SETTINGS },
          ],
          '--yes',
        )
      ).code,
    ).toBe(0);
    const rows = [
      { ...vonage, inbound_sms_url: '""', app_id: '""' },
      { ...sinch, sms_service_plan_id: 'plan-2', sms_campaign_id: '""', display_name: '""' },
    ];
    const { code, err } = await apply(rows, '--yes');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect((await numbersOf(place, 'vonage')).get('+14155550150')?.['settings']).toMatchObject({
      moHttpUrl: '',
      voiceCallbackType: 'sip',
      voiceCallbackValue: 'sip:desk@example.com',
    });
    expect((await numbersOf(place, 'vonage')).get('+14155550150')?.['settings']).not.toHaveProperty('app_id');
    expect((await numbersOf(place, 'sinch')).get('+14045550101')).toMatchObject({
      displayName: '',
      sms: { servicePlanId: 'plan-2', campaignId: '' },
      voice: { type: 'RTC', appId: 'app-1' },
    });
    expect(kinds('sinch')).toEqual(['update-number', 'update-number', 'update-number']);
  });

  it('shows scheduled provisioning as pending, then as done, and a failed one as failed', async () => {
    const row = { phone_number: '+14045550101', action: 'update', account: 'sinch', ...SINCH_SETTINGS };
    const { controls } = standInOf(place, 'sinch').standIn;
    controls?.setSwitches({ provisioningDelayMs: 600_000 });
    expect((await apply([row], '--yes', '--wait', '1s')).code).toBe(6);
    expect((await newestResults(place))[0]).toMatchObject({
      result: 'pending',
      detail: expect.stringContaining('sms WAITING; voice WAITING'),
    });
    // The same request again waits for what is scheduled and asks for nothing.
    expect((await apply([row], '--yes', '--wait', '1s')).code).toBe(6);
    expect(kinds('sinch')).toEqual(['update-number']);
    controls?.setSwitches({ provisioningDelayMs: 0, provisioningFailures: ['+14045550103'] });
    const failing = { ...row, phone_number: '+14045550103' };
    expect((await apply([failing], '--yes', '--wait', '30s')).code).toBe(1);
    expect((await newestResults(place))[0]).toMatchObject({
      result: 'failed',
      error_code: 'SETTING_FAILED',
      error_message: expect.stringContaining('FAILED INTERNAL_ERROR'),
    });
  });

  it('buys, sets and releases a number of a subaccount, which it cannot see', async () => {
    const key = { subaccount_key: '1a2345b7' };
    expect((await apply([{ ...VONAGE_BUY, ...key }], '--yes')).code).toBe(0);
    expect((await numbersOf(place, 'vonage')).get('+12065550100')?.['owner']).toBe('1a2345b7');
    const update = { ...VONAGE_BUY, action: 'update', app_id: 'app-1', ...key };
    expect((await apply([update], '--yes')).code).toBe(0);
    const release = { ...VONAGE_BUY, action: 'release', ...key };
    expect((await apply([release], '--yes')).code).toBe(0);
    expect(kinds('vonage')).toEqual(['buy', 'update-number', 'release']);
  });

  it.each(['vonage', 'sinch'])('a purchase at %s whose answer is lost is not made twice', async (account) => {
    const row = account === 'vonage' ? VONAGE_BUY : SINCH_BUY;
    const standIn = standInOf(place, account);
    standIn.faults.set([{ when: { operation: 'buy' }, do: 'reset-after', times: 1 }]);
    const { code, err } = await apply([row], '--yes');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(await results()).toEqual(['applied']);
    expect(kinds(account)).toEqual(['buy']);
    expect((await requestsOf(place, account)).filter(({ operation }) => operation === 'buy')).toHaveLength(1);
    expect((await numbersOf(place, account)).has(row.phone_number)).toBe(true);
  });

  it.each(['vonage', 'sinch'])(
    'a purchase at %s that may not have arrived is left to a person',
    async (account) => {
      const row = account === 'vonage' ? VONAGE_BUY : SINCH_BUY;
      const standIn = standInOf(place, account);
      standIn.faults.set([{ when: { operation: 'buy' }, do: 'status', status: 503, times: 1 }]);
      expect((await apply([row], '--yes', '--settle', '1s')).code).toBe(10);
      expect(await results()).toEqual(['unknown']);
      expect((await requestsOf(place, account)).filter(({ operation }) => operation === 'buy')).toHaveLength(
        1,
      );
      const retry = path.relative(place.dir, path.join(await newestRun(place), 'retry.csv'));
      expect((await place.run('apply', retry, '--yes', '--settle', '1s')).code).toBe(0);
      expect(await results()).toEqual(['applied']);
      expect(kinds(account)).toEqual(['buy']);
    },
  );

  it('asks before it releases or removes, and sends nothing without an answer', async () => {
    for (const [account, phone_number] of [
      ['vonage', '+14155550150'],
      ['sinch', '+14045550102'],
    ]) {
      const { code, out, err } = await apply([{ phone_number, action: 'release', account } as Row]);
      expect({ account, code }).toEqual({ account, code: 4 });
      expect(`${out}${err}`).toContain('--yes');
    }
    for (const [account, phone_number] of [
      ['vonage', '+14155550100'],
      ['sinch', '+14045550100'],
    ]) {
      expect((await apply([{ phone_number, action: 'remove', account } as Row])).code).toBe(4);
    }
    expect(place.effects()).toEqual([]);
  });

  it('counts releases and removals together against --max-remove, covered or not', async () => {
    const released = Array.from({ length: 11 }, (_, line) => ({
      phone_number: `+141555501${50 + line}`,
      action: 'release',
      account: 'vonage',
    }));
    const removed = { phone_number: '+14155550100', action: 'remove', account: 'vonage' };
    const byShare = await apply(released, '--yes');
    expect(byShare.code).toBe(4);
    expect(byShare.err).toContain('--max-remove 30%');
    expect((await apply([...released.slice(0, 2), removed], '--yes', '--max-remove', '2')).code).toBe(4);
    expect(place.effects()).toEqual([]);
    expect((await apply([...released.slice(0, 2), removed], '--yes', '--max-remove', '3')).code).toBe(0);
    expect((await apply(released, '--yes', '--force')).code).toBe(0);
    expect(kinds('vonage').filter((kind) => kind === 'release')).toHaveLength(11);
  });
});
