import type { HttpRequest } from '../../../src/http/transport.ts';
import type { AddressContent, ProviderAccount } from '../../../src/providers/contract.ts';
import { twilio } from '../../../src/providers/twilio/index.ts';
import { type ScriptedAnswer, scriptedTransport } from '../scripted.ts';

export { call } from '../scripted.ts';

export const ACCOUNT_SID = `AC${'0'.repeat(32)}`;

/** A Twilio account that gets these answers. */
export function scripted(answers: readonly ScriptedAnswer[]): {
  readonly account: ProviderAccount;
  readonly requests: HttpRequest[];
} {
  const { transport, requests } = scriptedTransport(answers);
  const settings = twilio.settings.parse({
    account_sid: ACCOUNT_SID,
    auth_token: 'a token',
    base_url: 'http://127.0.0.1:4010/',
  });
  return { account: twilio.create(settings, transport), requests };
}

/** A sid of this kind that ends in the given number. */
export function sid(prefix: 'AD' | 'PN', number = 1): string {
  return `${prefix}${String(number).padStart(32, '0')}`;
}

/** A number as Twilio lists it. */
export const number = (at: number, more: object = {}) => ({
  sid: sid('PN', at),
  phone_number: `+1415555010${at}`,
  ...more,
});

/** An address to be created. */
export const content: AddressContent = {
  address: {
    street: '645 HARRISON ST',
    parts: null,
    unit: '',
    city: 'SAN FRANCISCO',
    region: 'CA',
    postalCode: '94105',
    country: 'US',
  },
  callerName: 'A & B',
  label: 'Lobby',
  addressKind: 'business',
  tag: 'e911abc',
};

/** The same as Twilio answers it. */
export const stored = {
  sid: sid('AD'),
  customer_name: 'A & B',
  friendly_name: 'e911abc Lobby',
  street: '645 HARRISON ST',
  street_secondary: null,
  city: 'SAN FRANCISCO',
  region: 'CA',
  postal_code: '94105',
  iso_country: 'US',
  emergency_enabled: true,
  validated: false,
};
