import { type Judge, shippedJudge } from '../places.ts';
import type { Effect, SandboxRequest, SandboxResponse, StandIn } from '../stand-in.ts';
import { createThrottle } from '../throttle.ts';
import { turnSwitches } from '../turn-switches.ts';
import * as emergency from './emergency.ts';
import * as numbers from './numbers.ts';
import { notFound, outcome, problem } from './refusal.ts';
import { addNumber, type Exchange, seedStore, type VonageStore } from './store.ts';
import { switchesSchema, type VonageSwitchChanges } from './switches.ts';

export interface VonageStandInOptions {
  /** How many numbers, or which; the documented ones of the other carriers when absent. */
  readonly numbers?: number | readonly string[];
  /** False leaves out the address and coverage of a fresh account. */
  readonly covered?: boolean;
  /** The table of `samples/places.csv` when absent. */
  readonly judge?: Judge;
  readonly switches?: VonageSwitchChanges;
}

const API_KEY = 'e911e911';
const API_SECRET = 'sandbox-secret-of-no-account';

type Handler = (exchange: Exchange, subject: string) => SandboxResponse;
interface Route {
  readonly operation: string | ((body: string) => string);
  readonly handle: Handler;
}
type Methods = Readonly<Record<string, Route>>;

/** Both hosts in one: their paths have nothing in common. */
const ROUTES: readonly (readonly [RegExp, Methods])[] = [
  [
    /^\/v1\/emergency\/numbers\/([^/]+)\/?$/,
    {
      GET: { operation: 'fetch-emergency', handle: emergency.fetchEmergency },
      PATCH: { operation: emergency.patchOperation, handle: emergency.patchEmergency },
    },
  ],
  [
    /^\/v1\/addresses\/?$/,
    {
      GET: { operation: 'list-addresses', handle: emergency.listAddresses },
      POST: { operation: 'create-address', handle: emergency.createAddress },
    },
  ],
  [
    /^\/v1\/addresses\/([^/]+)\/?$/,
    {
      GET: { operation: 'fetch-address', handle: emergency.fetchAddress },
      DELETE: { operation: 'delete-address', handle: emergency.deleteAddress },
    },
  ],
  [/^\/account\/numbers$/, { GET: { operation: 'list-numbers', handle: numbers.listNumbers } }],
  [/^\/number\/search$/, { GET: { operation: 'search-numbers', handle: numbers.searchNumbers } }],
  [/^\/number\/buy$/, { POST: { operation: 'buy', handle: numbers.buyNumber } }],
  [/^\/number\/cancel$/, { POST: { operation: 'release', handle: numbers.cancelNumber } }],
  [/^\/number\/update$/, { POST: { operation: 'update-number', handle: numbers.updateNumber } }],
];

function match(path: string): { methods: Methods; subject: string } {
  for (const [pattern, methods] of ROUTES) {
    const found = pattern.exec(path);
    if (found) return { methods, subject: decodeURIComponent(found[1] ?? '') };
  }
  return { methods: {}, subject: path };
}

function isAuthorized({ headers: { authorization = '' }, query, path }: SandboxRequest): boolean {
  const given = /^Basic (.+)$/i.exec(authorization)?.[1] ?? '';
  if (Buffer.from(given, 'base64').toString('utf8') === `${API_KEY}:${API_SECRET}`) return true;
  // The Numbers API of 2021 took the pair in the query.
  const isNumbers = !path.startsWith('/v1/');
  return isNumbers && query.get('api_key') === API_KEY && query.get('api_secret') === API_SECRET;
}

function unauthorized(path: string): SandboxResponse {
  if (!path.startsWith('/v1/')) return outcome(401, 'authentication failed');
  const detail = 'You did not provide correct credentials.';
  return problem(401, 'unauthorized', 'Invalid credentials supplied', { detail });
}

/** Vonage's emergency, address and numbers APIs over pure state, on one origin. */
export function createVonageStandIn(options: VonageStandInOptions = {}): StandIn {
  const effects: Effect[] = [];
  const store: VonageStore = {
    addresses: new Map(),
    numbers: new Map(),
    pool: new Map(),
    effects,
    sequence: 0,
  };
  const judge = options.judge ?? shippedJudge();
  let switches = turnSwitches(switchesSchema, {}, options.switches ?? {});
  seedStore(store, options.numbers, options.covered !== false);
  const isOneTooMany = createThrottle();

  function answer(request: SandboxRequest, nowMs: number): SandboxResponse {
    if (isOneTooMany(switches, request.inFlight ?? 1, nowMs)) {
      return problem(429, 'rate-limit', 'Rate Limit Hit', { detail: 'Please wait, then retry your request' });
    }
    if (!isAuthorized(request)) return unauthorized(request.path);
    const { methods, subject } = match(request.path);
    const route = methods[request.method];
    if (Object.keys(methods).length === 0) return notFound(subject);
    if (!route) {
      const detail = `Request method '${request.method}' not supported`;
      return problem(405, 'wrong-verb', 'Request method not allowed', { detail });
    }
    const { accept = '*/*' } = request.headers;
    if (!/\*\/\*|application\/(\*|json)/.test(accept)) {
      const detail = "Invalid Accept header provided. Must be one of the following: 'application/json'";
      return problem(406, 'accept-header', 'Invalid Accept header', { detail });
    }
    return route.handle({ request, store, switches, judge, nowMs }, subject);
  }

  return {
    provider: 'vonage',
    answer,
    effects,
    operationOf({ path, method, body }) {
      const operation = match(path).methods[method]?.operation ?? 'other';
      return typeof operation === 'string' ? operation : operation(body);
    },
    account: (origin) => ({
      provider: 'vonage',
      api_key: 'env:VONAGE_API_KEY',
      api_secret: 'env:VONAGE_API_SECRET',
      base_url: origin,
      numbers_base_url: origin,
    }),
    environment: { VONAGE_API_KEY: API_KEY, VONAGE_API_SECRET: API_SECRET },
    controls: {
      get maxConcurrent() {
        return switches.maxConcurrent ?? undefined;
      },
      state: () => ({
        addresses: [...store.addresses.values()],
        numbers: [...store.numbers.values()].map(({ settings, ...number }) => ({
          ...number,
          settings: Object.fromEntries(settings),
        })),
      }),
      switches: () => switches,
      setSwitches: (changes) => {
        switches = turnSwitches(switchesSchema, switches, changes);
      },
      addNumbers: (phoneNumbers) => {
        for (const phoneNumber of phoneNumbers) {
          if (!store.numbers.has(phoneNumber.slice(1))) addNumber(store, phoneNumber.slice(1));
        }
      },
    },
  };
}
