import { ADDRESS_COLUMNS, RECIPIENT_COLUMNS } from '../../../domain/request/request-columns.ts';
import { type Capabilities, noDocumentedTime, UNDECLARED } from '../../capabilities.ts';

/** What the endpoints dialect can do. Source: "Bandwidth Emergency Calling API" (the seed), verified 2026-11-21. */
export const capabilities: Capabilities = {
  ...UNDECLARED,
  title: 'Bandwidth (endpoints)',
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
    'add-recipient',
    'ignore',
  ],
  addressModel: 'own-resource',
  callerNameIn: 'number',
  addressCheck: 'by-creating',
  // "Updates a specific location", with no word about endpoints on it, which deleteLocation has (the seed).
  updatesUsedAddresses: true,
  // PUT of another locationId: the endpoint is never without one.
  replacement: 'in-place',
  registration: 'synchronous',
  emergencySwitch: 'field',
  listShowsEmergency: true,
  // The list of endpoints has no pages. Source: Emergency Calling API reference.
  listPageSize: Number.POSITIVE_INFINITY,
  countries: ['US', 'CA'],
  // An endpoint "is identified by an Alternate End User ID (AEUI)" (the seed, createEndpoint).
  endUsers: true,
  // The documents name 32, 50 and 128 characters as the bound of a location ID, and 32 fits all of them. "You can provide your
  // own custom location ID" (the seed, createLocation), of the form that error 8023 names. `.` and `..` are not path segments.
  tag: {
    field: 'locationId',
    maxChars: 32,
    own: '^(?!\\.{1,2}$)[A-Za-z0-9._-]{1,128}$',
    ownText: 'up to 128 letters, digits, dashes, underscores, and periods',
  },
  // The seed has them in the Location that is read and names no way to choose them: an address is what places a location.
  answeredColumns: ['latitude', 'longitude'],
  consumes: {
    assign: ['caller_name', ...ADDRESS_COLUMNS, 'address_label', 'address_id', 'endpoint_user_id'],
    validate: [...ADDRESS_COLUMNS, 'address_id'],
    'add-address': [...ADDRESS_COLUMNS, 'address_label', 'address_id'],
    'update-address': [...ADDRESS_COLUMNS, 'address_label', 'address_id'],
    'move-site': [...ADDRESS_COLUMNS, 'address_id', 'old_address'],
    'delete-address': ['address_id'],
    'add-recipient': RECIPIENT_COLUMNS,
  },
  exports: ['numbers', 'addresses', 'recipients'],
  listing: {
    scope: 'all endpoints of the Emergency Calling API',
    cannotList: 'numbers of the account that were never given an endpoint: this API lists no numbers',
  },
  // A second POST makes a second endpoint for the number.
  lateEffects: noDocumentedTime('Bandwidth', { call: 'request can no longer take effect', repeatable: [] }),
  limits: {
    requestsPerSecond: 10,
    burst: 1,
    concurrency: 8,
    source:
      'Bandwidth publishes no requests per second for this API, only 429 with X-RateLimit-Reset; 10 a second over 8 connections is our own cautious choice, verified 2026-11-21',
  },
};
