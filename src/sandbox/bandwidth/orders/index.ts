import { type Judge, shippedJudge } from '../../places.ts';
import type { SandboxRequest, SandboxResponse, StandIn } from '../../stand-in.ts';
import { createThrottle } from '../../throttle.ts';
import { turnSwitches } from '../../turn-switches.ts';
import { createCredentials, TOKEN_PATH } from '../credentials.ts';
import { notFound, Refusal, tooManyRequests } from '../refusal.ts';
import { endDueOrders } from './order-end.ts';
import { isRemoval } from './place.ts';
import { matchRoute } from './routes.ts';
import { seedStore } from './store.ts';
import { type OrdersSwitches, ordersSwitches } from './switches.ts';
import { fromV2, toV2, versionOf } from './v2.ts';
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
const CLIENT_ID = 'sandbox-orders-client';
const CLIENT_SECRET = 'sandbox-orders-client-secret-of-no-account';
const DEFAULT_WALL_MS = Date.UTC(2026, 0, 1);

/** How the config names the one account, and what its variables hold. */
const LOG_IN: Pick<StandIn, 'provider' | 'account' | 'environment'> = {
  provider: 'bandwidth',
  account: (origin) => ({
    provider: 'bandwidth',
    dialect: 'orders',
    account_id: 'env:BW_ORDERS_ACCOUNT_ID',
    client_id: 'env:BW_ORDERS_CLIENT_ID',
    client_secret: 'env:BW_ORDERS_CLIENT_SECRET',
    base_url: `${origin}/api`,
    auth_base_url: origin,
  }),
  environment: {
    BW_ORDERS_ACCOUNT_ID: ACCOUNT_ID,
    BW_ORDERS_USERNAME: USERNAME,
    BW_ORDERS_PASSWORD: PASSWORD,
    BW_ORDERS_CLIENT_ID: CLIENT_ID,
    BW_ORDERS_CLIENT_SECRET: CLIENT_SECRET,
  },
};

/** The order-based Dashboard API over pure state: numbers in service, geocoding, and E911 orders of numbers. */
export function createBandwidthOrdersStandIn(options: BandwidthOrdersOptions = {}): StandIn {
  const judge = options.judge ?? shippedJudge();
  const switches = turnSwitches(ordersSwitches, {}, options.switches ?? {});
  const store = seedStore(options.numbers, options.wallAtZeroMs ?? DEFAULT_WALL_MS, switches);
  const credentials = createCredentials({
    username: USERNAME,
    password: PASSWORD,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
  });
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
    if (request.path === TOKEN_PATH) return credentials.issueToken(request, store.switches, nowMs);
    const version = versionOf(request.path);
    const asked = version === 'v2' ? fromV2(request, store.switches) : request;
    const found = matchRoute(asked);
    try {
      credentials.check(request, store.switches, nowMs);
      endDueOrders(store, judge, nowMs);
      const isServed = store.switches.apiVersions === 'both' || store.switches.apiVersions === version;
      if (found === undefined || !isServed) return notFound();
      const answered = found.route.handle({ store, judge, request: asked, nowMs }, found.captured);
      return version === 'v2' ? toV2(answered) : answered;
    } catch (error) {
      if (error instanceof Refusal) return refusalAnswer(error, found?.route.root ?? 'ErrorResponse');
      throw error;
    }
  }

  return {
    ...LOG_IN,
    answer,
    effects: store.effects,
    operationOf: (request) => {
      if (request.path === TOKEN_PATH) return 'fetch-token';
      const asked = versionOf(request.path) === 'v2' ? fromV2(request, store.switches) : request;
      const operation = matchRoute(asked)?.route.operation ?? 'other';
      return operation === 'associate' && isRemoval(request.body) ? 'disassociate' : operation;
    },
    controls: {
      get maxConcurrent() {
        return store.switches.maxConcurrent ?? undefined;
      },
      state: (nowMs) => {
        endDueOrders(store, judge, nowMs);
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
