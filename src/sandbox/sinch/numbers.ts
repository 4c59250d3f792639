import { cutItems, endlessList, refusedRead, shownItems } from '../trouble-switches.ts';
import { configure, render, settle } from './configuration.ts';
import { matching, ordered, whole } from './listing.ts';
import { invalid, notFound, SinchRefusal } from './refusal.ts';
import { bodyOf, type Exchange, type Json, recordEffect, type SinchNumber } from './store.ts';

/** Unpublished, so a client that leaves `pageSize` out gets a small page. */
const DEFAULT_PAGE = 20;
const LARGEST_PAGE = 1000;

/** @throws SinchRefusal 404 */
export function owned(exchange: Exchange, phone: string): SinchNumber {
  const number = exchange.store.numbers.get(phone);
  if (number === undefined) throw notFound('ActiveNumber', phone);
  return settle(number, exchange);
}

export function listNumbers(exchange: Exchange): Json {
  const { request, store, switches } = exchange;
  const { query } = request;
  const rules = { missingType: switches.missingType, capability: 'capability' };
  const listed = ordered(query, matching(query, [...store.numbers.values()], rules));
  const all = shownItems(switches, 'list-numbers', listed);
  const endless = endlessList(switches, 'list-numbers');
  const token = query.get('pageToken') ?? 'p0';
  if (!/^p\d{1,6}$/.test(token)) throw invalid('pageToken', 'is not a valid page token');
  const from = Number(token.slice(1));
  const size = Math.min(whole(query, 'pageSize', DEFAULT_PAGE), LARGEST_PAGE);
  const page = cutItems(all, from, size, endless);
  const totals = { all: all.length, page: page.length, limit: size, omitted: undefined };
  return {
    activeNumbers: page.map((number) => render(number, exchange)),
    nextPageToken: endless || from + size < all.length ? `p${from + size}` : '',
    totalSize: totals[switches.totalSize],
  };
}

/** @throws SinchRefusal when a switch has this number's reads refused */
export function checkRead({ switches }: Exchange, phone: string): void {
  const refused = refusedRead(switches, phone);
  if (!refused) return;
  const message = 'Permission denied for this number';
  throw new SinchRefusal(refused.status, refused.code ?? 'PERMISSION_DENIED', message);
}

export function fetchNumber(exchange: Exchange, phone: string): Json {
  checkRead(exchange, phone);
  return render(owned(exchange, phone), exchange);
}

export function updateNumber(exchange: Exchange, phone: string): Json {
  const number = owned(exchange, phone);
  configure(number, bodyOf(exchange), exchange);
  recordEffect(exchange, 'update-number', phone, exchange.request.body);
  return render(number, exchange);
}

export function releaseNumber(exchange: Exchange, phone: string): Json {
  const number = owned(exchange, phone);
  exchange.store.numbers.delete(phone);
  exchange.store.pool.add(phone);
  recordEffect(exchange, 'release', phone);
  return render(number, exchange);
}
