import { guardPages } from '../kit/page-guard.ts';
import { incompleteList } from './errors.ts';
import type { WireAddress, WireAddressPage, WireNumber, WireNumberPage } from './wire.ts';

/** One page as it was read, and how many items there are in all. */
export interface ReadPage<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** What a list is read by. */
export interface Reading<Page> {
  readonly operation: string;
  readonly pageSize: number;
  /** What the account held when it was last listed. */
  readonly held?: number | undefined;
  readonly readPage: (index: number) => Promise<Page>;
}

function guardOf({ operation, pageSize, held }: Reading<unknown>) {
  return guardPages({ pageSize, held, incomplete: (why) => incompleteList(operation, why) });
}

/**
 * Numbers page by page until `count` of them have been seen.
 * @throws IncompleteListError
 */
export async function* numberPages(reading: Reading<WireNumberPage>): AsyncIterable<ReadPage<WireNumber>> {
  const guard = guardOf(reading);
  let seen = 0;
  for (let index = 1; ; index += 1) {
    const { count, numbers } = await reading.readPage(index);
    const isLast = seen + numbers.length >= count;
    seen = guard({
      ids: numbers.map(({ msisdn }) => msisdn),
      next: isLast ? '' : String(index + 1),
      total: count,
    });
    yield { items: numbers, total: count };
    if (isLast) return;
  }
}

/**
 * Addresses page by page until `total_pages`. The pages must carry their own numbers and add up to `total_items`.
 * @throws IncompleteListError
 */
export async function* addressPages(reading: Reading<WireAddressPage>): AsyncIterable<ReadPage<WireAddress>> {
  const { operation } = reading;
  const guard = guardOf(reading);
  let pages = 0;
  for (let page = 1; page === 1 || page <= pages; page += 1) {
    const answer = await reading.readPage(page);
    const items = answer._embedded?.addresses ?? [];
    const isEmpty = answer.total_items === 0 || (answer.total_items == null && answer.total_pages === 0);
    if (!answer._embedded && !isEmpty) {
      throw incompleteList(operation, `page ${page} has no addresses in it`);
    }
    if ((answer.page ?? page) !== page) {
      throw incompleteList(operation, `page ${page} was asked for and page ${answer.page} came`);
    }
    if (answer.total_pages < pages) {
      throw incompleteList(operation, `the list became shorter while page ${page} was read`);
    }
    pages = answer.total_pages;
    if (items.length === 0 && page > 1) throw incompleteList(operation, `page ${page} of ${pages} is empty`);
    const seen = guard({
      ids: items.map(({ id }) => id),
      next: page < pages ? String(page + 1) : '',
      total: answer.total_items,
    });
    yield { items, total: answer.total_items ?? seen };
  }
}
