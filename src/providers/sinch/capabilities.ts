import { ADDRESS_COLUMNS } from '../../domain/request/request-columns.ts';
import { type Capabilities, noDocumentedTime, UNDECLARED } from '../capabilities.ts';

/** The types that a listing has to be asked for one by one. Source: Active Number API, verified 2026-11-21. */
export const NUMBER_TYPES = ['MOBILE', 'LOCAL', 'TOLL_FREE'] as const;

/** The regions that a listing asks for when none is named: `regionCode` is a required parameter. */
export const LISTED_REGIONS = ['US', 'CA', 'GB'] as const;

/** What a listing of these regions asks for: a number of any other region does not show in it. */
export function listingOf(regions: readonly string[]): Capabilities['listing'] {
  return {
    scope: `all active numbers of the project in the regions ${regions.join(', ')}, of the types ${NUMBER_TYPES.join(', ')}`,
    cannotList: 'numbers of other regions (setting regions) and of types that Sinch adds later',
  };
}

/** The links of a number, which a rent and an update take. */
const LINKS = [
  'sms_service_plan_id',
  'sms_campaign_id',
  'voice_type',
  'voice_app_id',
  'callback_url',
] as const;

/** What Sinch can do. Source: Sinch Active Number API, verified 2026-11-21. */
export const capabilities: Capabilities = {
  ...UNDECLARED,
  title: 'Sinch',
  actions: ['assign', 'remove', 'validate', 'move-site', 'buy', 'release', 'update', 'ignore'],
  addressModel: 'inside-number',
  callerNameIn: 'number',
  hidesCallerName: true,
  addressCheck: 'without-writing',
  addressCheckNeedsNumber: true,
  fees: ['number_setup' as const, 'number_monthly' as const].map((name) => ({
    name,
    amount: 'per-number' as const,
    currency: '',
    source:
      'the search answers setupPrice and monthlyPrice, each with its currency: Numbers API reference, verified 2026-11-26',
  })),
  registration: 'synchronous',
  listShowsEmergency: false,
  // Always asked for: the size of a page without it is not published.
  listPageSize: 100,
  countries: ['US', 'CA', 'GB'],
  // The display name of an address cannot be read back, so nothing that is written can be found by a tag.
  tag: null,
  // servicePlanId and campaignId are unlinked with an empty string (Active Number API, "Update an active phone number"). For the
  // others no page says it: an update is read back, and one that did not clear them fails. Verified 2026-11-26.
  clearableColumns: [
    'display_name',
    'callback_url',
    'sms_service_plan_id',
    'sms_campaign_id',
    'voice_app_id',
  ],
  whyNotCleared: { voice_type: 'a voice configuration always has a type (RTC, EST or FAX)' },
  settingColumns: ['display_name', ...LINKS, 'number_type', 'features'],
  // The label is sent as displayName when the row gives no caller name.
  consumes: {
    assign: ['acquire', 'caller_name', ...ADDRESS_COLUMNS, 'display_name', ...LINKS],
    validate: ['caller_name', ...ADDRESS_COLUMNS],
    'move-site': ['caller_name', ...ADDRESS_COLUMNS, 'old_address'],
    buy: ['acquire', 'caller_name', ...ADDRESS_COLUMNS, 'display_name', ...LINKS],
    update: ['caller_name', ...ADDRESS_COLUMNS, 'display_name', ...LINKS],
  },
  // A rent takes no display name (Active Number API, rentNumber).
  purchaseTakes: LINKS,
  exports: ['numbers', 'available'],
  listing: listingOf(LISTED_REGIONS),
  filters: {
    numbers: ['numberType', 'features', 'applicationId', 'hasApplication'],
    available: ['numberType', 'features'],
    words: { numberType: NUMBER_TYPES, features: ['SMS', 'VOICE'] },
  },
  // :provision sets the whole address of the number.
  lateEffects: noDocumentedTime('Sinch', {
    call: 'request can no longer take effect',
    repeatable: ['associate'],
  }),
  limits: {
    requestsPerSecond: 5,
    burst: 1,
    concurrency: 8,
    source:
      'Sinch publishes no limit for the Numbers API (https://developers.sinch.com/docs/numbers/); 5 a second over 8 connections is our own cautious choice, verified 2026-11-21',
  },
};
