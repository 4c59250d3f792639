import { incompleteList } from './errors.ts';
import type { WireAddress, WireAddressPage, WireNumber, WireNumberPage } from './wire.ts';

/** One page as it was read, and how many items there are in all. */
export interface ReadPage<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/**
 * Numbers page by page until `count` of them have been seen. A page that is empty or repeated before that, or a count that
 * shrinks, would make the list shorter than it is.
 * @throws IncompleteListError
 */
export async function* numberPages(
  operation: string,
  readPage: (index: number) => Promise<WireNumberPage>,
): AsyncIterable<ReadPage<WireNumber>> {
  const seen = new Set<string>();
  let total = 0;
  for (let index = 1; ; index += 1) {
    const { count, numbers } = await readPage(index);
    if (count < total) {
      throw incompleteList(operation, `there were ${total} numbers, and at page ${index} only ${count}`);
    }
    total = count;
    importRows(
      operation,
      index,
      numbers.map(({ msisdn }) => msisdn),
      seen,
    );
    if (seen.size < total && numbers.length === 0) {
      throw incompleteList(operation, `page ${index} is empty after ${seen.size} of ${total} numbers`);
    }
    yield { items: numbers, total };
    if (seen.size >= total) {
      return;
    }
  }
}

/**
 * Addresses page by page until `total_pages`. The pages must carry their own numbers and add up to `total_items`.
 * @throws IncompleteListError
 */
export async function* addressPages(
  operation: string,
  readPage: (page: number) => Promise<WireAddressPage>,
): AsyncIterable<ReadPage<WireAddress>> {
  const seen = new Set<string>();
  let pages = 0;
  let total = 0;
  for (let page = 1; page === 1 || page <= pages; page += 1) {
    const answer = await readPage(page);
    const items = answer._embedded?.addresses ?? [];
    const isEmpty = answer.total_items === 0 || (answer.total_items == null && answer.total_pages === 0);
    if (!answer._embedded && !isEmpty) {
      throw incompleteList(operation, `page ${page} has no addresses in it`);
    }
    if ((answer.page ?? page) !== page) {
      throw incompleteList(operation, `page ${page} was asked for and page ${answer.page} came`);
    }
    if (answer.total_pages < pages || (answer.total_items ?? total) < total) {
      throw incompleteList(operation, `the list became shorter while page ${page} was read`);
    }
    pages = answer.total_pages;
    total = answer.total_items ?? total;
    if (items.length === 0 && (page < pages || page > 1)) {
      throw incompleteList(operation, `page ${page} of ${pages} is empty`);
    }
    importRows(
      operation,
      page,
      items.map(({ id }) => id),
      seen,
    );
    yield { items, total: answer.total_items ?? seen.size };
  }
  if (seen.size < total) {
    throw incompleteList(operation, `${seen.size} of ${total} addresses came`);
  }
}

function importRows(operation: string, page: number, keys: readonly string[], seen: Set<string>): void {
  for (const key of keys) {
    // Something before it was deleted or added while the list was read, so what moved past is not known.
    if (seen.has(key)) {
      throw incompleteList(operation, `page ${page} repeats what an earlier page had`);
    }
    seen.add(key);
  }
}
