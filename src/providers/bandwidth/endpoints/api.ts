import type { Clock } from '../../../domain/clock.ts';
import type { Recipient } from '../../../domain/request/request.ts';
import type { Call, Transport } from '../../../http/transport.ts';
import type { XmlElement } from '../../../http/xml.ts';
import { type Answered, noBody, type Operation, rowsOfCalls } from '../../kit/caller.ts';
import { guardPages } from '../../kit/page-guard.ts';
import { createClient } from '../client.ts';
import { toAddress } from '../convert.ts';
import { bandwidthRefusal, incompleteList, isNotFound, refusedPath } from '../errors.ts';
import type { BandwidthSettings } from '../settings.ts';
import { itemsOf, readAnswer, totalCountOf } from '../wire.ts';
import { type Endpoint, endpointDocument, toEndpoint, toRecipient, toStoredAddress } from './wire.ts';

/** What a change left: the thing as the answer shows it, null when the answer has no body. */
export type Changed<T> = Answered<T | null>;

interface List<T> {
  readonly items: readonly T[];
  readonly total: number | null;
}

/** Reads a document of this root. */
const one =
  <T>(root: string, read: (element: XmlElement) => T): Operation<T>['read'] =>
  ({ text }) =>
    read(readAnswer(text, { roots: [root] }));

const op = rowsOfCalls(200);

/** A path that every account of this dialect has. */
const inDialect = { refusal: refusedPath('orders') };
const deleted = { due: [200, 204] };

/** One list of `<Name>ListResponse`: the API has no pages. */
function list<T>(path: string, singular: string, read: (element: XmlElement) => T): Operation<List<T>> {
  const plural = `${singular}s`;
  const root = `${singular.slice(0, 1).toUpperCase()}${singular.slice(1)}ListResponse`;
  const readList = ({ text }: { readonly text: string }): List<T> => {
    const content = readAnswer(text, { roots: [root], lists: [plural, singular] });
    return { items: itemsOf(content, plural, singular).map(read), total: totalCountOf(content) };
  };
  const name = singular === 'notificationRecipient' ? 'recipients' : plural;
  return op(`list-${name}`, `GET ${path}`, readList, { ...inDialect, isList: true });
}

/** A POST of a document. */
const create = <T>(operation: string, path: string, read: Operation<T>['read']): Operation<T> =>
  op(operation, `POST ${path}`, read, { ...inDialect, due: [201] });

/** The seed gives no body for a PUT; what comes is read, and nothing is missed when nothing comes. */
function replace<T>(
  operation: string,
  path: string,
  root: string,
  read: (element: XmlElement) => T,
): Operation<T | null> {
  return op<T | null>(operation, `PUT ${path}`, (answer) => {
    const isEmpty = answer.text.trim() === '' && answer.headers['content-length'] !== undefined;
    return isEmpty ? null : one(root, read)(answer);
  });
}

/** The calls of the seed, below the account. */
const CALLS = {
  listEndpoints: list('/e911s', 'endpoint', toEndpoint),
  fetchEndpoint: op('fetch-endpoint', 'GET /e911s/{}', one('Endpoint', toEndpoint)),
  createEndpoint: create('associate', '/e911s', one('Endpoint', toEndpoint)),
  updateEndpoint: replace('associate', '/e911s/{}', 'Endpoint', toEndpoint),
  deleteEndpoint: op('disassociate', 'DELETE /e911s/{}', noBody, deleted),
  listLocations: list('/e911s/locations', 'location', toStoredAddress),
  fetchLocation: op('fetch-location', 'GET /e911s/locations/{}', one('Location', toStoredAddress)),
  createLocation: {
    ...create('create-address', '/e911s/locations', one('Location', toStoredAddress)),
    refusal: refusedPath('orders', toAddress),
  },
  updateLocation: {
    ...replace('update-address', '/e911s/locations/{}', 'Location', toStoredAddress),
    refusal: bandwidthRefusal(toAddress),
  },
  deleteLocation: op('delete-address', 'DELETE /e911s/locations/{}', noBody, deleted),
  listRecipients: list('/e911s/notificationRecipients', 'notificationRecipient', toRecipient),
  createRecipient: create('add-recipient', '/e911s/notificationRecipients', noBody),
} as const;

export type EndpointsApi = ReturnType<typeof createApi>;

/** The calls of one account. All throw ProviderError; the lists throw IncompleteListError too. */
export function createApi(settings: BandwidthSettings, transport: Transport, clock?: Clock) {
  const { answered, shown } = createClient({ settings, transport, clock, isNotFound });

  async function whole<T>(of: Operation<List<T>>, idOf: (item: T) => string, call: Call) {
    const { items, total } = (await answered(of, {}, call)).body;
    const incomplete = (why: string) => incompleteList(of.operation, why);
    const guard = guardPages({ pageSize: items.length, held: call.held, incomplete });
    guard({ ids: items.map(idOf), next: '', total });
    return items;
  }

  return {
    listEndpoints: (call: Call) => whole(CALLS.listEndpoints, ({ endpointId }) => endpointId, call),
    fetchEndpoint: (id: string, call: Call) => shown(CALLS.fetchEndpoint, id, call),
    createEndpoint: (endpoint: Endpoint, call: Call) =>
      answered(CALLS.createEndpoint, { body: endpointDocument(endpoint) }, call),
    updateEndpoint: (operation: string, endpoint: Endpoint, call: Call) =>
      answered(
        { ...CALLS.updateEndpoint, operation },
        { id: endpoint.endpointId, body: endpointDocument(endpoint) },
        call,
      ),
    deleteEndpoint: (id: string, call: Call) => answered(CALLS.deleteEndpoint, { id }, call),
    listLocations: (call: Call) => whole(CALLS.listLocations, ({ id }) => id, call),
    fetchLocation: (id: string, call: Call) => shown(CALLS.fetchLocation, id, call),
    createLocation: (content: XmlElement, call: Call) =>
      answered(CALLS.createLocation, { body: { root: 'Location', content } }, call),
    updateLocation: (id: string, content: XmlElement, call: Call) =>
      answered(CALLS.updateLocation, { id, body: { root: 'Location', content } }, call),
    deleteLocation: (id: string, call: Call) => answered(CALLS.deleteLocation, { id }, call),
    listRecipients: (call: Call) => whole(CALLS.listRecipients, ({ id }) => id, call),
    createRecipient({ email, phone, description }: Recipient, call: Call) {
      const content = {
        emailAddress: email || undefined,
        phoneNumber: phone || undefined,
        description: description || undefined,
      };
      return answered(CALLS.createRecipient, { body: { root: 'NotificationRecipient', content } }, call);
    },
  };
}
