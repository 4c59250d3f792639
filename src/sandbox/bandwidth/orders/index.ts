import { createJudge, type Judge, loadPlaces } from '../../places.ts';
import type { SandboxRequest, SandboxResponse, StandIn } from '../../stand-in.ts';
import { createThrottle } from '../../throttle.ts';
import { turnSwitches } from '../../turn-switches.ts';
import { checkCredentials, notFound, Refusal, tooManyRequests } from '../refusal.ts';
import { geocode } from './geocode.ts';
import { settle } from './life.ts';
import { isRemoval, placeOrder } from './place.ts';
import {
  countNumbers,
  hasNumber,
  listNumbers,
  listOrders,
  readHeld,
  readHistory,
  readOrder,
} from './read.ts';
import { type OrdersStore, seedStore } from './store.ts';
import { type OrdersSwitches, ordersSwitches } from './switches.ts';
import { ACCOUNT_ID, refusalAnswer } from './wire.ts';

export interface BandwidthOrdersOptions {
  /** How many numbers, or which (`+` and digits), without addresses; 100 of San Francisco, the first four covered, when absent. */
  readonly numbers?: number | readonly string[];
  /** The table of `samples/places.csv` when absent. */
  readonly judge?: Judge;
  readonly switches?: Partial<OrdersSwitches>;
  /** Wall clock (milliseconds since 1970) when the monotonic clock shows 0; a day of 2026 when absent. */
  readonly wallAtZeroMs?: number;
}

const USERNAME = 'sandbox-orders-user';
const PASSWORD = 'sandbox-orders-password-of-no-account';
const DEFAULT_WALL_MS = Date.UTC(2026, 0, 1);

/** What a route is given beside its own captured text. */
interface Exchange {
  readonly store: OrdersStore;
  readonly judge: Judge;
  readonly request: SandboxRequest;
  readonly nowMs: number;
}
interface Route {
  readonly method: string;
  /** Below `/accounts/{id}`; `/tns` stands beside it. */
  readonly path: RegExp;
  readonly operation: string;
  /** Root of a refusal. */
  readonly root: string;
  handle(exchange: Exchange, captured: string): SandboxResponse;
}

const ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: /^\/geocodeRequest$/,
    operation: 'check-address',
    root: 'GeocodeRequestResponse',
    handle: ({ judge, request }) => geocode(judge, request),
  },
  {
    method: 'POST',
    path: /^\/e911s$/,
    operation: 'associate',
    root: 'E911OrderResponse',
    handle: ({ store, request, nowMs }) => placeOrder(store, request, nowMs),
  },
  {
    method: 'GET',
    path: /^\/e911s$/,
    operation: 'find-orders',
    root: 'E911OrdersResponse',
    handle: ({ store, request }) => listOrders(store, request),
  },
  {
    method: 'GET',
    path: /^\/e911s\/([^/]+)$/,
    operation: 'fetch-order',
    root: 'E911OrderReportResponse',
    handle: ({ store }, id) => readOrder(store, id),
  },
  {
    method: 'GET',
    path: /^\/e911s\/([^/]+)\/history$/,
    operation: 'fetch-history',
    root: 'OrderHistoryResponse',
    handle: ({ store }, id) => readHistory(store, id),
  },
  {
    method: 'GET',
    path: /^\/inserviceNumbers$/,
    operation: 'list-numbers',
    root: 'TNsResponse',
    handle: ({ store, request }) => listNumbers(store, request),
  },
  {
    method: 'GET',
    path: /^\/inserviceNumbers\/totals$/,
    operation: 'count-numbers',
    root: 'QuantityResponse',
    handle: ({ store }) => countNumbers(store),
  },
  {
    method: 'GET',
    path: /^\/inserviceNumbers\/(\d+)$/,
    operation: 'find-number',
    root: 'TNsResponse',
    handle: ({ store }, number) => hasNumber(store, number),
  },
  {
    method: 'GET',
    path: /^\/tns\/(\d+)\/e911$/,
    operation: 'fetch-address',
    root: 'TnE911AddressResponse',
    handle: ({ store }, number) => readHeld(store, number),
  },
];

function match(request: SandboxRequest): { readonly route: Route; readonly captured: string } | undefined {
  const path = request.path.replace(/^\/api(?:\/v1)?/, '').replace(`/accounts/${ACCOUNT_ID}/`, '/');
  for (const route of ROUTES) {
    const found = route.method === request.method ? route.path.exec(path) : null;
    if (found !== null) return { route, captured: decodeURIComponent(found[1] ?? '') };
  }
  return undefined;
}

/** The order-based Dashboard API over pure state: numbers in service, geocoding, and E911 orders of numbers. */
export function createBandwidthOrdersStandIn(options: BandwidthOrdersOptions = {}): StandIn {
  const judge = options.judge ?? createJudge(loadPlaces());
  const switches = turnSwitches(ordersSwitches, {}, options.switches ?? {});
  const store = seedStore(options.numbers, options.wallAtZeroMs ?? DEFAULT_WALL_MS, switches);
  const isOneTooMany = createThrottle();

  function isThrottled(request: SandboxRequest, nowMs: number): boolean {
    const { throttleNext } = store.switches;
    if (throttleNext > 0) {
      store.switches = { ...store.switches, throttleNext: throttleNext - 1 };
      return true;
    }
    return isOneTooMany(store.switches, request.inFlight ?? 1, nowMs);
  }

  function answer(request: SandboxRequest, nowMs: number): SandboxResponse {
    if (isThrottled(request, nowMs)) {
      return tooManyRequests(store.wallAtZeroMs + nowMs + store.switches.throttleSeconds * 1000);
    }
    const found = match(request);
    try {
      checkCredentials(request, USERNAME, PASSWORD);
      settle(store, judge, nowMs);
      if (found === undefined) return notFound();
      return found.route.handle({ store, judge, request, nowMs }, found.captured);
    } catch (error) {
      if (error instanceof Refusal) return refusalAnswer(error, found?.route.root ?? 'ErrorResponse');
      throw error;
    }
  }

  return {
    provider: 'bandwidth',
    answer,
    effects: store.effects,
    operationOf: (request) => {
      const operation = match(request)?.route.operation ?? 'other';
      return operation === 'associate' && isRemoval(request.body) ? 'disassociate' : operation;
    },
    account: (origin) => ({
      provider: 'bandwidth',
      dialect: 'orders',
      account_id: 'env:BW_ORDERS_ACCOUNT_ID',
      username: 'env:BW_ORDERS_USERNAME',
      password: 'env:BW_ORDERS_PASSWORD',
      base_url: `${origin}/api`,
    }),
    environment: {
      BW_ORDERS_ACCOUNT_ID: ACCOUNT_ID,
      BW_ORDERS_USERNAME: USERNAME,
      BW_ORDERS_PASSWORD: PASSWORD,
    },
    controls: {
      get maxConcurrent() {
        return store.switches.maxConcurrent ?? undefined;
      },
      state: (nowMs) => {
        settle(store, judge, nowMs);
        return {
          numbers: [...store.numbers],
          held: Object.fromEntries(store.held),
          orders: [...store.orders.values()],
        };
      },
      switches: () => store.switches,
      setSwitches: (changes) => {
        store.switches = turnSwitches(ordersSwitches, store.switches, changes);
      },
      addNumbers: (phoneNumbers) => {
        for (const number of phoneNumbers) store.numbers.add(number.replace(/^\+1/, ''));
      },
    },
  };
}
