import { ADDRESS_COLUMNS, COVERAGE_COLUMNS } from '../../domain/request/request-columns.ts';
import { type Capabilities, noDocumentedTime, UNDECLARED } from '../capabilities.ts';

/** Longest `address_name`, in characters; the shortest is 2. Source: vendor's Emergency Calling Provisioning reference, verified 2026-11-21. */
export const ADDRESS_NAME_CHARS = 32;

const NOT_SHOWN = 'it is never shown, so a cleared one cannot be told from one that was not set';
const NO_EMPTY_TARGET =
  'the API takes sip, tel or app and no empty value; forward the calls elsewhere, or end the forwarding in the Vonage dashboard';

/** What an update of a number sets. */
const SETTINGS = [
  'app_id',
  'inbound_sms_url',
  'smpp_system_type',
  'voice_target_type',
  'voice_target',
  'voice_status_url',
] as const;

/** What Vonage can do. Sources: "Emergency Calling Provisioning API", "Address API" and "Numbers API", verified 2026-11-21. */
export const capabilities: Capabilities = {
  ...UNDECLARED,
  title: 'Vonage',
  actions: [
    'assign',
    'remove',
    'validate',
    'add-address',
    'move-site',
    'delete-address',
    'buy',
    'release',
    'update',
    'ignore',
  ],
  addressModel: 'own-resource',
  callerNameIn: 'number',
  // Vonage has no check: what it thinks of an address is seen when it is created.
  addressCheck: 'by-creating',
  fees: ['number_setup' as const, 'number_monthly' as const].map((name) => ({
    name,
    amount: 'per-number' as const,
    currency: 'EUR',
    source: 'the search answers initialPrice and cost, in euros: Numbers API reference, verified 2026-11-26',
  })),
  registration: 'synchronous',
  listShowsEmergency: false,
  // The largest page of numbers. Source: Numbers reference.
  listPageSize: 100,
  // No page names the countries; these are the ones with numbers and addresses that the vendor's examples use or sell.
  countries: ['US', 'CA', 'GB'],
  tag: { field: 'address_name', maxChars: ADDRESS_NAME_CHARS },
  // moHttpUrl: "Set this parameter's value to an empty string to remove the webhook" (Numbers reference). app_id: Vonage's own
  // CLI unlinks a number by leaving app_id out of an update (Vonage/vonage-cli, apps/numbers/unlink.js). Verified 2026-11-26.
  clearableColumns: ['app_id', 'inbound_sms_url'],
  // voiceCallbackType is sip, tel or app (Numbers reference), and the API takes no blank one (Nexmo/nexmo-cli #20).
  whyNotCleared: {
    smpp_system_type: NOT_SHOWN,
    voice_status_url: NOT_SHOWN,
    voice_target_type: NO_EMPTY_TARGET,
    voice_target: NO_EMPTY_TARGET,
  },
  hiddenSettings: ['smpp_system_type', 'voice_status_url'],
  settingColumns: ['number_type', 'features', ...SETTINGS, 'subaccount_key'],
  // contact_name belongs to the number, address_name and address_location_type to the address.
  consumes: {
    assign: ['acquire', ...COVERAGE_COLUMNS, ...SETTINGS],
    validate: [...ADDRESS_COLUMNS, 'address_label', 'address_kind', 'address_id'],
    'add-address': [...ADDRESS_COLUMNS, 'address_label', 'address_kind'],
    // No call changes an address (Address API): number by number.
    'move-site': [...ADDRESS_COLUMNS, 'address_id', 'old_address'],
    'delete-address': ['address_id'],
    buy: ['acquire', ...COVERAGE_COLUMNS, ...SETTINGS, 'subaccount_key'],
    release: ['subaccount_key'],
    update: [...COVERAGE_COLUMNS, ...SETTINGS, 'subaccount_key'],
  },
  // Buy takes country, msisdn and target_api_key (Numbers reference).
  purchaseTakes: ['subaccount_key'],
  exports: ['numbers', 'addresses', 'available'],
  listing: {
    scope: 'all numbers that the account owns',
    cannotList:
      'numbers of its subaccounts, which are accounts of their own, and callers that send another number',
  },
  filters: {
    numbers: ['numberType', 'features', 'applicationId', 'hasApplication'],
    available: ['numberType', 'features'],
    words: {
      numberType: ['landline', 'landline-toll-free', 'mobile-lvn'],
      features: ['SMS', 'VOICE', 'MMS'],
    },
  },
  // PATCH of the number's emergency object: the same address twice is the address once.
  lateEffects: noDocumentedTime('Vonage', {
    call: 'request can no longer take effect',
    repeatable: ['associate'],
  }),
  limits: {
    requestsPerSecond: 1,
    burst: 1,
    concurrency: 4,
    source:
      'Vonage publishes no rate for these APIs; its own PHP client keeps to 1 request per second for the Numbers API and waits a second on 429, https://github.com/Vonage/vonage-php-sdk-core, verified 2026-11-21',
  },
};
