import type { PlaceAddress } from '../places.ts';
import { written } from '../trouble-switches.ts';
import { usersOf } from './emergency.ts';
import { type Answer, booleanOf, type Exchange, refuseUnknown, rfc2822 } from './exchange.ts';
import { pageOf2010 } from './paging.ts';
import { notFound, TwilioRefusal } from './refusal.ts';
import { nextSid, recordEffect, type TwilioAddress } from './store.ts';

const REQUIRED = ['CustomerName', 'Street', 'City', 'Region', 'PostalCode', 'IsoCountry'] as const;
const CHANGEABLE = [
  'FriendlyName',
  'CustomerName',
  'Street',
  'StreetSecondary',
  'City',
  'Region',
  'PostalCode',
  'EmergencyEnabled',
  'AutoCorrectAddress',
] as const;
const KNOWN_ON_UPDATE: ReadonlySet<string> = new Set(CHANGEABLE);
const KNOWN_ON_CREATE: ReadonlySet<string> = new Set([...CHANGEABLE, 'IsoCountry']);

/** Twilio: 16 four-byte or 21 three-byte characters. */
const CUSTOMER_NAME_BYTES = 64;
const EMERGENCY_FRIENDLY_NAME = 32;
const FRIENDLY_NAME = 64;

type Content = Omit<TwilioAddress, 'sid' | 'createdMs' | 'updatedMs'>;

function render(exchange: Exchange, address: TwilioAddress): Record<string, unknown> {
  const { store, switches } = exchange;
  const shown = written(switches, address, ['city', 'customerName', 'street', 'streetSecondary']);
  return {
    account_sid: store.accountSid,
    city: shown.city,
    customer_name: shown.customerName,
    date_created: rfc2822(store, address.createdMs),
    date_updated: rfc2822(store, address.updatedMs),
    emergency_enabled: address.emergencyEnabled,
    friendly_name: address.friendlyName,
    iso_country: address.isoCountry,
    postal_code: address.postalCode,
    region: address.region,
    sid: address.sid,
    street: shown.street,
    street_secondary: shown.streetSecondary === '' ? null : shown.streetSecondary,
    // Twilio's own samples of emergency addresses show false: it speaks of local regulation, not of 911.
    validated: false,
    verified: false,
    uri: `/2010-04-01/Accounts/${store.accountSid}/Addresses/${address.sid}.json`,
  };
}

function checkShape(content: Content): void {
  if (Buffer.byteLength(content.customerName, 'utf8') > CUSTOMER_NAME_BYTES) {
    throw new TwilioRefusal(400, 21238, 'CustomerName is too long');
  }
  const most = content.emergencyEnabled ? EMERGENCY_FRIENDLY_NAME : FRIENDLY_NAME;
  if ([...content.friendlyName].length > most) {
    throw new TwilioRefusal(400, 20002, `FriendlyName must be at most ${most} characters`);
  }
  if (!/^[A-Z]{2}$/.test(content.isoCountry)) {
    throw new TwilioRefusal(400, 21238, `IsoCountry ${content.isoCountry} is not valid`);
  }
}

/** Twilio's message, with `Locality` for the city; a suggested unit is named as the parameter is. */
function suggestion(content: Content, suggested: PlaceAddress): string {
  const unit = suggested.unit === '' ? '' : ` StreetSecondary: ${suggested.unit},`;
  return (
    'Failed to validate address. Check the suggested address. | ' +
    `FriendlyName: ${content.friendlyName}, CustomerName: ${content.customerName}, Street: ${suggested.street},${unit} ` +
    `Locality: ${suggested.city}, Region: ${suggested.region}, PostalCode: ${suggested.postalCode}, ` +
    `IsoCountry: ${suggested.country}`
  );
}

/** What will be stored: the content, or its correction. @throws TwilioRefusal 21628, 21629. */
function validated(exchange: Exchange, content: Content, autoCorrect: boolean): Content {
  if (!content.emergencyEnabled) return content;
  const judgment = exchange.judge({
    street: content.street,
    unit: content.streetSecondary,
    city: content.city,
    region: content.region,
    postalCode: content.postalCode,
    country: content.isoCountry,
  });
  if (judgment.kind === 'exact') return content;
  if (judgment.kind === 'none') {
    throw new TwilioRefusal(400, 21628, 'Failed to validate address. Address is not valid.');
  }
  const { suggested } = judgment;
  if (!autoCorrect) throw new TwilioRefusal(400, 21629, suggestion(content, suggested));
  const { street, unit: streetSecondary, city, region, postalCode } = suggested;
  return { ...content, street, streetSecondary, city, region, postalCode };
}

