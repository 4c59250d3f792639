import { describe, expect, it } from 'vitest';
import type { SettingColumn } from '../../src/domain/request/request.ts';
import { bandwidthEndpoints } from '../../src/providers/bandwidth/endpoints/index.ts';
import type { Step } from '../../src/providers/contract.ts';
import { twilio } from '../../src/providers/twilio/index.ts';
import { UPDATE_FIELDS } from '../../src/providers/vonage/convert.ts';
import type { StandIn } from '../../src/sandbox/stand-in.ts';
import { createTwilioStandIn } from '../../src/sandbox/twilio/index.ts';
import { openProject, COVERED as SINCH_COVERED, FREE as SINCH_FREE } from '../providers/sinch/project.ts';
import { openAccount, FREE as VONAGE_FREE } from '../providers/vonage/account.ts';
import { endpointXml, openBandwidth } from '../sandbox/bandwidth/account.ts';
import { connect } from './socketless.ts';
import { contentOf, countedCall, readCall } from './world.ts';

/*
 * A write that sends a whole resource must send what its row does not name as it stands. Each stand-in starts with every
 * settable field filled; after one change the only paths that differ are those that the change names.
 */

/** Paths of the leaves that differ, `locations.1.description`. */
function changedPaths(before: unknown, after: unknown, path = ''): string[] {
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) {
    return Object.is(before, after) ? [] : [path];
  }
  const [one, other] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.flatMap((name) =>
    changedPaths(one[name], other[name], path === '' ? name : `${path}.${name}`),
  );
}

/** What a step changes in a stand-in's state. */
async function changedBy(standIn: StandIn, work: () => Promise<unknown>): Promise<string[]> {
  const state = (): unknown => JSON.parse(JSON.stringify(standIn.controls?.state(0)));
  const before = state();
  await work();
  return changedPaths(before, state()).map((path) => path.replace(/\.\d+\./, '.'));
}

const CITY_HALL = {
  street: '1 Dr Carlton B Goodlett Pl',
  parts: null,
  unit: '',
  city: 'San Francisco',
  region: 'CA',
  postalCode: '94102',
  country: 'US',
};

describe('Bandwidth (endpoints)', () => {
  function open() {
    const { standIn, ask } = openBandwidth({ judge: () => ({ kind: 'exact' }) });
    const pieces =
      '<houseNumber>200</houseNumber><prefixDirectional>N</prefixDirectional><streetName>Spring</streetName><streetSuffix>St</streetSuffix><addressLine2>FL 3</addressLine2><city>Los Angeles</city><stateCode>CA</stateCode><zip>90012</zip><plusFour>1234</plusFour><country>US</country>';
    const location = `<Location><locationId>LA1</locationId><description>Spring Street</description><address>${pieces}</address></Location>`;
    expect(ask('POST', '/locations', location).status).toBe(201);
    const filled = {
      alternateEndUserId: 'user42',
      callerName: 'Jane Roe',
      locationId: 'LA1',
      telephoneNumber: '4155550160',
      activated: 'true',
    };
    expect(ask('POST', '', endpointXml(filled)).status).toBe(201);
    const { transport } = connect(standIn);
    const { BW_ACCOUNT_ID: account_id, BW_USERNAME: username, BW_PASSWORD: password } = standIn.environment;
    const settings = bandwidthEndpoints.settings.parse({ account_id, username, password });
    const account = bandwidthEndpoints.create(settings, transport);
    return {
      standIn,
      run: (step: Step) => changedBy(standIn, () => account.execute(step, countedCall())),
      account,
    };
  }
  const number = { phoneNumber: '+14155550160', handle: '' };
  const unnamed = { ...contentOf(CITY_HALL, ''), callerName: '', label: '' };

  it('moves an endpoint and changes its location alone', async () => {
    const step: Step = { kind: 'associate', ...number, ...unnamed, addressId: 'HQ1' };
    expect(await open().run(step)).toEqual(['endpoints.locationId']);
  });

  it('switches an endpoint and changes the switch alone', async () => {
    expect(await open().run({ kind: 'switch-emergency', ...number, on: false })).toEqual([
      'endpoints.activated',
    ]);
  });

  it('changes a description alone', async () => {
    const { run, account } = open();
    const stored = await account.findAddress('LA1', readCall());
    const address = stored?.address ?? CITY_HALL;
    const step: Step = { kind: 'update-address', addressId: 'LA1', ...unnamed, address, label: 'Annex' };
    expect(await run(step)).toEqual(['locations.description']);
  });

  it('changes an address and keeps the description', async () => {
    const changed = await open().run({ kind: 'update-address', addressId: 'LA1', ...unnamed });
    expect(changed.filter((path) => !path.startsWith('locations.address.'))).toEqual([]);
  });
});

