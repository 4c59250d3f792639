import { ADDRESS_COLUMNS } from '../../../domain/request/request-columns.ts';
import { type Capabilities, noDocumentedTime, UNDECLARED } from '../../capabilities.ts';

/** What the orders dialect can do. Source: Bandwidth's Numbers API specification (E911 part), verified 2026-11-21. */
export const capabilities: Capabilities = {
  ...UNDECLARED,
  title: 'Bandwidth (orders)',
  actions: ['assign', 'remove', 'validate', 'move-site', 'ignore'],
  addressModel: 'inside-number',
  callerNameIn: 'number',
  addressCheck: 'without-writing',
  // An order on the same number overwrites.
  replacement: 'in-place',
  registration: 'asynchronous',
  listShowsEmergency: false,
  listPageSize: 500,
  countries: ['US', 'CA'],
  // Letters, digits, dashes and spaces. One for each order: an address here is a part of the number and has no tag.
  tag: { field: 'CustomerOrderId', maxChars: 40, names: 'order' },
  consumes: {
    assign: ['caller_name', ...ADDRESS_COLUMNS],
    validate: ADDRESS_COLUMNS,
    'move-site': [...ADDRESS_COLUMNS, 'old_address'],
  },
  exports: ['numbers'],
  listing: {
    scope: 'all telephone numbers of the account that are in service',
    cannotList:
      'endpoints with an alternate end user identifier (AEUI) and no telephone number, which this dialect does not read',
  },
  // A second POST is a second order.
  lateEffects: noDocumentedTime('Bandwidth', { call: 'order can no longer be taken', repeatable: [] }),
  limits: {
    requestsPerSecond: 5,
    burst: 1,
    concurrency: 8,
    source:
      'Bandwidth groups its limits (E911_ORDER, EVS_GEOCODING, INSERVICE) and publishes no numbers, only 429 with X-RateLimit-Reset; 5 a second is our own cautious choice, verified 2026-11-21',
  },
};
