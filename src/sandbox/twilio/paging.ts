import { endlessList, shownItems } from '../trouble-switches.ts';
import type { Exchange } from './exchange.ts';
import { TwilioRefusal } from './refusal.ts';
import { sequenceOf } from './store.ts';

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1000;

/** The token of a page without items, or of the first page over again. */
function afterEnd(endless: 'repeat' | 'empty'): string {
  return `PAAD${(endless === 'repeat' ? '0' : 'f').repeat(32)}`;
}

interface PageCut<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly pageSize: number;
  readonly first: string;
  readonly present: string;
  readonly next: string | null;
  readonly previous: string | null;
}

function wholeNumber(text: string | null, absent: number): number {
  if (text === null || text === '') return absent;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/** Cuts the page that the query asks for; a token names the last item of the page before, so new items shift nothing. */
function cutPage<T extends { readonly sid: string }>(
  all: Iterable<T>,
  keep: (item: T) => boolean,
  query: URLSearchParams,
  endless: 'repeat' | 'empty' | undefined,
): PageCut<T> {
  const pageSize = wholeNumber(query.get('PageSize'), DEFAULT_PAGE_SIZE);
  if (!(pageSize >= 1 && pageSize <= MAX_PAGE_SIZE)) {
    throw new TwilioRefusal(400, 20007, `PageSize must be between 1 and ${MAX_PAGE_SIZE}`);
  }
  const token = query.get('PageToken') ?? '';
  if (token !== '' && !/^PA[A-Z]{2}[0-9a-f]{32}$/.test(token)) {
    throw new TwilioRefusal(400, 21481, 'Invalid PageToken');
  }
  const page = wholeNumber(query.get('Page'), 0);
  if (Number.isNaN(page) || (page > 0 && token === '')) {
    throw new TwilioRefusal(400, 21481, 'Page is read together with its PageToken only');
  }
  const after = token === '' ? -1 : sequenceOf(token);
  const items: T[] = [];
  const before: string[] = [];
  let more = false;
  for (const item of all) {
    if (!keep(item)) continue;
    if (sequenceOf(item.sid) <= after) {
      before.push(item.sid);
      continue;
    }
    if (items.length === pageSize) {
      more = true;
      break;
    }
    items.push(item);
  }
  const link = (at: number, withToken: string): string => {
    const params = new URLSearchParams(query);
    for (const name of ['PageSize', 'Page', 'PageToken']) params.delete(name);
    params.set('PageSize', String(pageSize));
    params.set('Page', String(at));
    if (withToken !== '') params.set('PageToken', withToken);
    return params.toString();
  };
  const last = items.at(-1);
  const beforePrevious = before.at(-pageSize - 1);
  return {
    items,
    page,
    pageSize,
    first: link(0, ''),
    present: link(page, token),
    next: more && last ? link(page + 1, `PA${last.sid}`) : endless ? link(page + 1, afterEnd(endless)) : null,
    previous: page > 0 ? link(page - 1, beforePrevious ? `PA${beforePrevious}` : '') : null,
  };
}

/** What a listing shows, and under which name. */
interface ListParts<T> {
  readonly key: string;
  /** Name of the call, for the switches. */
  readonly operation: string;
  readonly keep: (item: T) => boolean;
  readonly render: (item: T) => unknown;
}

function pageOf<T extends { readonly sid: string }>(
  { switches, request }: Exchange,
  all: Iterable<T>,
  { operation, keep }: ListParts<T>,
): PageCut<T> {
  const isCut = switches.badLists.some((one) => one.operation === operation && one.keep !== undefined);
  const shown = isCut ? shownItems(switches, operation, [...all].filter(keep)) : all;
  return cutPage(shown, keep, request.query, endlessList(switches, operation));
}

/** A listing in the form of the 2010 API: relative URIs, zero-based pages, no total. */
export function pageOf2010<T extends { readonly sid: string }>(
  exchange: Exchange,
  all: Iterable<T>,
  parts: ListParts<T>,
): Record<string, unknown> {
  const cut = pageOf(exchange, all, parts);
  const { path } = exchange.request;
  const uri = (query: string | null): string | null => (query === null ? null : `${path}?${query}`);
  const start = cut.page * cut.pageSize;
  return {
    [parts.key]: cut.items.map(parts.render),
    page: cut.page,
    page_size: cut.pageSize,
    start,
    end: start + Math.max(cut.items.length - 1, 0),
    uri: uri(cut.present),
    first_page_uri: uri(cut.first),
    next_page_uri: uri(cut.next),
    previous_page_uri: uri(cut.previous),
  };
}
