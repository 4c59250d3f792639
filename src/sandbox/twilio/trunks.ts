import { type Answer, type Exchange, iso8601, refuseUnknown } from './exchange.ts';
import { numberOf } from './numbers.ts';
import { pageOfV1 } from './paging.ts';
import { notFound, TwilioRefusal } from './refusal.ts';
import { recordEffect, type TwilioNumber } from './store.ts';

const KNOWN_ON_ATTACH = new Set(['PhoneNumberSid']);

function setting(number: TwilioNumber, name: string, absent: string): string | boolean {
  return number.settings.get(name) ?? absent;
}

/** A trunk's number has no emergency fields; `links` leads to the number that has. */
function render(exchange: Exchange, number: TwilioNumber): Record<string, unknown> {
  const { store, origin } = exchange;
  return {
    sid: number.sid,
    account_sid: store.accountSid,
    trunk_sid: number.trunkSid,
    phone_number: number.phoneNumber,
    friendly_name: setting(number, 'friendly_name', ''),
    address_requirements: 'none',
    api_version: '2010-04-01',
    beta: false,
    capabilities: { voice: true, sms: true, mms: number.country !== 'GB' },
    date_created: iso8601(store, number.createdMs),
    date_updated: iso8601(store, number.updatedMs),
    sms_application_sid: setting(number, 'sms_application_sid', ''),
    sms_fallback_method: setting(number, 'sms_fallback_method', 'POST'),
    sms_fallback_url: setting(number, 'sms_fallback_url', ''),
    sms_method: setting(number, 'sms_method', 'POST'),
    sms_url: setting(number, 'sms_url', ''),
    status_callback: setting(number, 'status_callback', ''),
    status_callback_method: setting(number, 'status_callback_method', 'POST'),
    voice_application_sid: setting(number, 'voice_application_sid', ''),
    voice_caller_id_lookup: number.settings.get('voice_caller_id_lookup') ?? false,
    voice_fallback_method: setting(number, 'voice_fallback_method', 'POST'),
    voice_fallback_url: setting(number, 'voice_fallback_url', ''),
    voice_method: setting(number, 'voice_method', 'POST'),
    voice_url: setting(number, 'voice_url', ''),
    url: `${origin}/v1/Trunks/${number.trunkSid}/PhoneNumbers/${number.sid}`,
    links: {
      phone_number: `${origin}/2010-04-01/Accounts/${store.accountSid}/IncomingPhoneNumbers/${number.sid}.json`,
    },
  };
}

function checkTrunk(exchange: Exchange, trunkSid: string): void {
  if (!exchange.store.trunks.has(trunkSid)) throw notFound(exchange.request.path);
}

function attached(exchange: Exchange, trunkSid: string, sid: string): TwilioNumber {
  checkTrunk(exchange, trunkSid);
  const number = numberOf(exchange, sid);
  if (number.trunkSid !== trunkSid) throw notFound(exchange.request.path);
  return number;
}

export function listTrunkNumbers(exchange: Exchange, trunkSid: string): Answer {
  checkTrunk(exchange, trunkSid);
  const value = pageOfV1(exchange, exchange.store.numbers.values(), {
    key: 'phone_numbers',
    operation: 'list-trunk-numbers',
    keep: (number) => number.trunkSid === trunkSid,
    render: (number) => render(exchange, number),
  });
  return { status: 200, value, element: 'PhoneNumber' };
}

export function fetchTrunkNumber(exchange: Exchange, trunkSid: string, sid: string): Answer {
  const number = attached(exchange, trunkSid, sid);
  return { status: 200, value: render(exchange, number), element: 'PhoneNumber' };
}

/** Attaching sets `trunk_sid` and clears the number's voice application. */
export function attachTrunkNumber(exchange: Exchange, trunkSid: string): Answer {
  const { form, store, nowMs } = exchange;
  checkTrunk(exchange, trunkSid);
  refuseUnknown(form, KNOWN_ON_ATTACH);
  const number = store.numbers.get(form.get('PhoneNumberSid') ?? '');
  if (number === undefined) {
    throw new TwilioRefusal(400, 20001, 'PhoneNumberSid is not a number of this account');
  }
  number.trunkSid = trunkSid;
  number.trunkAttachedMs = nowMs;
  number.settings.set('voice_application_sid', '');
  recordEffect(store, nowMs, 'attach-trunk', [number.phoneNumber, trunkSid]);
  return { status: 201, value: render(exchange, number), element: 'PhoneNumber' };
}

export function detachTrunkNumber(exchange: Exchange, trunkSid: string, sid: string): Answer {
  const number = attached(exchange, trunkSid, sid);
  number.trunkSid = null;
  recordEffect(exchange.store, exchange.nowMs, 'detach-trunk', [number.phoneNumber, trunkSid]);
  return { status: 204, value: null, element: 'PhoneNumber' };
}
