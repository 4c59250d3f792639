import type { Clock } from '../../../domain/clock.ts';
import type { Call, HttpAnswer, Transport } from '../../../http/transport.ts';
import type { XmlElement } from '../../../http/xml.ts';
import type { AddressContent, AddressVerdict } from '../../contract.ts';
import type { Operation } from '../../kit/caller.ts';
import { type ReadPage, readPages } from '../../kit/read-pages.ts';
import { createClient } from '../client.ts';
import { toTelephoneNumber } from '../convert.ts';
import { incompleteList, isNotFound, refusedPath, saysNoAddress, unreadable } from '../errors.ts';
import type { BandwidthSettings } from '../settings.ts';
import { deepText, readAnswer, textOf } from '../wire.ts';
import { capabilities } from './capabilities.ts';
import {
  allOrders,
  childOf,
  ORDER_LISTS,
  type Order,
  oneOrder,
  orderAddress,
  toNumbersPage,
  toOrderAddress,
} from './wire.ts';

const PAGE_SIZE = capabilities.listPageSize;
const ORDER_ROOTS = ['E911OrderResponse', 'E911Order', 'E911OrderReportResponse'];

const op = <T>(
  operation: string,
  path: string,
  roots: readonly string[],
  read: (content: XmlElement) => T,
): Operation<T> => ({
  ...{ operation, method: 'GET', path, due: [200] },
  read: ({ text }) => read(readAnswer(text, { roots, lists: ORDER_LISTS })),
});

/** A path that every account of this dialect has. */
const inDialect = { refusal: refusedPath('endpoints', toOrderAddress) };

/** The order-based calls, below the account, or below `/tns/`. */
const CALLS = {
  /** 404 is not an empty list here: Bandwidth says so of an unknown account, and 204 of one without numbers. */
  checkAccess: {
    ...op('check-access', '/inserviceNumbers', [], () => null),
    ...inDialect,
    due: [200, 204],
    read: (answer) => (answer.status === 204 ? null : numbersPage(answer)),
  } satisfies Operation<unknown>,
  listNumbers: {
    ...op('list-numbers', '/inserviceNumbers', ['TNs'], toNumbersPage),
    ...inDialect,
    isList: true,
  },
  findNumber: { ...op('find-number', '/inserviceNumbers/{}', [], () => null), read: () => null },
  fetchAddress: op('fetch-address', '/tns/{}/e911', ['TnE911AddressResponse'], (content) => {
    const address = childOf(content, 'address');
    if (address === undefined || Object.keys(address).length === 0) return null;
    return { address: toOrderAddress(address), callerName: textOf(address, 'name', 'callerName') };
  }),
  fetchOrder: op('fetch-order', '/e911s/{}', ORDER_ROOTS, oneOrder),
  findOrders: op('find-orders', '/e911s', ['E911Orders', 'E911OrdersResponse'], allOrders),
  /** 200 exact, 409 near, 400 with 12110 unknown: here 409 is not a conflict. */
  checkAddress: {
    ...op('check-address', '/geocodeRequest', [], () => null),
    ...inDialect,
    method: 'POST',
    isRead: true,
    due: [200, 409],
    read: toVerdict,
  } satisfies Operation<AddressVerdict>,
  createOrder: {
    ...op('associate', '/e911s', ORDER_ROOTS, oneOrder),
    ...inDialect,
    method: 'POST',
    due: [201],
  },
} as const;

function numbersPage({ text }: HttpAnswer) {
  return toNumbersPage(readAnswer(text, { roots: ['TNs'], lists: ['telephoneNumber'] }));
}

function toVerdict({ status, text }: HttpAnswer): AddressVerdict | undefined {
  const body = readAnswer(text, { roots: ['GeocodeRequestResponse'] });
  if (status === 200) return { kind: 'exact' };
  const found = childOf(body, 'geocodedAddress');
  const suggested = found && toOrderAddress(found);
  if (suggested === undefined || suggested.street === '') return undefined;
  return { kind: 'near', suggested, message: deepText(body, 'errorMessage') };
}

