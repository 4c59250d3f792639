import { expect, test } from 'vitest';
import type { Request } from '../../../src/domain/request/request.ts';
import { vonage } from '../../../src/providers/vonage/index.ts';
import { requestOf } from '../request-of.ts';

/** Settings that are named, so that nothing is said about those that Vonage never shows. */
const HIDDEN = { smpp_system_type: 'inbound', voice_status_url: 'https://example.com/status' };

function refusals(request: Partial<Request>): string[] {
  return vonage.refuse(requestOf(request), 2).map(({ code, severity }) => `${severity} ${code}`);
}

test.each([
  ['a purchase with settings', { action: 'buy', settings: { app_id: 'app-1' } }, []],
  [
    "an address for a subaccount's number",
    { action: 'update', addressId: 'id-1', settings: { ...HIDDEN, subaccount_key: 'key-1' } },
    ['error VONAGE_SUBACCOUNT_ADDRESS', 'warning VONAGE_SUBACCOUNT_UNSEEN'],
  ],
  [
    'a purchase as a search exports it',
    { action: 'buy', settings: { number_type: 'mobile-lvn', features: 'SMS' } },
    [],
  ],
  [
    'an action on a subaccount',
    { action: 'release', settings: { subaccount_key: 'k' } },
    ['warning VONAGE_SUBACCOUNT_UNSEEN'],
  ],
  [
    'an unknown voice target type',
    { settings: { ...HIDDEN, voice_target_type: 'fax', voice_target: '1' } },
    ['error VONAGE_VOICE_TARGET_TYPE'],
  ],
  [
    'a deprecated voice target type',
    { settings: { ...HIDDEN, voice_target_type: 'app', voice_target: '1' } },
    ['warning VONAGE_VOICE_TARGET_APP'],
  ],
  [
    'a voice target without type',
    { settings: { ...HIDDEN, voice_target: '1' } },
    ['error VONAGE_VOICE_TARGET_PAIR'],
  ],
  [
    'an update that names no hidden setting',
    { settings: { app_id: 'app-1' } },
    ['warning VONAGE_HIDDEN_SETTINGS'],
  ],
  [
    'an unknown number type',
    { settings: { ...HIDDEN, number_type: 'mobile' } },
    ['error VONAGE_NUMBER_TYPE'],
  ],
  ['an unknown set of features', { settings: { ...HIDDEN, features: 'FAX' } }, ['error VONAGE_FEATURES']],
] as const)('%s', (_name, request, expected) => {
  expect(refusals(request)).toEqual(expected);
});