function fetched(exchange: Exchange, sid: string): TwilioAddress {
  const address = exchange.store.addresses.get(sid);
  if (address === undefined) throw notFound(exchange.request.path);
  return address;
}

export function createAddress(exchange: Exchange): Answer {
  const { form, store, nowMs } = exchange;
  refuseUnknown(form, KNOWN_ON_CREATE);
  for (const name of REQUIRED) {
    // A British address has no county, so an empty Region is a value; an absent one is not.
    const present = name === 'Region' ? form.has(name) : (form.get(name) ?? '').trim() !== '';
    if (!present) throw new TwilioRefusal(400, 21238, `${name} is required and was not provided`);
  }
  const text = (name: string): string => form.get(name) ?? '';
  const asked: Content = {
    customerName: text('CustomerName'),
    friendlyName: text('FriendlyName'),
    street: text('Street'),
    streetSecondary: text('StreetSecondary'),
    city: text('City'),
    region: text('Region'),
    postalCode: text('PostalCode'),
    isoCountry: text('IsoCountry'),
    emergencyEnabled: booleanOf(form, 'EmergencyEnabled') ?? false,
  };
  checkShape(asked);
  const content = validated(exchange, asked, booleanOf(form, 'AutoCorrectAddress') ?? true);
  const address = { sid: nextSid(store, 'AD'), createdMs: nowMs, updatedMs: nowMs, ...content };
  store.addresses.set(address.sid, address);
  recordEffect(store, nowMs, 'create-address', [address.sid, `${address.street}, ${address.city}`]);
  return { status: 201, value: render(exchange, address) };
}

export function listAddresses(exchange: Exchange): Answer {
  const { query } = exchange.request;
  const customerName = query.get('CustomerName');
  const friendlyName = query.get('FriendlyName');
  const country = query.get('IsoCountry');
  const emergency = booleanOf(query, 'EmergencyEnabled');
  const value = pageOf2010(exchange, exchange.store.addresses.values(), {
    key: 'addresses',
    operation: 'list-addresses',
    keep: (address) =>
      (!customerName || address.customerName === customerName) &&
      (!friendlyName || address.friendlyName === friendlyName) &&
      (!country || address.isoCountry === country) &&
      (emergency === undefined || address.emergencyEnabled === emergency),
    render: (address) => render(exchange, address),
  });
  return { status: 200, value };
}

export function fetchAddress(exchange: Exchange, sid: string): Answer {
  return { status: 200, value: render(exchange, fetched(exchange, sid)) };
}

export function updateAddress(exchange: Exchange, sid: string): Answer {
  const { form, store, nowMs } = exchange;
  const address = fetched(exchange, sid);
  refuseUnknown(form, KNOWN_ON_UPDATE);
  if (address.emergencyEnabled && usersOf(store, sid, nowMs).length > 0) {
    const message =
      'Address is in emergency use and must be disassociated from all numbers before it is modified';
    throw new TwilioRefusal(400, 20422, message);
  }
  const { sid: _sid, createdMs: _created, updatedMs: _updated, ...present } = address;
  const text = (name: string, now: string): string => form.get(name) ?? now;
  const asked: Content = {
    ...present,
    customerName: text('CustomerName', present.customerName),
    friendlyName: text('FriendlyName', present.friendlyName),
    street: text('Street', present.street),
    streetSecondary: text('StreetSecondary', present.streetSecondary),
    city: text('City', present.city),
    region: text('Region', present.region),
    postalCode: text('PostalCode', present.postalCode),
    emergencyEnabled: booleanOf(form, 'EmergencyEnabled') ?? present.emergencyEnabled,
  };
  checkShape(asked);
  if (asked.emergencyEnabled && !present.emergencyEnabled && exchange.switches.enableOnUpdate === 'refuse') {
    throw new TwilioRefusal(400, 20422, 'EmergencyEnabled cannot be changed on this Address');
  }
  Object.assign(address, validated(exchange, asked, booleanOf(form, 'AutoCorrectAddress') ?? true));
  address.updatedMs = nowMs;
  recordEffect(store, nowMs, 'update-address', [sid, `${address.street}, ${address.city}`]);
  return { status: 200, value: render(exchange, address) };
}

export function deleteAddress(exchange: Exchange, sid: string): Answer {
  const { store, nowMs } = exchange;
  const address = fetched(exchange, sid);
  const bound = [...store.numbers.values()].some((number) => number.settings.get('address_sid') === sid);
  if (bound || usersOf(store, sid, nowMs).length > 0) {
    throw new TwilioRefusal(400, 21625, 'Address cannot be deleted because it is in use by a phone number');
  }
  store.addresses.delete(sid);
  recordEffect(store, nowMs, 'delete-address', [sid, `${address.street}, ${address.city}`]);
  return { status: 204, value: null };
}
