import type { Effect } from '../../stand-in.ts';
import { type Pieces, piecesOf } from '../address.ts';
import { generateNumbers } from '../generate-numbers.ts';
import type { OrdersSwitches } from './switches.ts';

/** What a number is covered by. */
export interface Held {
  readonly name: string;
  readonly address: Pieces;
}

export interface OrderError {
  readonly code: string;
  readonly description: string;
  readonly numbers: readonly string[];
}

export interface Order {
  readonly id: string;
  readonly customerOrderId: string;
  /** Ten digits each. */
  readonly numbers: readonly string[];
  /** Null takes the address off. */
  readonly requested: Held | null;
  readonly createdMs: number;
  /** Reads of this order by its ID. */
  reads: number;
  status: string;
  /** The address as it was registered in the end. */
  address: Pieces | null;
  errors: readonly OrderError[];
  endedMs: number | null;
}

export interface OrdersStore {
  readonly numbers: Set<string>;
  readonly held: Map<string, Held>;
  /** By id, oldest first. */
  readonly orders: Map<string, Order>;
  /** Those that have not ended. */
  readonly open: Set<Order>;
  readonly byNumber: Map<string, Order[]>;
  readonly effects: Effect[];
  /** Wall clock when the stand-in's own clock shows 0. */
  readonly wallAtZeroMs: number;
  switches: OrdersSwitches;
  sequence: number;
}

/** The documented account: 100 numbers of San Francisco, the first four covered; or numbers without addresses. */
export function seedStore(
  numbers: number | readonly string[] | undefined,
  wallAtZeroMs: number,
  switches: OrdersSwitches,
): OrdersStore {
  const listed =
    numbers === undefined
      ? Array.from({ length: 100 }, (_, line) => `4155550${100 + line}`)
      : typeof numbers === 'number'
        ? generateNumbers(numbers)
        : numbers.map((number) => number.replace(/^\+1/, ''));
  const store: OrdersStore = {
    numbers: new Set(listed),
    held: new Map(),
    orders: new Map(),
    open: new Set(),
    byNumber: new Map(),
    effects: [],
    wallAtZeroMs,
    switches,
    sequence: 0,
  };
  if (numbers === undefined) {
    const place = { street: '645 HARRISON ST', unit: 'STE 200', city: 'SAN FRANCISCO', region: 'CA' };
    const address = piecesOf({ ...place, postalCode: '94105', country: 'US' });
    for (const number of listed.slice(0, 4)) store.held.set(number, { name: 'Harbor Dental', address });
  }
  return store;
}

/** Ids in Bandwidth's form, in order, so that a run can be repeated. */
export function nextId(store: OrdersStore): string {
  store.sequence += 1;
  return `8578086b-f73d-4a0f-bba6-${store.sequence.toString(16).padStart(12, '0')}`;
}

/** `2015-06-16T14:03:10.199Z`. */
export function isoDate(store: OrdersStore, atMs: number): string {
  return new Date(store.wallAtZeroMs + atMs).toISOString();
}

export function addOrder(store: OrdersStore, order: Order): void {
  store.orders.set(order.id, order);
  store.open.add(order);
  for (const number of order.numbers) {
    store.byNumber.set(number, [...(store.byNumber.get(number) ?? []), order]);
  }
}