export type OrdersApi = ReturnType<typeof createApi>;

/** The calls of one account. All throw ProviderError; the list of numbers throws IncompleteListError too. */
export function createApi(settings: BandwidthSettings, transport: Transport, clock?: Clock) {
  const { ask, expect, answered, found, shown } = createClient({
    ...{ settings, transport, clock },
    // 204, a 404 of Bandwidth's own, or its code for a number without an address: there is nothing.
    isNotFound: (answer) => answer.status === 204 || isNotFound(answer) || saysNoAddress(answer),
  });
  /** Ten digits in the Dashboard API, `+1` E.164 on the Universal Platform. */
  const numberOf = settings.api_version === 'v2' ? (phoneNumber: string) => phoneNumber : toTelephoneNumber;

  return {
    numberOf,

    checkAccess: (call: Call) => answered(CALLS.checkAccess, { query: { page: '1', size: '1' } }, call),

    /** Telephone numbers as `+` and digits, page after page, as far as Bandwidth's own links lead. */
    listNumbers: (call: Call): AsyncIterable<ReadPage<string>> =>
      readPages<string>({
        pageSize: PAGE_SIZE,
        held: call.held,
        first: '1',
        incomplete: (why) => incompleteList('list-numbers', why),
        idOf: (phoneNumber) => phoneNumber,
        async read(page, seen) {
          const answer = await ask(CALLS.listNumbers, { query: { page, size: String(PAGE_SIZE) } }, call);
          // 204 is an account without numbers; a first page that is 404 says that the path or the account is not there.
          const isEmpty = answer.status === 204 || (answer.status === 404 && seen > 0);
          if (!isEmpty) return expect(CALLS.listNumbers, answer).body;
          if (seen > 0) throw incompleteList('list-numbers', 'a page that was announced is empty');
          return { items: [], next: '' };
        },
      }),

    /** Whether the number is in service in this account: one read, whatever the size of the account. */
    isInService: async (phoneNumber: string, call: Call): Promise<boolean> =>
      (await found(CALLS.findNumber, { id: numberOf(phoneNumber) }, call)) !== null,

    /** The 911 address of a number with its caller name; null when it has none. */
    fetchAddress: (phoneNumber: string, call: Call) => shown(CALLS.fetchAddress, numberOf(phoneNumber), call),

    /** Null when the order is unknown. */
    fetchOrder: (orderId: string, call: Call): Promise<Order | null> =>
      shown(CALLS.fetchOrder, orderId, call),

    /**
     * The orders of a number, newest first, at most 1000 of the last two years; with a tag only those that were found by
     * it. A parameter that Bandwidth does not know is ignored there, so the caller checks each order again.
     */
    async findOrders(phoneNumber: string, tag: string, call: Call): Promise<readonly Order[]> {
      const tagged: Readonly<Record<string, string>> = tag === '' ? {} : { customerOrderId: tag };
      const query = { tn: numberOf(phoneNumber), ...tagged, orderDetails: 'true' };
      const orders = (await found(CALLS.findOrders, { query }, call))?.body ?? [];
      return [...orders].sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
    },

    async checkAddress({ address }: AddressContent, call: Call): Promise<AddressVerdict> {
      const of = CALLS.checkAddress;
      const body = { root: 'RequestAddress', content: orderAddress(of.operation, address) };
      const answer = await ask(of, { body }, call);
      const isRefused = answer.status >= 300 && answer.status !== 409;
      const verdict = isRefused ? of.refusal(of.operation, answer).verdict : undefined;
      return verdict ?? expect(of, answer).body;
    },

    /** Places one order and gives its ID. */
    async createOrder(operation: string, content: XmlElement, call: Call) {
      const of = { ...CALLS.createOrder, operation };
      const { body, requestId } = await answered(of, { body: { root: 'E911Order', content } }, call);
      if (body.orderId === '') throw unreadable(operation, { status: 201, requestId }, 'it names no order');
      return { orderId: body.orderId, requestId };
    },
  };
}
