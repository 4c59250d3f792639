import type { Judge } from '../places.ts';
import type { Effect, SandboxRequest } from '../stand-in.ts';
import { SinchRefusal } from './refusal.ts';
import type { SinchSwitches } from './switches.ts';

export type Json = Readonly<Record<string, unknown>>;
/** Id of the sandbox's own project. */
export const PROJECT = 'sandbox-project';

type Texts = Readonly<Record<string, string>>;

/** A task of scheduled provisioning that ends by itself. */
interface Scheduled {
  readonly atMs: number;
  /** Wall clock at which it was asked for. */
  readonly askedAt: string;
  readonly values: Texts;
}

export interface SinchNumber {
  readonly phoneNumber: string;
  readonly regionCode: string;
  readonly type: string;
  displayName: string;
  callbackUrl: string;
  sms: Texts;
  voice: Texts;
  smsTask: Scheduled | null;
  voiceTask: Scheduled | null;
  /** By the names of the wire, as it was provisioned. */
  emergency: Texts | null;
}

/** All that one project holds. Maps keep the order in which things came. */
export interface SinchStore {
  readonly numbers: Map<string, SinchNumber>;
  /** Numbers that can be rented. */
  readonly pool: Set<string>;
  readonly effects: Effect[];
  readonly wallAtZeroMs: number;
}

/** One request with all that a handler needs to answer it. */
export interface Exchange {
  readonly request: SandboxRequest;
  readonly store: SinchStore;
  readonly switches: SinchSwitches;
  readonly judge: Judge;
  readonly nowMs: number;
}

export function recordEffect({ store, nowMs }: Exchange, kind: string, subject: string, detail = ''): void {
  store.effects.push({ atMs: nowMs, kind, subject, detail });
}

/** The time of a request as Sinch writes times. */
export function timeOf({ store, nowMs }: Exchange): string {
  return new Date(store.wallAtZeroMs + nowMs).toISOString();
}

export function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The body as an object; `{}` when it is empty. @throws SinchRefusal 400 */
export function bodyOf({ request: { body } }: Exchange): Json {
  if (body === '') return {};
  try {
    return record(JSON.parse(body));
  } catch {
    throw new SinchRefusal(400, 'INVALID_ARGUMENT', 'the body is not JSON');
  }
}

export function newNumber(phoneNumber: string): SinchNumber {
  const isBritish = phoneNumber.startsWith('+44');
  const isCanadian = /^\+1(416|514|604)/.test(phoneNumber);
  const isTollFree = /^\+18(00|33|44|55|66|77|88)/.test(phoneNumber);
  return {
    phoneNumber,
    regionCode: isBritish ? 'GB' : isCanadian ? 'CA' : 'US',
    type: isTollFree ? 'TOLL_FREE' : phoneNumber.startsWith('+447') ? 'MOBILE' : 'LOCAL',
    displayName: '',
    callbackUrl: '',
    sms: {},
    voice: {},
    smsTask: null,
    voiceTask: null,
    emergency: null,
  };
}

/** Exchange 555-01xx is set aside for fiction, 07700 900xxx and 020 7946 0xxx are Ofcom's for drama. */
const AREAS = ['404', '416', '212'];
const OTHER_TYPES = ['+18885550100', '+18885550101', '+447700900100', '+447700900101'];
const FREE_PREFIXES = ['+12065550', '+16045550', '+18885550', '+447700900', '+442079460'];
const DEFAULT_LOCAL = 20;
const FREE_LINES = Array.from({ length: 20 }, (_, line) => 150 + line);

function localNumbers(count: number): string[] {
  return Array.from(
    { length: count },
    (_, at) =>
      `+1${AREAS[at % AREAS.length]}555${String(100 + Math.floor(at / AREAS.length)).padStart(4, '0')}`,
  );
}

/** The sample address of Sinch's own tests, in standard form. */
const LENOX = {
  streetNumber: '3500',
  streetInfo: 'LENOX RD NE',
  location: '',
  city: 'ATLANTA',
  state: 'GA',
  postalCode: '30326',
  postalCodePlusFour: '4228',
};

/**
 * Fills a fresh project: as many LOCAL numbers as asked for, or the ones asked for; when absent 20 LOCAL ones with two
 * TOLL_FREE and two British MOBILE ones. The first is covered; numbers of three countries are for rent.
 */
export function seedStore(
  store: SinchStore,
  wanted: number | readonly string[] | undefined,
  covered: boolean,
): void {
  const phones =
    wanted === undefined
      ? [...localNumbers(DEFAULT_LOCAL), ...OTHER_TYPES]
      : typeof wanted === 'number'
        ? localNumbers(wanted)
        : wanted;
  for (const phone of phones) store.numbers.set(phone, newNumber(phone));
  for (const prefix of FREE_PREFIXES) for (const line of FREE_LINES) store.pool.add(`${prefix}${line}`);
  const first = store.numbers.get(phones[0] ?? '');
  if (covered && first) first.emergency = LENOX;
}
