import { refusedRead } from '../trouble-switches.ts';
import { associate, disassociate, emergencyWord, settle, switchEmergency } from './emergency.ts';
import { type Answer, booleanOf, type Exchange, refuseUnknown, rfc2822 } from './exchange.ts';
import { pageOf2010 } from './paging.ts';
import { notFound, TwilioRefusal } from './refusal.ts';
import { addNumber, recordEffect, type TwilioNumber } from './store.ts';

/** Settings that are kept as they are posted, with their first value. */
const TEXT_SETTINGS: ReadonlyMap<string, string> = new Map([
  ['AddressSid', ''],
  ['BundleSid', ''],
  ['FriendlyName', ''],
  ['IdentitySid', ''],
  ['SmsApplicationSid', ''],
  ['SmsFallbackMethod', 'POST'],
  ['SmsFallbackUrl', ''],
  ['SmsMethod', 'POST'],
  ['SmsUrl', ''],
  ['StatusCallback', ''],
  ['StatusCallbackMethod', 'POST'],
  ['VoiceApplicationSid', ''],
  ['VoiceFallbackMethod', 'POST'],
  ['VoiceFallbackUrl', ''],
  ['VoiceMethod', 'POST'],
  ['VoiceReceiveMode', 'voice'],
  ['VoiceUrl', ''],
]);
const KNOWN_ON_UPDATE: ReadonlySet<string> = new Set([
  ...TEXT_SETTINGS.keys(),
  'AccountSid',
  'ApiVersion',
  'EmergencyAddressSid',
  'EmergencyStatus',
  'TrunkSid',
  'VoiceCallerIdLookup',
]);
const KNOWN_ON_BUY: ReadonlySet<string> = new Set([...KNOWN_ON_UPDATE, 'PhoneNumber', 'AreaCode']);
/** Null in the API's samples when unset; the other settings are empty text. */
const NULL_WHEN_EMPTY = new Set(['AddressSid', 'BundleSid', 'IdentitySid']);

function snake(name: string): string {
  return name.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase();
}

function numberUri(exchange: Exchange, number: TwilioNumber): string {
  const { accountSid } = exchange.store;
  return `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${number.sid}.json`;
}

function settingsOf(number: TwilioNumber): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const [name, absent] of TEXT_SETTINGS) {
    const value = number.settings.get(snake(name)) ?? absent;
    settings[snake(name)] = value === '' && NULL_WHEN_EMPTY.has(name) ? null : value;
  }
  return { ...settings, voice_caller_id_lookup: number.settings.get('voice_caller_id_lookup') ?? false };
}

function render(exchange: Exchange, number: TwilioNumber): Record<string, unknown> {
  const { store } = exchange;
  return {
    ...settingsOf(number),
    account_sid: store.accountSid,
    address_requirements: 'none',
    api_version: '2010-04-01',
    beta: false,
    capabilities: { voice: true, sms: true, mms: number.country !== 'GB', fax: false },
    date_created: rfc2822(store, number.createdMs),
    date_updated: rfc2822(store, number.updatedMs),
    emergency_address_sid: number.emergencyAddressSid,
    emergency_address_status: number.addressStatus,
    emergency_status: exchange.switches.emergencyStatusIgnored ? 'Active' : number.emergencyStatus,
    origin: 'twilio',
    phone_number: number.phoneNumber,
    sid: number.sid,
    status: 'in-use',
    trunk_sid: number.trunkSid,
    type: 'local',
    uri: numberUri(exchange, number),
  };
}

/** @throws TwilioRefusal 20404 when the account has no such number. */
export function numberOf(exchange: Exchange, sid: string): TwilioNumber {
  const number = exchange.store.numbers.get(sid);
  if (number === undefined) throw notFound(exchange.request.path);
  return settle(number, exchange.nowMs);
}

/** Partial match, `*` matches one digit; an unencoded `+` arrives as a space. */
function phoneFilter(wanted: string): (number: TwilioNumber) => boolean {
  const pattern = wanted.replace(/^ /, '+').replace(/[^+\d*]/g, '');
  if (pattern === '') return () => true;
  if (!pattern.includes('*')) return (number) => number.phoneNumber.includes(pattern);
  const regex = new RegExp(pattern.replace(/\+/g, '\\+').replace(/\*/g, '\\d'));
  return (number) => regex.test(number.phoneNumber);
}

/** The one number that a whole number can only mean, without a walk through the account; all of them otherwise. */
function searched(exchange: Exchange, wanted: string): Iterable<TwilioNumber> {
  const { store } = exchange;
  const exact = store.numbers.get(store.sidByPhone.get(wanted) ?? '');
  if (exact !== undefined) checkRead(exchange, exact);
  return exact === undefined ? store.numbers.values() : [exact];
}

export function listNumbers(exchange: Exchange): Answer {
  const { query } = exchange.request;
  booleanOf(query, 'Beta');
  const wanted = query.get('PhoneNumber') ?? '';
  const matches = phoneFilter(wanted);
  const friendlyName = query.get('FriendlyName');
  const value = pageOf2010(exchange, searched(exchange, wanted), {
    key: 'incoming_phone_numbers',
    operation: 'list-numbers',
    keep: (number) =>
      matches(number) && (!friendlyName || number.settings.get('friendly_name') === friendlyName),
    render: (number) => render(exchange, settle(number, exchange.nowMs)),
  });
  return { status: 200, value };
}

