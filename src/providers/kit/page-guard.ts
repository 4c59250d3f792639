import type { IncompleteListError } from '../../errors/app-error.ts';

/** Pages that may be almost empty before a list must hold a quarter of what its pages could. */
const PAGES_FREE = 50;
const LEAST_SHARE = 0.25;
/** A list may grow between two runs: so many times what the account held, and so many items more. */
const GROWTH = 4;
const GROWTH_FREE = 10_000;
/** No account holds more; the IDs of so many items are what memory is spent on. */
const MOST_ITEMS = 2_000_000;

export interface PageLimits {
  /** Items that a full page holds. */
  readonly pageSize: number;
  /** What the account held when it was last listed; undefined or 0 when that is not known. */
  readonly held?: number | undefined;
  /** Empty pages in a row that may name a next one: a carrier may filter after it has cut its pages. */
  readonly mostEmpty?: number;
  /** What names the first page, where a later one could name it again. */
  readonly first?: string;
  readonly incomplete: (why: string) => IncompleteListError;
}

/** One page as it came. */
export interface GuardedPage {
  /** What tells its items apart; an empty text is not an ID. */
  readonly ids: readonly string[];
  /** What names the next page: its link, token or number; empty on the last page. */
  readonly next: string;
  /** How many items the carrier says there are in all, where its total can be relied on. */
  readonly total?: number | null | undefined;
}

/**
 * Checks the pages of one list as they come: each item once, each next page once, as many items as the total says, and an end.
 * @returns takes each page in order and gives how many items have been seen; throws IncompleteListError
 */
export function guardPages(limits: PageLimits): (page: GuardedPage) => number {
  const { pageSize, held = 0, mostEmpty = 0, first = '', incomplete } = limits;
  const seen = new Set<string>();
  const nexts = new Set<string>([first]);
  const mostItems = held > 0 ? Math.min(MOST_ITEMS, held * GROWTH + GROWTH_FREE) : MOST_ITEMS;
  let pages = 0;
  let emptyInRow = 0;
  let lastTotal = 0;

  return ({ ids, next, total }) => {
    pages += 1;
    for (const id of ids) {
      if (id === '') throw incomplete(`an item on page ${pages} has no id`);
      // Something was removed or added while the list was read: what moved past is not known.
      if (seen.has(id)) throw incomplete(`page ${pages} repeats what an earlier page had`);
      seen.add(id);
    }
    if (total !== undefined && total !== null) {
      if (total < lastTotal) {
        throw incomplete(`there were ${lastTotal} items, and at page ${pages} only ${total}`);
      }
      lastTotal = total;
      if (seen.size > total) throw incomplete(`it counts ${total} and gave ${seen.size}`);
      if (next === '' && seen.size < total) throw incomplete(`it counts ${total} and gave ${seen.size}`);
    }
    if (next === '') return seen.size;
    if (nexts.has(next)) throw incomplete('a page names an earlier page as its next');
    nexts.add(next);
    emptyInRow = ids.length === 0 ? emptyInRow + 1 : 0;
    if (emptyInRow > mostEmpty) throw incomplete(`page ${pages} is empty, and still not the last`);
    if (pages > PAGES_FREE && seen.size < pages * pageSize * LEAST_SHARE) {
      throw incomplete(`${pages} pages hold only ${seen.size} items, and still not all`);
    }
    if (seen.size > mostItems) {
      const than = held > 0 ? `the account held ${held} when it was last listed` : 'no account holds so many';
      throw incomplete(`it gave ${seen.size} items and names a next page; ${than}`);
    }
    return seen.size;
  };
}
