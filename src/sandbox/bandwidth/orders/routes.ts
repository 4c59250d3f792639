import type { Judge } from '../../places.ts';
import type { SandboxRequest, SandboxResponse } from '../../stand-in.ts';
import { notFound } from '../refusal.ts';
import { listAddresses, listAeuis, readTn, readTnDetails } from './directory.ts';
import { geocode } from './geocode.ts';
import {
  listGroupOrders,
  listGroups,
  placeEndpointOrder,
  placeGroupOrder,
  readGroup,
  readGroupOrder,
} from './groups.ts';
import { placeOrder } from './place.ts';
import {
  countNumbers,
  hasNumber,
  listNumbers,
  listOrders,
  readHeld,
  readHistory,
  readOrder,
} from './read.ts';
import { deleteRecipient, listRecipients, readRecipient, writeRecipient } from './recipients.ts';
import type { GroupOrderRoot, OrdersStore } from './store.ts';
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

const RECIPIENTS = 'EmergencyNotificationRecipientsResponse';
const GROUP_ORDER: GroupOrderRoot = 'EmergencyNotificationGroupOrder';
const ENDPOINT_ORDER: GroupOrderRoot = 'EmergencyNotificationEndpointOrder';

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
  route('GET /e911s/{id}/history', 'fetch-history', 'OrderHistoryResponse', ({ store }, id) =>
    readHistory(store, id),
  ),
  route('GET /inserviceNumbers', 'list-numbers', 'TNsResponse', ({ store, request }) =>
    listNumbers(store, request),
  ),
  route('GET /inserviceNumbers/totals', 'count-numbers', 'QuantityResponse', ({ store }) =>
    countNumbers(store),
  ),
  route('GET /inserviceNumbers/{tn}', 'find-number', 'TNsResponse', ({ store }, tn) => hasNumber(store, tn)),
  route('GET /tns/{tn}', 'fetch-tn', 'TelephoneNumberResponse', ({ store }, tn) => readTn(store, tn)),
  route('GET /tns/{tn}/tndetails', 'fetch-tn-details', 'TelephoneNumberResponse', ({ store }, tn) =>
    readTnDetails(store, tn),
  ),
  route('GET /tns/{tn}/e911', 'fetch-address', 'TnE911AddressResponse', ({ store }, tn) =>
    readHeld(store, tn),
  ),
  route('GET /addresses', 'list-addresses', 'AddressesResponse', ({ store, request }) =>
    listAddresses(store, request),
  ),
  route('GET /aeuis', 'list-aeuis', 'AlternateEndUserIdentifiersResponse', listAeuis),
  route('GET /aeuis/{id}', 'fetch-aeui', 'AlternateEndUserIdentifierResponse', () => notFound()),
  route('GET /emergencyNotificationRecipients', 'list-recipients', RECIPIENTS, ({ store }) =>
    listRecipients(store),
  ),
  route('POST /emergencyNotificationRecipients', 'add-recipient', RECIPIENTS, ({ store, request, nowMs }) =>
    writeRecipient(store, request, nowMs),
  ),
  route('GET /emergencyNotificationRecipients/{id}', 'fetch-recipient', RECIPIENTS, ({ store }, id) =>
    readRecipient(store, id),
  ),
  route(
    'PUT /emergencyNotificationRecipients/{id}',
    'update-recipient',
    RECIPIENTS,
    ({ store, request, nowMs }, id) => writeRecipient(store, request, nowMs, id),
  ),
  route(
    'DELETE /emergencyNotificationRecipients/{id}',
    'delete-recipient',
    RECIPIENTS,
    ({ store, nowMs }, id) => deleteRecipient(store, id, nowMs),
  ),
  route(
    'GET /emergencyNotificationGroups',
    'list-groups',
    'EmergencyNotificationGroupsResponse',
    ({ store }) => listGroups(store),
  ),
  route(
    'GET /emergencyNotificationGroups/{id}',
    'fetch-group',
    'EmergencyNotificationGroupsResponse',
    ({ store }, id) => readGroup(store, id),
  ),
  ...[GROUP_ORDER, ENDPOINT_ORDER].flatMap((root) => {
    const path = `/${root.slice(0, 1).toLowerCase()}${root.slice(1)}s`;
    const place = root === GROUP_ORDER ? placeGroupOrder : placeEndpointOrder;
    return [
      route(`GET ${path}`, 'list-group-orders', `${root}Response`, ({ store }) =>
        listGroupOrders(store, root),
      ),
      route(`POST ${path}`, 'place-group-order', `${root}Response`, ({ store, request, nowMs }) =>
        place(store, request, nowMs),
      ),
      route(`GET ${path}/{id}`, 'fetch-group-order', `${root}Response`, ({ store }, id) =>
        readGroupOrder(store, root, id),
      ),
    ];
  }),
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