/** @throws TwilioRefusal when a switch has this number's reads refused */
function checkRead({ switches }: Exchange, { phoneNumber }: TwilioNumber): void {
  const refused = refusedRead(switches, phoneNumber);
  if (!refused) return;
  throw new TwilioRefusal(
    refused.status,
    Number(refused.code ?? 20003),
    `Permission denied for ${phoneNumber}`,
  );
}

export function fetchNumber(exchange: Exchange, sid: string): Answer {
  const number = numberOf(exchange, sid);
  checkRead(exchange, number);
  return { status: 200, value: render(exchange, number) };
}

/** Everything that can be refused about settings, so that a refused request has changed nothing. */
function checkSettings(exchange: Exchange): void {
  const { form, store } = exchange;
  booleanOf(form, 'VoiceCallerIdLookup');
  const trunk = form.get('TrunkSid') ?? '';
  if (trunk !== '' && !store.trunks.has(trunk)) throw new TwilioRefusal(400, 20404, `No trunk ${trunk}`);
}

function keepSettings(exchange: Exchange, number: TwilioNumber): string[] {
  const { form } = exchange;
  const changed: string[] = [];
  for (const name of TEXT_SETTINGS.keys()) {
    const value = form.get(name);
    if (value === null) continue;
    number.settings.set(snake(name), value);
    changed.push(name);
  }
  const lookup = booleanOf(form, 'VoiceCallerIdLookup');
  if (lookup !== undefined) {
    number.settings.set('voice_caller_id_lookup', lookup);
    changed.push('VoiceCallerIdLookup');
  }
  const trunk = form.get('TrunkSid');
  if (trunk !== null) {
    number.trunkSid = trunk === '' ? null : trunk;
    changed.push('TrunkSid');
  }
  return changed;
}

/** The operation that an update's body asks for. */
export function updateOperation(form: URLSearchParams): string {
  const address = form.get('EmergencyAddressSid');
  if (address !== null) return address === '' ? 'disassociate' : 'associate';
  return form.has('EmergencyStatus') ? 'switch-emergency' : 'update-number';
}

export function updateNumber(exchange: Exchange, sid: string): Answer {
  const { form, store, switches, nowMs } = exchange;
  const number = numberOf(exchange, sid);
  refuseUnknown(form, KNOWN_ON_UPDATE);
  const addressSid = form.get('EmergencyAddressSid');
  const status = form.get('EmergencyStatus');
  if (addressSid !== null && status !== null && switches.combined === 'refuse') {
    const message = 'EmergencyStatus and EmergencyAddressSid must be set in two separate requests';
    throw new TwilioRefusal(400, 20422, message);
  }
  if (addressSid !== null && addressSid !== '' && !/^AD[0-9a-fA-F]{32}$/.test(addressSid)) {
    throw new TwilioRefusal(400, 20423, `EmergencyAddressSid ${addressSid} is not a valid SID`);
  }
  checkSettings(exchange);
  const word = status === null ? null : emergencyWord(status);
  const statusBefore = number.addressStatus;
  if (addressSid === '') disassociate(number, exchange);
  else if (addressSid !== null) associate(number, addressSid, exchange);
  if (word !== null) switchEmergency(number, word, exchange);
  const changed = keepSettings(exchange, number);
  if (changed.length > 0) {
    number.updatedMs = nowMs;
    recordEffect(store, nowMs, 'update-number', [number.phoneNumber, changed.join(', ')]);
  }
  const value = render(exchange, number);
  // Twilio's own sample shows the answer to a removal with an empty SID and the status as it was: no proof of anything.
  const shown = addressSid === '' ? { ...value, emergency_address_status: statusBefore } : value;
  return { status: 200, value: shown };
}

/** Twilio's own magic numbers, and 555-01xx numbers for everything else that is bought by area code. */
function boughtNumber(exchange: Exchange): string {
  const { form, store } = exchange;
  const wanted = (form.get('PhoneNumber') ?? '').trim();
  if (wanted === '+15005550001' || (wanted !== '' && !/^\+[1-9]\d{6,14}$/.test(wanted))) {
    throw new TwilioRefusal(400, 21421, `${wanted} is not a valid phone number.`);
  }
  if (wanted === '+15005550000') throw new TwilioRefusal(400, 21422, `${wanted} is not available.`);
  if (wanted !== '') return wanted;
  const area = form.get('AreaCode') ?? '';
  if (!/^[2-9]\d{2}$/.test(area)) throw new TwilioRefusal(400, 21451, 'PhoneNumber or AreaCode is required');
  for (let line = 100; line < 200; line += 1) {
    const phoneNumber = `+1${area}5550${line}`;
    if (!store.sidByPhone.has(phoneNumber)) return phoneNumber;
  }
  throw new TwilioRefusal(400, 21452, `No phone numbers found in area code ${area}`);
}

/** Buys a number; EmergencyAddressSid is taken without a word and ignored, as the service does (twilio-node issue 706). */
export function buyNumber(exchange: Exchange): Answer {
  const { form, store, nowMs } = exchange;
  refuseUnknown(form, KNOWN_ON_BUY);
  checkSettings(exchange);
  const number = addNumber(store, boughtNumber(exchange), nowMs);
  keepSettings(exchange, number);
  recordEffect(store, nowMs, 'buy', [number.phoneNumber, number.sid]);
  return { status: 201, value: render(exchange, number) };
}

export function releaseNumber(exchange: Exchange, sid: string): Answer {
  const { store, nowMs } = exchange;
  const number = numberOf(exchange, sid);
  store.numbers.delete(sid);
  store.sidByPhone.delete(number.phoneNumber);
  recordEffect(store, nowMs, 'release', [number.phoneNumber, sid]);
  return { status: 204, value: null };
}
