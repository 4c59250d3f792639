import type { Judge } from '../../places.ts';
import type { SandboxRequest, SandboxResponse } from '../../stand-in.ts';
import { notFound } from '../refusal.ts';
import { listAeuis, readTn } from './directory.ts';
import { geocode } from './geocode.ts';
import { placeOrder } from './place.ts';
import { countNumbers, hasNumber, listNumbers, listOrders, readHeld, readOrder } from './read.ts';
import type { OrdersStore } from './store.ts';
import { ACCOUNT_ID } from './wire.ts';

/** What a route is given beside the text that its path captured. */
interface Exchange {
  readonly store: OrdersStore;
  readonly judge: Judge;
  readonly request: SandboxRequest;
  readonly nowMs: number;
}

type Handle = (exchange: Exchange, captured: string) => SandboxResponse;

/** One call of the API. */
interface Route {
  readonly method: string;
  /** Below `/accounts/{id}`; `/tns` is beside it. */
  readonly path: RegExp;
  /** Name for the log and the faults. */
  readonly operation: string;
  /** Root of a refusal. */
  readonly root: string;
  readonly handle: Handle;
}

/** `{id}` in a path captures one segment. */
function route(call: string, operation: string, root: string, handle: Handle): Route {
  const [method = '', path = ''] = call.split(' ');
  const pattern = path.replace('{id}', '([^/]+)').replace('{tn}', '(\\d{10})');
  return { method, path: new RegExp(`^${pattern}$`), operation, root, handle };
}

const ROUTES: readonly Route[] = [
  route('POST /geocodeRequest', 'check-address', 'GeocodeRequestResponse', ({ judge, request }) =>
    geocode(judge, request),
  ),
  route('POST /e911s', 'associate', 'E911OrderResponse', ({ store, request, nowMs }) =>
    placeOrder(store, request, nowMs),
  ),
  route('GET /e911s', 'find-orders', 'E911OrdersResponse', ({ store, request }) =>
    listOrders(store, request),
  ),
  route('GET /e911s/{id}', 'fetch-order', 'E911OrderReportResponse', ({ store }, id) => readOrder(store, id)),
  route('GET /inserviceNumbers', 'list-numbers', 'TNsResponse', ({ store, request }) =>
    listNumbers(store, request),
  ),
  // @bandwidth/numbers: InServiceNumber.totals, the shortest answer that proves its log-in by token.
  route('GET /inserviceNumbers/totals', 'count-numbers', 'QuantityResponse', ({ store }) =>
    countNumbers(store),
  ),
  route('GET /inserviceNumbers/{tn}', 'find-number', 'TNsResponse', ({ store }, tn) => hasNumber(store, tn)),
  // @bandwidth/numbers: Tn.get.
  route('GET /tns/{tn}', 'fetch-tn', 'TelephoneNumberResponse', ({ store }, tn) => readTn(store, tn)),
  route('GET /tns/{tn}/e911', 'fetch-address', 'TnE911AddressResponse', ({ store }, tn) =>
    readHeld(store, tn),
  ),
  // @bandwidth/numbers: Aeuis.list and Aeuis.get.
  route('GET /aeuis', 'list-aeuis', 'AlternateEndUserIdentifiersResponse', listAeuis),
  route('GET /aeuis/{id}', 'fetch-aeui', 'AlternateEndUserIdentifierResponse', () => notFound()),
];

/** The call that a request makes, with what its path captured; undefined when there is none. */
export function matchRoute(
  request: SandboxRequest,
): { readonly route: Route; readonly captured: string } | undefined {
  const path = request.path.replace(/^\/api(?:\/v[12])?/, '').replace(`/accounts/${ACCOUNT_ID}/`, '/');
  for (const one of ROUTES) {
    const found = one.method === request.method ? one.path.exec(path) : null;
    if (found !== null) return { route: one, captured: decodeURIComponent(found[1] ?? '') };
  }
  return undefined;
}
