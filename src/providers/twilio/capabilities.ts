import { ADDRESS_COLUMNS } from '../../domain/request/request-columns.ts';
import { type Capabilities, noDocumentedTime, UNDECLARED } from '../capabilities.ts';

/** Longest FriendlyName of an address that is used for emergency calls, in characters. Source: vendor's Address reference, verified 2026-11-21. */
export const FRIENDLY_NAME_CHARS = 32;

const FEE_SOURCE =
  'Emergency Calling for Programmable Voice, https://www.twilio.com/docs/voice/tutorials/emergency-calling-for-programmable-voice, read 2026-11-26';

/** What Twilio can do. Sources: "Emergency Calling for SIP Trunking API" and the 2010-04-01 specification, verified 2026-11-21. */
export const capabilities: Capabilities = {
  ...UNDECLARED,
  title: 'Twilio',
  actions: [
    'assign',
    'remove',
    'validate',
    'enable',
    'disable',
    'add-address',
    'update-address',
    'move-site',
    'delete-address',
    'ignore',
  ],
  addressModel: 'own-resource',
  callerNameIn: 'address',
  // Twilio has no dry run: creating with EmergencyEnabled=true is the check.
  addressCheck: 'by-creating',
  // EmergencyEnabled is a parameter of UpdateAddress: "Whether to enable emergency calling on the address" (vendor's
  // 2010-04-01 specification, verified 2026-11-26).
  enablesAddresses: true,
  replacement: 'remove-then-add',
  reassociation: {
    // "US and Canada: about 30 minutes, UK: up to 72 hours"; the UK figure is under "Modify an address", and "Change to a
    // new address" says only to poll until the number is unregistered.
    secondsByCountry: { US: 30 * 60, CA: 30 * 60, GB: 72 * 60 * 60 },
    source:
      'Emergency Calling for Programmable Voice, https://www.twilio.com/docs/voice/tutorials/emergency-calling-for-programmable-voice, verified 2026-11-26',
  },
  // "a $75 fee per 911 call" from a US or Canadian number without a registered address, and "$0.75 per phone number per
  // month" with an emergency address. The stored page states both in dollars and names no day; its present revision was not
  // readable, so both are said as "about". No source states either for British numbers.
  fees: [
    {
      name: 'emergency_number_monthly',
      countries: ['US', 'CA'],
      amount: '0.75',
      currency: 'USD',
      source: FEE_SOURCE,
    },
    {
      name: 'emergency_number_monthly',
      countries: ['GB'],
      amount: null,
      currency: 'USD',
      source: 'no source states it for British numbers, verified 2026-11-26',
    },
    { name: 'unregistered_call', countries: ['US', 'CA'], amount: '75', currency: 'USD', source: FEE_SOURCE },
  ],
  registration: 'asynchronous',
  emergencySwitch: 'own-call',
  listShowsEmergency: true,
  // The largest page; more is error 20007. https://www.twilio.com/docs/usage/twilios-response
  listPageSize: 1_000,
  countries: ['US', 'CA', 'GB'],
  tag: { field: 'FriendlyName', maxChars: FRIENDLY_NAME_CHARS },
  // CustomerName and FriendlyName belong to the address; a number that gets an existing address brings neither.
  consumes: {
    assign: ['caller_name', ...ADDRESS_COLUMNS, 'address_label', 'address_id'],
    validate: ['caller_name', ...ADDRESS_COLUMNS, 'address_label', 'address_id'],
    'add-address': ['caller_name', ...ADDRESS_COLUMNS, 'address_label'],
    'update-address': ['caller_name', ...ADDRESS_COLUMNS, 'address_label', 'address_id'],
    // "An Address in emergency use must be disassociated from all numbers before it is modified": number by number
    // (Emergency Calling for Programmable Voice, "Modify an address", verified 2026-11-26).
    'move-site': [...ADDRESS_COLUMNS, 'address_id', 'old_address'],
    'delete-address': ['address_id'],
  },
  exports: ['numbers', 'addresses'],
  listing: {
    scope: 'all incoming phone numbers of the account',
    cannotList:
      'numbers of its subaccounts, which are accounts of their own, and callers behind a SIP trunk that send another number',
  },
  filters: {
    numbers: ['numberType', 'features', 'trunkId'],
    available: [],
    words: { features: ['VOICE', 'SMS', 'MMS', 'FAX'] },
  },
  // POST of a field of the number: the same value twice is the value once.
  lateEffects: noDocumentedTime('Twilio', {
    call: 'request can no longer take effect',
    repeatable: ['associate', 'switch-emergency'],
  }),
  limits: {
    requestsPerSecond: 20,
    burst: 1,
    concurrency: 16,
    source:
      'Twilio publishes no requests per second for this API: 429 (code 20429) is a limit on requests at once, https://www.twilio.com/docs/errors/20429; 20 a second over 16 connections is our own cautious choice, verified 2026-11-21',
  },
};
