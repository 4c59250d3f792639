import { type Judge, shippedJudge } from '../../places.ts';
import type { Effect, SandboxRequest, SandboxResponse, StandIn } from '../../stand-in.ts';
import { turnSwitches } from '../../turn-switches.ts';
import { createCredentials, TOKEN_PATH } from '../credentials.ts';
import { notFound, Refusal, tooManyRequests } from '../refusal.ts';
import {
  createEndpoint,
  deleteEndpoint,
  listEndpoints,
  operationOfUpdate,
  readEndpoint,
  updateEndpoint,
} from './endpoints.ts';
import type { Exchange } from './exchange.ts';
import { createLocation, deleteLocation, listLocations, readLocation, updateLocation } from './locations.ts';
import { createRecipient, listRecipients } from './recipients.ts';
import { type CommitEffect, createStore, type Store } from './store.ts';
import { type EndpointsSwitches, switchesSchema } from './switches.ts';
import { ACCOUNT_ID, targetOf } from './wire.ts';

export interface BandwidthEndpointsOptions {
  /** How many endpoints without a location, or their numbers (`+` and digits); the documented ones when absent. */
  readonly numbers?: number | readonly string[];
  /** The table of `samples/places.csv` when absent. */
  readonly judge?: Judge;
  readonly switches?: Partial<EndpointsSwitches>;
  /** Wall clock (milliseconds since 1970) when the monotonic clock shows 0; 0 when absent. */
  readonly wallAtZeroMs?: number;
}

const USERNAME = 'sandbox-user';
const PASSWORD = 'sandbox-password-of-no-account';
const CLIENT_ID = 'sandbox-client';
const CLIENT_SECRET = 'sandbox-client-secret-of-no-account';
/** How long a client that asked too much at once is told to wait. */
const RESET_MS = 1_000;

/** How the config names the one account, and what its variables hold. */
const LOG_IN: Pick<StandIn, 'provider' | 'account' | 'environment'> = {
  provider: 'bandwidth',
  account: (origin) => ({
    provider: 'bandwidth',
    dialect: 'endpoints',
    account_id: 'env:BW_ACCOUNT_ID',
    client_id: 'env:BW_CLIENT_ID',
    client_secret: 'env:BW_CLIENT_SECRET',
    base_url: `${origin}/api`,
    auth_base_url: origin,
  }),
  environment: {
    BW_ACCOUNT_ID: ACCOUNT_ID,
    BW_USERNAME: USERNAME,
    BW_PASSWORD: PASSWORD,
    BW_CLIENT_ID: CLIENT_ID,
    BW_CLIENT_SECRET: CLIENT_SECRET,
  },
};

/** Each route: what the call is named in faults and counts, and how it is answered. */
const ROUTES: Readonly<
  Record<string, readonly [operation: string, answer: (given: Exchange) => SandboxResponse]>
> = {
  'GET locations': ['list-locations', listLocations],
  'POST locations': ['create-address', createLocation],
  'GET locations/id': ['fetch-location', readLocation],
  'PUT locations/id': ['update-address', updateLocation],
  'DELETE locations/id': ['delete-address', deleteLocation],
  'GET endpoints': ['list-endpoints', listEndpoints],
  'POST endpoints': ['associate', createEndpoint],
  'GET endpoints/id': ['fetch-endpoint', readEndpoint],
  'PUT endpoints/id': ['associate', updateEndpoint],
  'DELETE endpoints/id': ['disassociate', deleteEndpoint],
  'GET notificationRecipients': ['list-recipients', listRecipients],
  'POST notificationRecipients': ['add-recipient', createRecipient],
};

/** The seed's API over pure state: endpoints, locations and notification recipients of one account. */
export function createBandwidthEndpointsStandIn(options: BandwidthEndpointsOptions = {}): StandIn {
  const effects: Effect[] = [];
  const store = createStore(options.numbers);
  const judge = options.judge ?? shippedJudge();
  const credentials = createCredentials({
    username: USERNAME,
    password: PASSWORD,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
  });
  const wallAtZeroMs = options.wallAtZeroMs ?? 0;
  let switches = turnSwitches(switchesSchema, {}, options.switches ?? {});

  function handle(request: SandboxRequest, nowMs: number): SandboxResponse {
    const effect: CommitEffect = (kind, subject, detail) => {
      effects.push({ atMs: nowMs, kind, subject, detail });
    };
    credentials.check(request, switches, nowMs);
    const { id } = targetOf(request.path);
    const [, route] = ROUTES[verbOf(request)] ?? ['', notFound];
    return route({ store, switches, judge, request, id, effect });
  }

  function answer(request: SandboxRequest, nowMs: number): SandboxResponse {
    if (switches.maxConcurrent !== null && (request.inFlight ?? 1) > switches.maxConcurrent) {
      return tooManyRequests(wallAtZeroMs + nowMs + RESET_MS);
    }
    if (request.path === TOKEN_PATH) return credentials.issueToken(request, switches, nowMs);
    const headers = { 'content-type': 'application/xml;charset=utf-8', 'x-request-id': store.nextId('req') };
    try {
      return { headers, ...handle(request, nowMs) };
    } catch (error) {
      if (error instanceof Refusal) return error.answer(headers);
      throw error;
    }
  }

  return {
    ...LOG_IN,
    answer,
    effects,
    operationOf: (request) => operationOf(store, request),
    controls: {
      get maxConcurrent() {
        return switches.maxConcurrent ?? undefined;
      },
      state: () => stateOf(store),
      switches: () => switches,
      setSwitches: (changes) => {
        switches = turnSwitches(switchesSchema, switches, changes);
      },
      // Any North American number can be given an endpoint, so there is nothing to put in.
      addNumbers: () => undefined,
    },
  };
}

function verbOf(request: SandboxRequest): string {
  const { group, id } = targetOf(request.path);
  return `${request.method} ${group}${id === '' ? '' : '/id'}`;
}

function operationOf(store: Store, request: SandboxRequest): string {
  if (request.path === TOKEN_PATH) return 'fetch-token';
  const verb = verbOf(request);
  if (verb === 'PUT endpoints/id') return operationOfUpdate(store, request, targetOf(request.path).id);
  return ROUTES[verb]?.[0] ?? 'other';
}

function stateOf(store: Store): object {
  return {
    locations: [...store.locations.values()],
    endpoints: [...store.endpoints.values()],
    recipients: [...store.recipients.values()],
  };
}
