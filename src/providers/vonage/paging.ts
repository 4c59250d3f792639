import { type ReadPage, readPages } from '../kit/read-pages.ts';
import { capabilities } from './capabilities.ts';
import { incompleteList } from './errors.ts';
import type { WireAddress, WireAddressPage, WireNumber, WireNumberPage } from './wire.ts';

const NUMBER_PAGE_SIZE = capabilities.listPageSize;
/** The largest page of addresses. Source: Address reference. */
const ADDRESS_PAGE_SIZE = 1000;

interface Listing {
  readonly operation: string;
  /** What the account held when it was last listed. */
  readonly held?: number | undefined;
}

/** Reads the page that these parameters name. */
type Read<Page> = (paged: Readonly<Record<string, string>>) => Promise<Page>;

/** Numbers page by page until `count` of them have been seen. @throws IncompleteListError */
export function numberPages(list: Listing, read: Read<WireNumberPage>): AsyncIterable<ReadPage<WireNumber>> {
  return readPages<WireNumber>({
    pageSize: NUMBER_PAGE_SIZE,
    held: list.held,
    first: '1',
    incomplete: (why) => incompleteList(list.operation, why),
    idOf: ({ msisdn }) => msisdn,
    async read(index, seen) {
      const { count, numbers } = await read({ size: String(NUMBER_PAGE_SIZE), index });
      const isLast = seen + numbers.length >= count;
      return { items: numbers, next: isLast ? '' : String(Number(index) + 1), total: count };
    },
  });
}

/**
 * Addresses page by page until `total_pages`. The pages must carry their own numbers and add up to `total_items`.
 * @throws IncompleteListError
 */
export function addressPages(
  list: Listing,
  read: Read<WireAddressPage>,
): AsyncIterable<ReadPage<WireAddress>> {
  const incomplete = (why: string) => incompleteList(list.operation, why);
  let pages = 0;
  return readPages<WireAddress>({
    pageSize: ADDRESS_PAGE_SIZE,
    held: list.held,
    first: '1',
    incomplete,
    idOf: ({ id }) => id,
    async read(at) {
      const page = Number(at);
      const answer = await read({ page: at, page_size: String(ADDRESS_PAGE_SIZE) });
      const items = answer._embedded?.addresses ?? [];
      const isEmpty = answer.total_items === 0 || (answer.total_items == null && answer.total_pages === 0);
      if (!answer._embedded && !isEmpty) throw incomplete(`page ${page} has no addresses in it`);
      if ((answer.page ?? page) !== page) {
        throw incomplete(`page ${page} was asked for and page ${answer.page} came`);
      }
      if (answer.total_pages < pages) {
        throw incomplete(`the list became shorter while page ${page} was read`);
      }
      pages = answer.total_pages;
      if (items.length === 0 && page > 1) throw incomplete(`page ${page} of ${pages} is empty`);
      return { items, next: page < pages ? String(page + 1) : '', total: answer.total_items };
    },
  });
}
