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