describe('Twilio', () => {
  function open() {
    const standIn = createTwilioStandIn({});
    const { transport } = connect(standIn);
    const { TWILIO_ACCOUNT_SID: account_sid, TWILIO_AUTH_TOKEN: auth_token } = standIn.environment;
    const account = twilio.create(twilio.settings.parse({ account_sid, auth_token }), transport);
    return { account, run: (step: Step) => changedBy(standIn, () => account.execute(step, countedCall())) };
  }

  it('changes an address and keeps its name, and the other way round', async () => {
    const { account, run } = open();
    const content = { ...contentOf(CITY_HALL, 'e911abc'), label: 'Annex' };
    const { id } = await account.execute({ kind: 'create-address', ...content }, countedCall());
    const address = { ...CITY_HALL, street: '200 N Spring St', city: 'Los Angeles', postalCode: '90012' };
    const plain = { kind: 'update-address', addressId: id, ...content, tag: '', label: '' } as const;
    const isOther = (path: string): boolean =>
      !/\.(street|city|region|postalCode|dateUpdated)\w*$/.test(path);
    expect((await run({ ...plain, address })).filter(isOther)).toEqual([]);
    const named = await run({ ...plain, address, label: 'Dock' });
    expect(named.filter((path) => !/dateUpdated/.test(path))).toEqual(['addresses.friendlyName']);
  });
});

describe.each(['keep', 'reset'] as const)('where what is not named is %s', (omitted) => {
  it('Vonage changes one setting of a number alone', async () => {
    const filled: Record<string, string> = {
      app_id: 'app-1',
      inbound_sms_url: 'https://example.com/in',
      smpp_system_type: 'inbound',
      voice_target_type: 'sip',
      voice_target: 'sip:desk@example.com',
      voice_status_url: 'https://example.com/status',
    };
    const number = { kind: 'update-number', phoneNumber: VONAGE_FREE, handle: '', country: 'US' } as const;
    for (const [column, field] of UPDATE_FIELDS.filter(([name]) => name !== 'voice_target_type')) {
      const { account, standIn } = openAccount({ switches: { omitted } });
      await account.execute({ ...number, settings: filled, present: {} }, countedCall());
      const present = (await account.findNumber(VONAGE_FREE, readCall()))?.settings ?? {};
      const changed = await changedBy(standIn, () =>
        account.execute({ ...number, settings: { [column]: 'other' }, present }, countedCall()),
      );
      const hidden = ['moSmppSysType', 'voiceStatusCallback'].map((name) => `numbers.settings.${name}`);
      const seen = changed.filter((path) => path === `numbers.settings.${field}` || !hidden.includes(path));
      expect(seen, column).toEqual([`numbers.settings.${field}`]);
      // Vonage never shows two of the settings, so nothing can send them again: a warning says so.
      if (omitted === 'keep') expect(changed, column).toEqual([`numbers.settings.${field}`]);
    }
  });

  it('Sinch changes one setting of a number alone', async () => {
    const filled = {
      display_name: 'Front desk',
      sms_service_plan_id: 'plan-1',
      sms_campaign_id: 'campaign-1',
      voice_type: 'RTC',
      voice_app_id: 'app-1',
      callback_url: 'https://example.com/sinch',
    };
    const number = { kind: 'update-number', phoneNumber: SINCH_FREE, handle: '', country: 'US' } as const;
    const paths: readonly (readonly [SettingColumn, string])[] = [
      ['display_name', 'numbers.displayName'],
      ['sms_service_plan_id', 'numbers.sms.servicePlanId'],
      ['sms_campaign_id', 'numbers.sms.campaignId'],
      ['voice_app_id', 'numbers.voice.appId'],
      ['callback_url', 'numbers.callbackUrl'],
    ];
    for (const [column, path] of paths) {
      const { account, standIn } = openProject({ switches: { omitted } });
      await account.execute({ ...number, settings: filled, present: {} }, countedCall());
      const present = (await account.findNumber(SINCH_FREE, readCall()))?.settings ?? {};
      const settings = { [column]: 'other' };
      const changed = await changedBy(standIn, async () => {
        for (const stage of account.updateStages?.(settings, present) ?? [settings]) {
          await account.execute({ ...number, settings: stage, present }, countedCall());
          await account.findNumber(SINCH_FREE, readCall());
        }
      });
      expect(changed, column).toEqual([path]);
    }
  });
});

it('Sinch provisions an address and changes no setting of the number', async () => {
  const { account, standIn } = openProject();
  const before = await account.findNumber(SINCH_COVERED, readCall());
  const step: Step = {
    kind: 'associate',
    phoneNumber: SINCH_COVERED,
    handle: SINCH_COVERED,
    addressId: '',
    ...contentOf(CITY_HALL),
  };
  const changed = await changedBy(standIn, () => account.execute(step, countedCall()));
  expect(changed.filter((path) => !path.startsWith('numbers.emergency.'))).toEqual([]);
  expect((await account.findNumber(SINCH_COVERED, readCall()))?.settings).toEqual(before?.settings);
});

it('Sinch does not change a voice type that would lose the voice target', async () => {
  const { account } = openProject();
  const number = { kind: 'update-number', phoneNumber: SINCH_FREE, handle: '', country: 'US' } as const;
  const present = { voice_type: 'RTC', voice_app_id: 'app-1' };
  await expect(
    account.execute({ ...number, settings: { voice_type: 'EST' }, present }, countedCall()),
  ).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('app-1') });
});
