import { countryOf, defaultNumbers, generateNumbers } from '../fictional-numbers.ts';
import type { Judge } from '../places.ts';
import type { Effect, SandboxRequest } from '../stand-in.ts';
import type { VonageSwitches } from './switches.ts';

export interface VonageAddress {
  readonly id: string;
  readonly [field: string]: string;
}

export interface VonageNumber {
  readonly msisdn: string;
  readonly country: string;
  /** API key of the subaccount that has it; empty for the account itself, which lists no others. */
  readonly owner: string;
  /** By their names in the update form. */
  settings: Map<string, string>;
  contactName: string;
  /** Empty when there is none. */
  addressId: string;
}

/** All that one account holds. Maps keep the order in which things came, and lists are read in that order. */
export interface VonageStore {
  readonly addresses: Map<string, VonageAddress>;
  readonly numbers: Map<string, VonageNumber>;
  /** Numbers for sale: digits to country. */
  readonly pool: Map<string, string>;
  readonly effects: Effect[];
  sequence: number;
}

/** One request with all that a handler needs to answer it. */
export interface Exchange {
  readonly request: SandboxRequest;
  readonly store: VonageStore;
  readonly switches: VonageSwitches;
  readonly judge: Judge;
  readonly nowMs: number;
}

/** A UUID whose last part is a counter: unlike any real one, and the same in every run. */
export function nextId(store: { sequence: number }): string {
  store.sequence += 1;
  return `e9110000-0000-4000-8000-${store.sequence.toString(16).padStart(12, '0')}`;
}

export function recordEffect({ store, nowMs }: Exchange, kind: string, subject: string, detail = ''): void {
  store.effects.push({ atMs: nowMs, kind, subject, detail });
}

export function addNumber(
  store: VonageStore,
  msisdn: string,
  country = countryOf(`+${msisdn}`),
  owner = '',
): void {
  store.pool.delete(msisdn);
  store.numbers.set(msisdn, { msisdn, country, owner, settings: new Map(), contactName: '', addressId: '' });
}

const HARRISON = {
  address_name: 'Harbor Dental',
  address_line1: '645 HARRISON ST',
  address_line2: 'STE 200',
  city: 'SAN FRANCISCO',
  region: 'CA',
  type: 'emergency',
  address_location_type: 'business',
  postal_code: '94105',
  country: 'US',
};
const COVERED = ['14155550100', '14155550101', '14155550102', '14155550103'];
const POOL_SIZE = 700;

/**
 * Fills a fresh account: the numbers asked for (the same as at the other carriers when absent), 645 Harrison covering the
 * first four of San Francisco, and the rest of the generated numbers for sale.
 */
export function seedStore(
  store: VonageStore,
  numbers: number | readonly string[] | undefined,
  covered: boolean,
): void {
  const owned = typeof numbers === 'number' ? generateNumbers(numbers) : (numbers ?? defaultNumbers());
  for (const phoneNumber of generateNumbers(POOL_SIZE)) {
    store.pool.set(phoneNumber.slice(1), countryOf(phoneNumber));
  }
  for (const phoneNumber of owned) addNumber(store, phoneNumber.slice(1));
  const held = COVERED.flatMap((msisdn) => store.numbers.get(msisdn) ?? []);
  if (!covered || held.length === 0) return;
  const id = nextId(store);
  store.addresses.set(id, { id, ...HARRISON });
  for (const number of held) {
    number.addressId = id;
    number.contactName = 'Harbor Dental';
  }
}
