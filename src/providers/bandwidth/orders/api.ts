import type { Call, HttpAnswer, Transport } from '../../../http/transport.ts';
import type { XmlElement } from '../../../http/xml.ts';
import type { AddressContent, AddressVerdict } from '../../contract.ts';
import { createClient } from '../client.ts';
import { toAddress, toPhoneNumber, toTelephoneNumber, toWireAddress, type WireAddress } from '../convert.ts';
import { incompleteList, isNotFound, refusal, unreadable } from '../errors.ts';
import type { BandwidthSettings } from '../settings.ts';
import { deepText, findDeep, itemsOf, readAnswer, textOf } from '../wire.ts';

const PAGE_SIZE = 500;
const ROOTS = {
  order: ['E911OrderResponse', 'E911Order', 'E911OrderReportResponse'],
  orders: ['E911Orders', 'E911OrdersResponse'],
};

/** An order as far as it is used; texts verbatim. */
export interface Order {
  readonly orderId: string;
  readonly status: string;
  readonly failure: string;
  readonly removes: boolean;
  readonly requestId: string;
}

export type OrdersApi = ReturnType<typeof createApi>;

/** The element names of Bandwidth's own documents, in their order. */
function addressElement(address: WireAddress): XmlElement {
  return {
    HouseNumber: address.houseNumber,
    HouseSuffix: address.houseSuffix,
    PreDirectional: address.preDirectional,
    StreetName: address.streetName,
    StreetSuffix: address.streetSuffix,
    PostDirectional: address.postDirectional,
    AddressLine2: address.addressLine2,
    City: address.city,
    StateCode: address.stateCode,
    Zip: address.zip,
    PlusFour: address.plusFour,
    Country: address.country === 'CA' ? 'Canada' : 'United States',
  };
}

function childOf(element: XmlElement, name: string): XmlElement | undefined {
  const found = findDeep(element, name);
  return found === undefined || typeof found === 'string' || Array.isArray(found)
    ? undefined
    : (found as XmlElement);
}

function toOrder(element: XmlElement, requestId: string): Order {
  const error = findDeep(element, 'error');
  const errors = Array.isArray(error) ? (error as readonly XmlElement[]) : [];
  const words = errors.map((item) =>
    [textOf(item, 'description'), textOf(item, 'code')].filter(Boolean).join(' '),
  );
  return {
    orderId: deepText(element, 'orderId'),
    status: deepText(element, 'processingStatus'),
    failure: words.join('; '),
    removes: deepText(element, 'deleteTNSpecificE911Address').toLowerCase() === 'true',
    requestId,
  };
}

