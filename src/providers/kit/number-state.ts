import type { NumberState, Page } from '../contract.ts';
import type { ReadPage } from './read-pages.ts';

/** Nothing is known of a number's emergency address: what a list that does not show it tells. */
export const UNKNOWN_EMERGENCY: NumberState['emergency'] = {
  state: 'unknown',
  status: '',
  addressId: '',
  address: null,
  callerName: null,
  switchedOn: null,
  failure: '',
};

/** Pages in our own form, with the items that are kept. */
export async function* mapPages<Wire, T>(
  pages: AsyncIterable<ReadPage<Wire>>,
  read: (item: Wire) => T,
  keep: (item: T) => boolean = () => true,
): AsyncIterable<Page<T>> {
  for await (const { items, total = null } of pages) {
    yield { items: items.map((item) => read(item)).filter(keep), total };
  }
}
