import { createClientTokens, hasBasic } from '../client-tokens.ts';
import { type Judge, shippedJudge } from '../places.ts';
import type { Effect, SandboxRequest, SandboxResponse, StandIn } from '../stand-in.ts';
import { createThrottle } from '../throttle.ts';
import { turnSwitches } from '../turn-switches.ts';
import { checkNumber, rentNumber, searchNumbers } from './available.ts';
import { settle } from './configuration.ts';
import { deprovisionAddress, fetchAddress, provisionAddress, validateAddress } from './emergency.ts';
import { fetchNumber, listNumbers, releaseNumber, updateNumber } from './numbers.ts';
import { notFound, SinchRefusal } from './refusal.ts';
import { type Exchange, type Json, newNumber, PROJECT, type SinchStore, seedStore } from './store.ts';
import { type SinchSwitchChanges, type SinchSwitches, switchesSchema } from './switches.ts';

export interface SinchStandInOptions {
  /** How many numbers, or which; the documented ones of `store.ts` when absent. */
  readonly numbers?: number | readonly string[];
  /** False leaves out the coverage of a fresh project. */
  readonly covered?: boolean;
  /** The table of `samples/places.csv` when absent. */
  readonly judge?: Judge;
  /** Wall clock when the monotonic clock shows 0; 2025-01-01 when absent. */
  readonly wallAtZeroMs?: number;
  readonly switches?: SinchSwitchChanges;
}

const KEY_ID = 'sandbox-key';
const KEY_SECRET = 'sandbox-secret-of-no-account';
const TOKEN_PATH = '/oauth2/token';
const DEFAULT_WALL_MS = Date.UTC(2025, 0, 1);

interface Route {
  readonly operation: string;
  readonly handle: (exchange: Exchange, phone: string) => Json;
}

/** By method, and the path below the project with `*` for the number. */
const ROUTES: Readonly<Record<string, Route>> = {
  'GET activeNumbers': { operation: 'list-numbers', handle: listNumbers },
  'GET activeNumbers/*': { operation: 'fetch-number', handle: fetchNumber },
  'PATCH activeNumbers/*': { operation: 'update-number', handle: updateNumber },
  'POST activeNumbers/*:release': { operation: 'release', handle: releaseNumber },
  'GET activeNumbers/*/emergencyAddress': { operation: 'fetch-address', handle: fetchAddress },
  'POST activeNumbers/*/emergencyAddress:provision': { operation: 'associate', handle: provisionAddress },
  'POST activeNumbers/*/emergencyAddress:deprovision': {
    operation: 'disassociate',
    handle: deprovisionAddress,
  },
  'POST activeNumbers/*/emergencyAddress:validate': { operation: 'validate', handle: validateAddress },
  'GET availableNumbers': { operation: 'search-available', handle: searchNumbers },
  // @sinch/numbers: checkAvailability.
  'GET availableNumbers/*': { operation: 'check-available', handle: checkNumber },
  'POST availableNumbers/*:rent': { operation: 'buy', handle: rentNumber },
};

/** The route of a request and the number in its path; undefined for what the sandbox does not know. */
function match({ method, path }: SandboxRequest): { route: Route; phone: string } | undefined {
  const [, project, rest = ''] = /^\/v1\/projects\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (project !== PROJECT) return undefined;
  const [, kind = '', phone = '', tail = ''] = /^(\w+)(?:\/([^/:]+)(.*))?$/.exec(rest) ?? [];
  const route = ROUTES[`${method} ${kind}${phone === '' ? '' : '/*'}${tail}`];
  return route && { route, phone: decodeURIComponent(phone) };
}

function refuse({ code, status, message, details }: SinchRefusal, { errorStatus }: SinchSwitches) {
  const isPlain = code === 401 || code === 429;
  const challenge =
    code === 401
      ? { 'www-authenticate': 'Bearer error="invalid_token", error_description="The token has expired"' }
      : {};
  return {
    status: errorStatus === '200' && !isPlain ? 200 : code,
    headers: { 'content-type': 'application/json', ...challenge },
    body: JSON.stringify({ error: { code, message, status, details } }),
  };
}

/** Sinch's token endpoint and Numbers API over pure state, on one origin. */
export function createSinchStandIn(options: SinchStandInOptions = {}): StandIn {
  const effects: Effect[] = [];
  const wallAtZeroMs = options.wallAtZeroMs ?? DEFAULT_WALL_MS;
  const store: SinchStore = { numbers: new Map(), pool: new Set(), effects, wallAtZeroMs };
  seedStore(store, options.numbers, options.covered !== false);
  const judge = options.judge ?? shippedJudge();
  let switches = turnSwitches(switchesSchema, {}, options.switches ?? {});
  const tokens = createClientTokens(KEY_ID, KEY_SECRET);
  const isOneTooMany = createThrottle();

  function handle(request: SandboxRequest, nowMs: number): Json {
    if (isOneTooMany(switches, request.inFlight ?? 1, nowMs)) {
      throw new SinchRefusal(429, 'RESOURCE_EXHAUSTED', 'too many requests');
    }
    const isBasic = switches.basic === 'accept' && hasBasic(request, KEY_ID, KEY_SECRET);
    if (!isBasic && !tokens.admits(request, switches, nowMs)) {
      throw new SinchRefusal(401, 'UNAUTHENTICATED', 'the token is invalid or expired');
    }
    const found = match(request);
    if (found === undefined) throw notFound('Path', request.path);
    return found.route.handle({ request, store, switches, judge, nowMs }, found.phone);
  }

  function answer(request: SandboxRequest, nowMs: number): SandboxResponse {
    if (request.path === TOKEN_PATH) return tokens.issue(request, switches, nowMs);
    try {
      const body = JSON.stringify(handle(request, nowMs));
      return { status: 200, headers: { 'content-type': 'application/json' }, body };
    } catch (error) {
      if (!(error instanceof SinchRefusal)) throw error;
      return refuse(error, switches);
    }
  }

  return {
    provider: 'sinch',
    answer,
    effects,
    operationOf: (request) =>
      request.path === TOKEN_PATH ? 'fetch-token' : (match(request)?.route.operation ?? 'other'),
    account: (origin) => ({
      provider: 'sinch',
      project_id: 'env:SINCH_PROJECT_ID',
      key_id: 'env:SINCH_KEY_ID',
      key_secret: 'env:SINCH_KEY_SECRET',
      base_url: origin,
      auth_base_url: origin,
    }),
    environment: { SINCH_PROJECT_ID: PROJECT, SINCH_KEY_ID: KEY_ID, SINCH_KEY_SECRET: KEY_SECRET },
    controls: {
      get maxConcurrent() {
        return switches.maxConcurrent ?? undefined;
      },
      state: (nowMs) => ({
        numbers: [...store.numbers.values()].map((number) => settle(number, { switches, nowMs })),
      }),
      switches: () => switches,
      setSwitches: (changes) => {
        switches = turnSwitches(switchesSchema, switches, changes);
      },
      addNumbers: (added) => {
        for (const phone of added) if (!store.numbers.has(phone)) store.numbers.set(phone, newNumber(phone));
      },
    },
  };
}
