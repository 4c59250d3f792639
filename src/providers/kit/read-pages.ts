import type { Page } from '../contract.ts';
import { guardPages, type PageLimits } from './page-guard.ts';

/** One page as it was read. */
export interface ReadPage<T> {
  readonly items: readonly T[];
  /** What names the next page; empty on the last. */
  readonly next: string;
  /** How many items there are in all, where the carrier's total can be relied on. */
  readonly total?: number | null | undefined;
}

interface Listing<T> extends PageLimits {
  readonly idOf: (item: T) => string;
  /** Reads the page that this names; `seen` items were on the pages before it. */
  readonly read: (at: string, seen: number) => Promise<ReadPage<T>>;
}

/** The pages of a list to its end, each one checked. @throws IncompleteListError */
export async function* readPages<T>(listing: Listing<T>): AsyncIterable<ReadPage<T>> {
  const guard = guardPages(listing);
  let seen = 0;
  for (let at = listing.first ?? ''; ; ) {
    const page = await listing.read(at, seen);
    seen = guard({ ids: page.items.map(listing.idOf), next: page.next, total: page.total });
    yield page;
    if (page.next === '') return;
    at = page.next;
  }
}

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

/** The first item of a list that fits; no page more is asked for than that needs. Null when none does. */
export async function findItem<Wire>(
  pages: AsyncIterable<{ readonly items: readonly Wire[] }>,
  fits: (item: Wire) => boolean,
): Promise<Wire | null> {
  for await (const { items } of pages) {
    const found = items.find(fits);
    if (found !== undefined) return found;
  }
  return null;
}