/** The order-based calls, one function each. All throw ProviderError; the list throws IncompleteListError too. */
export function createApi(settings: BandwidthSettings, transport: Transport) {
  const client = createClient(settings, transport);

  function parse(
    operation: string,
    answer: HttpAnswer,
    roots: readonly string[] | undefined,
    lists: string[],
  ) {
    try {
      return readAnswer(answer.text, { ...(roots ? { roots } : {}), lists });
    } catch (error) {
      throw unreadable(operation, answer, 'its body cannot be read', error);
    }
  }

  async function createOrder(operation: string, content: XmlElement, call: Call): Promise<Order> {
    const answer = await client.change(operation, 'POST', '/e911s', { root: 'E911Order', content }, call);
    if (answer.status !== 201) {
      throw answer.status < 300
        ? unreadable(operation, answer, '201 was due')
        : refusal(operation, answer, toAddress);
    }
    const order = toOrder(parse(operation, answer, ROOTS.order, ['error']), answer.requestId);
    if (order.orderId === '') throw unreadable(operation, answer, 'it names no order');
    return order;
  }

  return {
    async checkAccess(call: Call): Promise<void> {
      const answer = await client.read('check-access', '/inserviceNumbers?page=1&size=1', call);
      if (answer.status !== 204 && answer.status !== 200 && !isNotFound(answer)) {
        throw refusal('check-access', answer);
      }
    },

    /** Telephone numbers as `+` and digits, page after page. 204, and 404 with Bandwidth's own body, is an empty list. */
    async *listNumbers(call: Call): AsyncIterable<readonly string[]> {
      const seen = new Set<string>();
      for (let page = 1; ; page += PAGE_SIZE) {
        const path = `/inserviceNumbers?page=${page}&size=${PAGE_SIZE}`;
        const answer = await client.read('list-numbers', path, call);
        if (answer.status === 204 || isNotFound(answer)) {
          if (seen.size > 0) throw incompleteList('list-numbers', 'a page that was announced is empty');
          return;
        }
        if (answer.status !== 200) throw refusal('list-numbers', answer);
        let numbers: string[];
        let total: number;
        try {
          const content = readAnswer(answer.text, { roots: ['TNs'], lists: ['telephoneNumber'] });
          total = Number(textOf(content, 'totalCount'));
          const texts = findDeep(content, 'telephoneNumber') ?? [];
          numbers = Array.isArray(texts) ? texts.filter((item) => typeof item === 'string') : [];
        } catch (error) {
          throw incompleteList('list-numbers', 'a page cannot be read', error);
        }
        const items = numbers.map(toPhoneNumber);
        for (const item of items) {
          if (seen.has(item)) throw incompleteList('list-numbers', 'a page repeats an earlier one');
          seen.add(item);
        }
        if (!Number.isInteger(total) || seen.size > total || (items.length === 0 && seen.size < total)) {
          throw incompleteList('list-numbers', `it counts ${total} and gave ${seen.size}`);
        }
        yield items;
        if (seen.size === total) return;
      }
    },

    /** The 911 address of a number with its caller name; null when it has none. */
    async fetchAddress(phoneNumber: string, call: Call) {
      const path = `/tns/${toTelephoneNumber(phoneNumber)}/e911`;
      const answer = await client.read('fetch-address', path, call);
      if (isNotFound(answer)) return null;
      if (answer.status !== 200) throw refusal('fetch-address', answer);
      const address = childOf(
        parse('fetch-address', answer, ['TnE911AddressResponse'], ['error']),
        'address',
      );
      if (address === undefined) return null;
      return { address: toAddress(address), callerName: textOf(address, 'name', 'callerName') };
    },

    /** Null when there is no such order. */
    async fetchOrder(orderId: string, call: Call): Promise<Order | null> {
      const answer = await client.read('fetch-order', `/e911s/${encodeURIComponent(orderId)}`, call);
      if (isNotFound(answer)) return null;
      if (answer.status !== 200) throw refusal('fetch-order', answer);
      return toOrder(parse('fetch-order', answer, ROOTS.order, ['error']), answer.requestId);
    },

    /** Ids of the orders with our mark, newest first as Bandwidth lists them; none is answered 404 or an empty list. */
    async findOrders(mark: string, call: Call): Promise<readonly string[]> {
      const path = `/e911s?customerOrderId=${encodeURIComponent(mark)}&orderDetails=true`;
      const answer = await client.read('find-orders', path, call);
      if (isNotFound(answer)) return [];
      if (answer.status !== 200) throw refusal('find-orders', answer);
      const content = parse('find-orders', answer, ROOTS.orders, ['e911Order', 'e911OrderSummary']);
      const orders = [
        ...itemsOf(content, 'orders', 'e911Order'),
        ...itemsOf(content, 'summaries', 'e911OrderSummary'),
      ];
      // Unknown query parameters are ignored there, so each order's own mark is looked at again.
      return orders
        .filter((order) => deepText(order, 'customerOrderId') === mark)
        .map((order) => deepText(order, 'orderId'));
    },

    /** 200 exact, 409 near, 400 with 12110 unknown: here 409 is no conflict. */
    async checkAddress(content: AddressContent, call: Call): Promise<AddressVerdict> {
      const document = {
        root: 'RequestAddress',
        content: addressElement(toWireAddress('check-address', content.address)),
      };
      const answer = await client.ask('check-address', '/geocodeRequest', document, call);
      if (answer.status === 200) return { kind: 'exact' };
      if (answer.status === 409) {
        const body = parse('check-address', answer, ['GeocodeRequestResponse'], []);
        const found = childOf(body, 'geocodedAddress');
        if (found !== undefined) {
          return { kind: 'near', suggested: toAddress(found), message: deepText(body, 'errorMessage') };
        }
      }
      const error = refusal('check-address', answer, toAddress);
      if (error.verdict !== undefined) return error.verdict;
      throw error;
    },

    associate: (phoneNumber: string, content: AddressContent, call: Call) =>
      createOrder(
        'associate',
        {
          CustomerOrderId: content.mark === '' ? undefined : content.mark,
          TelephoneNumbers: { TelephoneNumber: toTelephoneNumber(phoneNumber) },
          CallerName: content.callerName,
          Address: addressElement(toWireAddress('associate', content.address)),
        },
        call,
      ),

    disassociate: (phoneNumber: string, mark: string, call: Call) =>
      createOrder(
        'disassociate',
        {
          CustomerOrderId: mark === '' ? undefined : mark,
          TelephoneNumbers: { TelephoneNumber: toTelephoneNumber(phoneNumber) },
          DeleteTNSpecificE911Address: 'true',
        },
        call,
      ),
  };
}
