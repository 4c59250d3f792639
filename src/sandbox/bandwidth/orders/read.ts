import type { SandboxRequest, SandboxResponse } from '../../stand-in.ts';
import { cutItems, endlessList, refusedRead, shownItems, written } from '../../trouble-switches.ts';
import { writtenPieces } from '../address.ts';
import { notFound, Refusal } from '../refusal.ts';
import { heldAddressXml } from './address.ts';
import { isoDate, type Order, type OrdersStore } from './store.ts';
import { xmlAnswer } from './wire.ts';
import { listedXml, orderXml, summaryXml } from './xml.ts';

const NOT_PROVISIONED = 'The URI provided is not provisioned in the E911 service.';
const MAX_ORDERS = 1000;
const DEFAULT_SIZE = 500;
const STATUSES: ReadonlySet<string> = new Set([
  'RECEIVED',
  'PROCESSING',
  'COMPLETE',
  'PARTIAL',
  'FAILED',
  'ADJUSTED_COMPLETE',
  'ADJUSTED_PARTIAL',
]);
const DATES = ['modifiedDateFrom', 'modifiedDateTo', 'createdDateFrom', 'createdDateTo', 'lastModifiedAfter'];

/** `GET /e911s`: a wrong value is 404, an unknown parameter nothing. Newest first. */
export function listOrders(store: OrdersStore, request: SandboxRequest): SandboxResponse {
  const { query } = request;
  const tn = query.get('tn');
  const statuses = query.getAll('status');
  if (tn !== null && !/^\d{10}$/.test(tn)) notFound();
  if (!statuses.every((status) => STATUSES.has(status))) notFound();
  if (DATES.some((name) => !/^\d{4}-\d\d-\d\d$/.test(query.get(name) ?? '2020-01-01'))) notFound();
  const candidates = tn === null ? [...store.orders.values()] : (store.byNumber.get(tn) ?? []);
  const mark = query.get('customerOrderId');
  const fragment = query.get('orderIdFragment') ?? '';
  const day = (ms: number | null, order: Order): string => isoDate(store, ms ?? order.createdMs).slice(0, 10);
  const within = (text: string, from: string, to: string): boolean =>
    text >= (query.get(from) ?? '') && text <= (query.get(to) ?? '9');
  const matching = candidates
    .filter(
      (order) =>
        (mark === null || order.customerOrderId === mark) &&
        (statuses.length === 0 || statuses.includes(order.status)) &&
        order.id.startsWith(fragment) &&
        // No order here is about a callback number or an alternate identifier.
        !query.has('callBack') &&
        !query.has('aeui') &&
        within(day(null, order), 'createdDateFrom', 'createdDateTo') &&
        within(day(order.endedMs, order), 'modifiedDateFrom', 'modifiedDateTo') &&
        day(order.endedMs, order) > (query.get('lastModifiedAfter') ?? ''),
    )
    .reverse()
    .slice(0, MAX_ORDERS);
  const found = shownItems(store.switches, mark === null ? 'find-orders' : 'find-tagged-orders', matching);
  if (found.length === 0 && store.switches.emptyOrders === 'not-found') notFound();
  const TotalCount = String(found.length);
  return query.get('orderDetails') === 'true'
    ? xmlAnswer(200, 'E911Orders', { TotalCount, E911Order: found.map((one) => listedXml(store, one)) })
    : xmlAnswer(200, 'E911Orders', {
        TotalCount,
        E911OrderSummary: found.map((one) => summaryXml(store, one)),
      });
}

export function readOrder(store: OrdersStore, id: string): SandboxResponse {
  const order = store.orders.get(id) ?? notFound();
  order.reads += 1;
  return xmlAnswer(200, 'E911Order', orderXml(store, order));
}

/** @throws Refusal 1002 for a value that is not a number of at least 1. */
function positive(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (!/^[1-9]\d*$/.test(text)) {
    throw new Refusal(400, '1002', `${name} must be a non-negative number`);
  }
  return Number(text);
}

/** `GET /inserviceNumbers`: `page` is the place of the first element, counted from 1; 204 without numbers. */
export function listNumbers(store: OrdersStore, request: SandboxRequest): SandboxResponse {
  const page = positive(request.query, 'page', 1);
  const size = positive(request.query, 'size', DEFAULT_SIZE);
  const all = shownItems(store.switches, 'list-numbers', [...store.numbers]);
  const endless = endlessList(store.switches, 'list-numbers');
  if (all.length === 0) return { status: 204, body: '' };
  const numbers = cutItems(all, page - 1, size, endless);
  const link = (at: number, rel: string): string =>
    `Link=<https://dashboard.bandwidth.com:443${request.path}?page=${at}&size=${size}>;rel="${rel}";`;
  return xmlAnswer(200, 'TNs', {
    TotalCount: String(endless ? page + 2 * size : all.length),
    Links: {
      first: link(1, 'first'),
      ...(endless || page - 1 + size < all.length ? { next: link(page + size, 'next') } : {}),
    },
    TelephoneNumbers: { Count: String(numbers.length), TelephoneNumber: numbers },
  });
}

export function countNumbers(store: OrdersStore): SandboxResponse {
  return xmlAnswer(200, 'Quantity', { Count: String(store.numbers.size) });
}

/** `GET /inserviceNumbers/{tn}`: a bare 200 for a number of the account. */
export function hasNumber(store: OrdersStore, number: string): SandboxResponse {
  if (!store.numbers.has(number)) notFound();
  return { status: 200, body: '' };
}

export function readHeld(store: OrdersStore, number: string): SandboxResponse {
  const refused = refusedRead(store.switches, `+1${number}`);
  if (refused) throw new Refusal(refused.status, refused.code ?? '8000', NOT_PROVISIONED);
  const held = store.held.get(number);
  if (held === undefined && store.numbers.has(number) && store.switches.absentAddress === '8000') {
    throw new Refusal(400, '8000', NOT_PROVISIONED);
  }
  if (held === undefined || !store.numbers.has(number)) return notFound();
  const { name } = written(store.switches, held, ['name']);
  const Address = heldAddressXml(name, writtenPieces(store.switches, held.address));
  return xmlAnswer(200, 'TnE911AddressResponse', { Address });
}
