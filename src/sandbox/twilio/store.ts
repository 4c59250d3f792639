import { countryOf } from '../fictional-numbers.ts';
import type { Effect } from '../stand-in.ts';
import { TwilioRefusal } from './refusal.ts';

/** `emergency_address_status` as the API's document lists it. */
type EmergencyAddressStatus =
  | 'unregistered'
  | 'pending-registration'
  | 'registered'
  | 'registration-failure'
  | 'pending-unregistration'
  | 'unregistration-failure';

export interface TwilioAddress {
  readonly sid: string;
  readonly createdMs: number;
  updatedMs: number;
  customerName: string;
  friendlyName: string;
  street: string;
  streetSecondary: string;
  city: string;
  region: string;
  postalCode: string;
  readonly isoCountry: string;
  emergencyEnabled: boolean;
}

/** A change of state that takes effect once its time has come. */
export interface Pending {
  readonly atMs: number;
  readonly apply: () => void;
}

export interface TwilioNumber {
  readonly sid: string;
  readonly phoneNumber: string;
  readonly country: string;
  readonly createdMs: number;
  updatedMs: number;
  /** Plain settings by their names in JSON: `friendly_name`, `voice_url`, ... */
  readonly settings: Map<string, string | boolean>;
  /** Null or empty when there is none. */
  emergencyAddressSid: string | null;
  addressStatus: EmergencyAddressStatus;
  /** `Active`, `Inactive`, `Pending Activation`, `Pending Deactivation`. */
  emergencyStatus: string;
  addressPending: Pending | null;
  statusPending: Pending | null;
  /** The address that is being removed; it counts as in use until the removal has ended. */
  leavingAddressSid: string | null;
  /** Until when a new address is refused. */
  refusesAddressUntilMs: number;
  trunkSid: string | null;
}

/** All that one account holds. Maps keep the order in which things came, and lists are read in that order. */
export interface TwilioStore {
  readonly accountSid: string;
  readonly authToken: string;
  readonly friendlyName: string;
  readonly wallAtZeroMs: number;
  readonly addresses: Map<string, TwilioAddress>;
  readonly numbers: Map<string, TwilioNumber>;
  readonly sidByPhone: Map<string, string>;
  readonly trunks: Set<string>;
  readonly effects: Effect[];
  sequence: number;
}

const SID_HEX = 32;
const SEQUENCE_HEX = 12;

/** A SID of 2 letters and 32 hex digits, the last of them a counter: unlike any real one, and the same in every run. */
export function nextSid(store: { sequence: number }, prefix: string): string {
  store.sequence += 1;
  return `${prefix}${'e911'.padEnd(SID_HEX - SEQUENCE_HEX, '0')}${store.sequence.toString(16).padStart(SEQUENCE_HEX, '0')}`;
}

/** The counter inside a SID: its place in every list. */
export function sequenceOf(sid: string): number {
  return Number.parseInt(sid.slice(-SEQUENCE_HEX), 16);
}

/** Records what a request changed. */
export function recordEffect(store: TwilioStore, atMs: number, kind: string, facts: [string, string]): void {
  const [subject, detail] = facts;
  store.effects.push({ atMs, kind, subject, detail });
}

/** `(415) 555-0100`, as the service names a new number; other countries get the number itself. */
function friendlyNumber(phoneNumber: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phoneNumber);
  return parts ? `(${parts[1]}) ${parts[2]}-${parts[3]}` : phoneNumber;
}

/** Puts a number into the account. @throws TwilioRefusal 21422 when it is there already. */
export function addNumber(store: TwilioStore, phoneNumber: string, nowMs: number): TwilioNumber {
  if (store.sidByPhone.has(phoneNumber)) {
    throw new TwilioRefusal(400, 21422, `${phoneNumber} is not available.`);
  }
  const number: TwilioNumber = {
    sid: nextSid(store, 'PN'),
    phoneNumber,
    country: countryOf(phoneNumber),
    createdMs: nowMs,
    updatedMs: nowMs,
    settings: new Map([['friendly_name', friendlyNumber(phoneNumber)]]),
    emergencyAddressSid: null,
    addressStatus: 'unregistered',
    emergencyStatus: 'Inactive',
    addressPending: null,
    statusPending: null,
    leavingAddressSid: null,
    refusesAddressUntilMs: 0,
    trunkSid: null,
  };
  store.numbers.set(number.sid, number);
  store.sidByPhone.set(phoneNumber, number.sid);
  return number;
}
