import { createJudge, type Judge, loadPlaces } from '../../places.ts';
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
import { createLocation, deleteLocation, listLocations, readLocation, updateLocation } from './locations.ts';
import { createRecipient, listRecipients } from './recipients.ts';
import { type CommitEffect, createStore } from './store.ts';
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

const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['GET locations', 'list-locations'],
  ['POST locations', 'create-address'],
  ['GET locations/id', 'fetch-location'],
  ['PUT locations/id', 'update-address'],
  ['DELETE locations/id', 'delete-address'],
  ['GET endpoints', 'list-endpoints'],
  ['POST endpoints', 'associate'],
  ['GET endpoints/id', 'fetch-endpoint'],
  ['PUT endpoints/id', 'associate'],
  ['DELETE endpoints/id', 'disassociate'],
  ['GET notificationRecipients', 'list-recipients'],
  ['POST notificationRecipients', 'add-recipient'],
]);

/** The seed's API over pure state: endpoints, locations and notification recipients of one account. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function createBandwidthEndpointsStandIn(options: BandwidthEndpointsOptions = {}): StandIn {
  const effects: Effect[] = [];
  const store = createStore(options.numbers);
  const judge = options.judge ?? createJudge(loadPlaces());
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
    switch (verbOf(request)) {
      case 'GET endpoints':
        return listEndpoints(store, switches);
      case 'POST endpoints':
        return createEndpoint(store, switches, request, effect);
      case 'GET endpoints/id':
        return readEndpoint(store, switches, id);
      case 'PUT endpoints/id':
        return updateEndpoint(store, switches, request, id, effect);
      case 'DELETE endpoints/id':
        return deleteEndpoint(store, id, effect);
      case 'GET locations':
        return listLocations(store, switches);
      case 'POST locations':
        return createLocation(store, switches, judge, request, effect);
      case 'GET locations/id':
        return readLocation(store, switches, id);
      case 'PUT locations/id':
        return updateLocation(store, switches, judge, request, id, effect);
      case 'DELETE locations/id':
        return deleteLocation(store, id, effect);
      case 'GET notificationRecipients':
        return listRecipients(store, switches);
      case 'POST notificationRecipients':
        return createRecipient(store, switches, request, effect);
      default:
        return notFound();
    }
  }

  function operationOf(request: SandboxRequest): string {
    if (request.path === TOKEN_PATH) return 'fetch-token';
    const verb = verbOf(request);
    if (verb === 'PUT endpoints/id') return operationOfUpdate(store, request, targetOf(request.path).id);
    return OPERATIONS.get(verb) ?? 'other';
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
    provider: 'bandwidth',
    answer,
    effects,
    operationOf,
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
    controls: {
      get maxConcurrent() {
        return switches.maxConcurrent ?? undefined;
      },
      state: () => ({
        locations: [...store.locations.values()],
        endpoints: [...store.endpoints.values()],
        recipients: [...store.recipients.values()],
      }),
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
