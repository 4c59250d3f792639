import { defaultNumbers, generateNumbers } from '../fictional-numbers.ts';
import { type Judge, shippedJudge } from '../places.ts';
import type { Effect, SandboxRequest, SandboxResponse, StandIn } from '../stand-in.ts';
import { createThrottle } from '../throttle.ts';
import { turnSwitches } from '../turn-switches.ts';
import {
  ACCOUNT_SID,
  API_KEY,
  API_KEY_SECRET,
  AUTH_TOKEN,
  authorize,
  createAccounts,
  DEFAULT_SUBACCOUNTS,
  type SubaccountOption,
} from './accounts.ts';
import { settle } from './emergency.ts';
import type { Answer, Exchange } from './exchange.ts';
import { notFound, TwilioRefusal } from './refusal.ts';
import { renderAnswer, renderRefusal } from './render.ts';
import { type Match, matchRoute, operationOf } from './routes.ts';
import { coverSeeded, seedNumbers } from './seed.ts';
import { addNumber, nextSid, type TwilioStore } from './store.ts';
import { switchesSchema, type TwilioSwitchChanges, type TwilioSwitches } from './switches.ts';

export type { TwilioSwitchChanges, TwilioSwitches } from './switches.ts';

export interface TwilioStandInOptions {
  /** How many numbers, or which; the documented ones of `seed.ts` when absent. */
  readonly numbers?: number | readonly string[];
  /** Accounts that the account owns; two small ones in the documented account, none beside other numbers. */
  readonly subaccounts?: readonly SubaccountOption[];
  /** False leaves out the addresses and coverage of `seed.ts`. */
  readonly covered?: boolean;
  /** The table of `samples/places.csv` when absent. */
  readonly judge?: Judge;
  /** Wall clock when the monotonic clock shows 0; 2025-01-01 when absent. */
  readonly wallAtZeroMs?: number;
  readonly registrationDelayMs?: number;
  readonly removalDelayMs?: number;
  readonly reassociateRefusalMs?: number;
  readonly maxConcurrent?: number;
  readonly switches?: TwilioSwitchChanges;
}

const DEFAULT_WALL_MS = Date.UTC(2025, 0, 1);

function methodRefusal(match: Match, request: SandboxRequest): TwilioRefusal {
  if (Object.keys(match.methods).length === 0) return notFound(request.path);
  return new TwilioRefusal(405, 20004, `Method ${request.method} is not allowed on this resource`);
}

function stateOf(store: TwilioStore, switches: TwilioSwitches, nowMs: number) {
  return {
    addresses: [...store.addresses.values()],
    numbers: [...store.numbers.values()].map((number) => {
      const { addressPending: _address, statusPending: _status, settings, ...shown } = settle(number, nowMs);
      const emergencyStatus = switches.emergencyStatusIgnored ? 'Active' : shown.emergencyStatus;
      return { ...shown, emergencyStatus, settings: Object.fromEntries(settings) };
    }),
    trunks: [...store.trunks],
  };
}

/** Twilio's 2010-04-01 API over pure state: numbers, addresses, emergency registration. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function createTwilioStandIn(options: TwilioStandInOptions = {}): StandIn {
  const effects: Effect[] = [];
  const subaccounts = options.subaccounts ?? (options.numbers === undefined ? DEFAULT_SUBACCOUNTS : []);
  const accounts = createAccounts(subaccounts, options.wallAtZeroMs ?? DEFAULT_WALL_MS, effects);
  const store = accounts.parent;
  const judge = options.judge ?? shippedJudge();
  let switches: TwilioSwitches = turnSwitches(
    switchesSchema,
    {},
    {
      registrationDelayMs: options.registrationDelayMs,
      removalDelayMs: options.removalDelayMs,
      reassociateRefusalMs: options.reassociateRefusalMs,
      maxConcurrent: options.maxConcurrent,
      emergencyStatusDelayMs: options.registrationDelayMs,
      ...options.switches,
    },
  );
  const { numbers } = options;
  seedNumbers(store, typeof numbers === 'number' ? generateNumbers(numbers) : (numbers ?? defaultNumbers()));
  if (options.covered !== false) coverSeeded(store);
  const requestSids = { sequence: 0 };
  const isOneTooMany = createThrottle();

  function handle(request: SandboxRequest, match: Match, nowMs: number): Answer {
    if (isOneTooMany(switches, request.inFlight ?? 1, nowMs)) {
      throw new TwilioRefusal(429, 20429, 'Too Many Requests');
    }
    const route = match.methods[request.method];
    const isAccountList = route?.operation === 'list-accounts';
    const asked = authorize(accounts, { request, accountSid: match.accountSid, isAccountList }, switches);
    if (route === undefined) throw methodRefusal(match, request);
    const form = new URLSearchParams(request.method === 'POST' ? request.body : '');
    const exchange: Exchange = { request, form, store: asked, accounts, switches, judge, nowMs };
    return route.handle(exchange, match.sid);
  }

  function answer(request: SandboxRequest, nowMs: number): SandboxResponse {
    const match = matchRoute(request.path);
    const headers = {
      'content-type': 'application/json',
      'twilio-request-id': nextSid(requestSids, 'RQ'),
      'twilio-request-duration': '0.001',
      'twilio-concurrent-requests': String(request.inFlight ?? 1),
      'x-powered-by': 'AT-5000',
      'x-shenanigans': 'none',
    };
    try {
      const answered = handle(request, match, nowMs);
      return { status: answered.status, headers, body: renderAnswer(answered) };
    } catch (error) {
      if (!(error instanceof TwilioRefusal)) throw error;
      const challenge = error.status === 401 ? { 'www-authenticate': 'Basic realm="Twilio API"' } : {};
      const body = renderRefusal(error);
      return { status: error.status, headers: { ...headers, ...challenge }, body };
    }
  }

  return {
    provider: 'twilio',
    answer,
    effects,
    operationOf,
    account: (origin) => ({
      provider: 'twilio',
      account_sid: 'env:TWILIO_ACCOUNT_SID',
      auth_token: 'env:TWILIO_AUTH_TOKEN',
      base_url: origin,
    }),
    environment: {
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_API_KEY: API_KEY,
      TWILIO_API_KEY_SECRET: API_KEY_SECRET,
    },
    controls: {
      get maxConcurrent() {
        return switches.maxConcurrent ?? undefined;
      },
      state: (nowMs) => ({
        ...stateOf(store, switches, nowMs),
        subaccounts: accounts.children.map((child) => ({
          sid: child.accountSid,
          friendlyName: child.friendlyName,
          ...stateOf(child, switches, nowMs),
        })),
      }),
      switches: () => switches,
      setSwitches: (changes) => {
        switches = turnSwitches(switchesSchema, switches, changes);
      },
      addNumbers: (phoneNumbers) => {
        for (const phoneNumber of phoneNumbers) {
          if (!store.sidByPhone.has(phoneNumber)) addNumber(store, phoneNumber, 0);
        }
      },
    },
  };
}
