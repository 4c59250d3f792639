import type { Clock } from '../../../domain/clock.ts';
import type { Call, HttpAnswer, Transport } from '../../../http/transport.ts';
import type { XmlElement } from '../../../http/xml.ts';
import type { AddressContent, AddressVerdict } from '../../contract.ts';
import { guardPages } from '../../kit/page-guard.ts';
import { createClient } from '../client.ts';
import { toTelephoneNumber } from '../convert.ts';
import { incompleteList, isNotFound, refusal, refusedPath, saysNoAddress, unreadable } from '../errors.ts';
import type { BandwidthSettings } from '../settings.ts';
import { deepText, readAnswer, textOf } from '../wire.ts';
import { capabilities } from './capabilities.ts';
import {
  allOrders,
  childOf,
  type NumbersPage,
  ORDER_LISTS,
  type Order,
  oneOrder,
  orderAddress,
  toNumbersPage,
  toOrderAddress,
} from './wire.ts';

const PAGE_SIZE = capabilities.listPageSize;
const ORDER_ROOTS = ['E911OrderResponse', 'E911Order', 'E911OrderReportResponse'];
const ORDERS_ROOTS = ['E911Orders', 'E911OrdersResponse'];

export type OrdersApi = ReturnType<typeof createApi>;

/** The order-based calls, one function each. All throw ProviderError; the list of numbers throws IncompleteListError too. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function createApi(settings: BandwidthSettings, transport: Transport, clock?: Clock) {
  const client = createClient(settings, transport, clock);
  /** Ten digits in the Dashboard API, `+1` E.164 on the Universal Platform. */
  const numberOf = settings.api_version === 'v2' ? (phoneNumber: string) => phoneNumber : toTelephoneNumber;
  const inPath = (phoneNumber: string): string => encodeURIComponent(numberOf(phoneNumber));

  function parse(
    operation: string,
    answer: HttpAnswer,
    roots: readonly string[],
    lists: readonly string[] = [],
  ): XmlElement {
    try {
      return readAnswer(answer.text, { roots, lists });
    } catch (error) {
      throw unreadable(operation, answer, 'its body cannot be read', error);
    }
  }

  /** The answer to a read; null when Bandwidth itself says that there is nothing. */
  async function fetch(operation: string, path: string, call: Call): Promise<HttpAnswer | null> {
    const answer = await client.read(operation, path, call);
    if (answer.status === 204 || isNotFound(answer) || saysNoAddress(answer)) return null;
    if (answer.status !== 200) throw refusal(operation, answer);
    return answer;
  }

  return {
    numberOf,

    /** 404 is not an empty list here: Bandwidth says so of an unknown account, and 204 of one without numbers. */
    async checkAccess(call: Call): Promise<void> {
      const operation = 'check-access';
      const answer = await client.read(operation, '/inserviceNumbers?page=1&size=1', call);
      if (answer.status !== 200 && answer.status !== 204) throw refusedPath(operation, answer, 'endpoints');
      if (answer.status === 200) parse(operation, answer, ['TNs'], ['telephoneNumber']);
    },

    /** Telephone numbers as `+` and digits, page after page, as far as Bandwidth's own links lead. */
    async *listNumbers(call: Call): AsyncIterable<readonly string[]> {
      const operation = 'list-numbers';
      const guard = guardPages({
        pageSize: PAGE_SIZE,
        held: call.held,
        first: '1',
        incomplete: (why) => incompleteList(operation, why),
      });
      let count = 0;
      let page: NumbersPage | null = null;
      for (let at = '1'; at !== ''; at = page.next) {
        const path = `/inserviceNumbers?page=${encodeURIComponent(at)}&size=${PAGE_SIZE}`;
        const answer = await client.read(operation, path, call);
        // 204 is an account without numbers; 404 says that the path or the account is not there.
        const isGone = answer.status === 404 && count > 0;
        if (answer.status === 204 || isGone) {
          if (count > 0) throw incompleteList(operation, 'a page that was announced is empty');
          return;
        }
        if (answer.status !== 200) throw refusedPath(operation, answer, 'endpoints');
        try {
          page = toNumbersPage(readAnswer(answer.text, { roots: ['TNs'], lists: ['telephoneNumber'] }));
        } catch (error) {
          throw incompleteList(operation, 'a page cannot be read', error);
        }
        count = guard({ ids: page.numbers, next: page.next, total: page.total });
        yield page.numbers;
      }
    },

    /** Whether the number is in service in this account: one read, whatever the size of the account. */
    async isInService(phoneNumber: string, call: Call): Promise<boolean> {
      const path = `/inserviceNumbers/${inPath(phoneNumber)}`;
      return (await fetch('find-number', path, call)) !== null;
    },

    /** The 911 address of a number with its caller name; null when it has none. */
    async fetchAddress(phoneNumber: string, call: Call) {
      const operation = 'fetch-address';
      const answer = await fetch(operation, `/tns/${inPath(phoneNumber)}/e911`, call);
      if (answer === null) return null;
      const address = childOf(parse(operation, answer, ['TnE911AddressResponse']), 'address');
      if (address === undefined || Object.keys(address).length === 0) return null;
      return { address: toOrderAddress(address), callerName: textOf(address, 'name', 'callerName') };
    },

    /** Null when the order is unknown. */
    async fetchOrder(orderId: string, call: Call): Promise<Order | null> {
      const operation = 'fetch-order';
      const answer = await fetch(operation, `/e911s/${encodeURIComponent(orderId)}`, call);
      return answer && oneOrder(parse(operation, answer, ORDER_ROOTS, ORDER_LISTS));
    },

    /**
     * The orders of a number, newest first, at most 1000 of the last two years; with a tag only those that were found by
     * it. A parameter that Bandwidth does not know is ignored there, so the caller checks each order again.
     */
    async findOrders(phoneNumber: string, tag: string, call: Call): Promise<readonly Order[]> {
      const operation = 'find-orders';
      const query = new URLSearchParams({ tn: numberOf(phoneNumber) });
      if (tag !== '') query.set('customerOrderId', tag);
      query.set('orderDetails', 'true');
      const answer = await fetch(operation, `/e911s?${query}`, call);
      if (answer === null) return [];
      const orders = allOrders(parse(operation, answer, ORDERS_ROOTS, ORDER_LISTS));
      return [...orders].sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
    },

    /** 200 exact, 409 near, 400 with 12110 unknown: here 409 is not a conflict. */
    async checkAddress(content: AddressContent, call: Call): Promise<AddressVerdict> {
      const operation = 'check-address';
      const document = {
        root: 'RequestAddress',
        content: orderAddress(operation, content.address),
      };
      const answer = await client.ask(operation, '/geocodeRequest', document, call);
      if (answer.status === 200) {
        parse(operation, answer, ['GeocodeRequestResponse']);
        return { kind: 'exact' };
      }
      if (answer.status === 409) {
        const body = parse(operation, answer, ['GeocodeRequestResponse']);
        const found = childOf(body, 'geocodedAddress');
        const suggested = found && toOrderAddress(found);
        if (suggested === undefined || suggested.street === '') {
          throw unreadable(operation, answer, 'it shows no address');
        }
        return { kind: 'near', suggested, message: deepText(body, 'errorMessage') };
      }
      const error = refusedPath(operation, answer, 'endpoints', toOrderAddress);
      if (error.verdict !== undefined) return error.verdict;
      throw error;
    },

    /** Places one order and gives its id. */
    async createOrder(operation: string, content: XmlElement, call: Call) {
      const document = { root: 'E911Order', content };
      const answer = await client.change({ operation, method: 'POST', path: '/e911s', document }, call);
      if (answer.status < 300 && answer.status !== 201) throw unreadable(operation, answer, '201 was due');
      if (answer.status !== 201) throw refusedPath(operation, answer, 'endpoints', toOrderAddress);
      const { orderId } = oneOrder(parse(operation, answer, ORDER_ROOTS, ORDER_LISTS));
      if (orderId === '') throw unreadable(operation, answer, 'it names no order');
      return { orderId, requestId: answer.requestId };
    },
  };
}
