import type { Address } from '../../../domain/address/address.ts';
import type { Clock } from '../../../domain/clock.ts';
import type { Recipient } from '../../../domain/request/request.ts';
import type { Call, HttpAnswer, Transport } from '../../../http/transport.ts';
import type { XmlElement } from '../../../http/xml.ts';
import type { StoredAddress } from '../../contract.ts';
import { guardPages } from '../../kit/page-guard.ts';
import { createClient, type Document } from '../client.ts';
import { toAddress } from '../convert.ts';
import { incompleteList, isNotFound, refusal, refusedPath, unreadable } from '../errors.ts';
import type { BandwidthSettings } from '../settings.ts';
import { itemsOf, readAnswer, textOf } from '../wire.ts';
import { type Endpoint, endpointDocument, toEndpoint, toRecipient, toStoredAddress } from './wire.ts';

/** What a change left: the thing as the answer shows it, null when the answer has no body. */
export interface Changed<T> {
  readonly body: T | null;
  readonly answer: HttpAnswer;
}

export type EndpointsApi = ReturnType<typeof createApi>;

/** The calls of the seed, one function each. All throw ProviderError; the lists throw IncompleteListError too. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function createApi(settings: BandwidthSettings, transport: Transport, clock?: Clock) {
  const client = createClient(settings, transport, clock);
  const idPath = (path: string, id: string): string => `${path}/${encodeURIComponent(id)}`;

  // biome-ignore lint/complexity/useMaxParams: older than the limit
  async function list<T>(
    operation: string,
    path: string,
    names: { readonly root: string; readonly plural: string; readonly singular: string },
    read: (element: XmlElement) => T,
    idOf: (item: T) => string,
    call: Call,
  ): Promise<readonly T[]> {
    const answer = await client.read(operation, path, call);
    if (answer.status !== 200) throw refusedPath(operation, answer, 'orders');
    let items: readonly T[];
    let total: string;
    try {
      const lists = [names.plural, names.singular];
      const content = readAnswer(answer.text, { roots: [names.root], lists });
      items = itemsOf(content, names.plural, names.singular).map(read);
      total = textOf(content, 'totalCount');
    } catch (error) {
      throw incompleteList(operation, 'it cannot be read', error);
    }
    guardPages({
      pageSize: items.length,
      held: call.held,
      incomplete: (why) => incompleteList(operation, why),
    })({
      ids: items.map(idOf),
      next: '',
      total: /^\s*\d+\s*$/.test(total) ? Number(total) : null,
    });
    return items;
  }

  function readOne<T>(
    operation: string,
    answer: HttpAnswer,
    root: string,
    read: (element: XmlElement) => T,
  ): T {
    try {
      return read(readAnswer(answer.text, { roots: [root] }));
    } catch (error) {
      throw unreadable(operation, answer, 'its body cannot be read', error);
    }
  }

  // biome-ignore lint/complexity/useMaxParams: older than the limit
  async function fetchOne<T>(
    operation: string,
    path: string,
    root: string,
    read: (element: XmlElement) => T,
    call: Call,
  ): Promise<T | null> {
    const answer = await client.read(operation, path, call);
    if (isNotFound(answer)) return null;
    if (answer.status !== 200) throw refusal(operation, answer);
    return readOne(operation, answer, root, read);
  }

  // biome-ignore lint/complexity/useMaxParams: older than the limit
  async function change<T>(
    operation: string,
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    document: Document | null,
    read: ((element: XmlElement) => T) | null,
    call: Call,
    readAddress?: (element: XmlElement) => Address,
  ): Promise<Changed<T>> {
    const answer = await client.change({ operation, method, path, document: document ?? undefined }, call);
    const due = method === 'POST' ? 201 : 200;
    const isDone = answer.status === due || (method === 'DELETE' && answer.status === 204);
    if (!isDone) {
      throw answer.status < 300
        ? unreadable(operation, answer, `${due} was due`)
        : method === 'POST'
          ? refusedPath(operation, answer, 'orders', readAddress)
          : refusal(operation, answer, readAddress);
    }
    // The seed gives no body for PUT and DELETE; what comes is read, and nothing is missed when nothing comes.
    const isEmpty = answer.text.trim() === '' && answer.headers['content-length'] !== undefined;
    if (read === null || document === null || (isEmpty && method === 'PUT')) return { body: null, answer };
    return { body: readOne(operation, answer, document.root, read), answer };
  }

  return {
    listEndpoints: (call: Call): Promise<readonly Endpoint[]> =>
      list(
        'list-endpoints',
        '/e911s',
        { root: 'EndpointListResponse', plural: 'endpoints', singular: 'endpoint' },
        toEndpoint,
        (endpoint) => endpoint.endpointId,
        call,
      ),
    listLocations: (call: Call): Promise<readonly StoredAddress[]> =>
      list(
        'list-locations',
        '/e911s/locations',
        { root: 'LocationListResponse', plural: 'locations', singular: 'location' },
        toStoredAddress,
        (location) => location.id,
        call,
      ),
    listRecipients: (call: Call): Promise<readonly (Recipient & { readonly id: string })[]> =>
      list(
        'list-recipients',
        '/e911s/notificationRecipients',
        {
          root: 'NotificationRecipientListResponse',
          plural: 'notificationRecipients',
          singular: 'notificationRecipient',
        },
        toRecipient,
        (recipient) => recipient.id,
        call,
      ),
    fetchEndpoint: (id: string, call: Call) =>
      fetchOne('fetch-endpoint', idPath('/e911s', id), 'Endpoint', toEndpoint, call),
    fetchLocation: (id: string, call: Call) =>
      fetchOne('fetch-location', idPath('/e911s/locations', id), 'Location', toStoredAddress, call),
    createEndpoint: (endpoint: Endpoint, call: Call) =>
      change(
        'associate',
        'POST',
        '/e911s',
        { root: 'Endpoint', content: endpointDocument(endpoint) },
        toEndpoint,
        call,
      ),
    updateEndpoint: (operation: string, endpoint: Endpoint, call: Call) =>
      change(
        operation,
        'PUT',
        idPath('/e911s', endpoint.endpointId),
        { root: 'Endpoint', content: endpointDocument(endpoint) },
        toEndpoint,
        call,
      ),
    deleteEndpoint: (id: string, call: Call) =>
      change('disassociate', 'DELETE', idPath('/e911s', id), null, null, call),
    createLocation: (content: XmlElement, call: Call) =>
      change(
        'create-address',
        'POST',
        '/e911s/locations',
        { root: 'Location', content },
        toStoredAddress,
        call,
        toAddress,
      ),
    updateLocation: (id: string, content: XmlElement, call: Call) =>
      change(
        'update-address',
        'PUT',
        idPath('/e911s/locations', id),
        { root: 'Location', content },
        toStoredAddress,
        call,
        toAddress,
      ),
    deleteLocation: (id: string, call: Call) =>
      change('delete-address', 'DELETE', idPath('/e911s/locations', id), null, null, call),
    createRecipient: (recipient: Recipient, call: Call) =>
      change(
        'add-recipient',
        'POST',
        '/e911s/notificationRecipients',
        {
          root: 'NotificationRecipient',
          content: {
            emailAddress: recipient.email === '' ? undefined : recipient.email,
            phoneNumber: recipient.phone === '' ? undefined : recipient.phone,
            description: recipient.description === '' ? undefined : recipient.description,
          },
        },
        null,
        call,
      ),
  };
}
