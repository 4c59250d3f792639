import { ADDRESS_COLUMNS } from '../../../domain/request/request-columns.ts';
import type { Capabilities } from '../../contract.ts';

/** What the orders dialect can do. Source: Bandwidth's Numbers API specification (E911 part), verified 2026-11-21. */
export const capabilities: Capabilities = {
  title: 'Bandwidth (orders)',
  actions: ['assign', 'remove', 'validate', 'ignore'],
  addressModel: 'inside-number',
  callerNameIn: 'number',
  hidesCallerName: false,
  addressCheck: 'without-writing',
  addressCheckNeedsNumber: false,
  enablesAddresses: false,
  // An order on the same number overwrites.
  replacement: 'in-place',
  reassociation: null,
  fees: [],
  registration: 'asynchronous',
  emergencySwitch: 'none',
  listShowsEmergency: false,
  listPageSize: 500,
  countries: ['US', 'CA'],
  // Letters, digits, dashes and spaces. One for each order: an address here is a part of the number and has no tag.
  tag: { field: 'CustomerOrderId', maxChars: 40, names: 'order' },
  endUsers: false,
  answeredColumns: [],
  settingColumns: [],
  purchaseTakes: [],
  clearableColumns: [],
  whyNotCleared: {},
  hiddenSettings: [],
  consumes: {
    assign: ['caller_name', ...ADDRESS_COLUMNS],
    validate: ADDRESS_COLUMNS,
  },
  exports: ['numbers'],
  listing: {
    scope: 'all telephone numbers of the account that are in service',
    cannotList:
      'endpoints with an alternate end user identifier (AEUI) and no telephone number, which this dialect does not read',
  },
  filters: { numbers: [], available: [], words: {} },
  lateEffects: {
    settleMs: null,
    source:
      'no source: Bandwidth documents no time after which an unanswered order can no longer be taken, verified 2026-11-26',
    // A second POST is a second order.
    repeatable: [],
  },
  limits: {
    requestsPerSecond: 5,
    burst: 1,
    concurrency: 8,
    source:
      'Bandwidth groups its limits (E911_ORDER, EVS_GEOCODING, INSERVICE) and publishes no numbers, only 429 with X-RateLimit-Reset; 5 a second is our own cautious choice, verified 2026-11-21',
  },
};
