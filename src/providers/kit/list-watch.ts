import type { Call } from '../../http/transport.ts';

/** So many items are asked for by their ids when a list lacks them. */
const MOST_ASKED = 25;

/** What the lists and changes of one kind have shown in this process. */
export interface ListWatch {
  /** What was there when a list is asked for: what is made meanwhile need not be in it. */
  begin(): readonly string[];
  /** Compares a list with what was there: what it lacks is asked for by its ID. @throws what `incomplete` makes */
  check(before: readonly string[], ids: readonly string[], call: Call): Promise<void>;
  add(id: string): void;
  forget(id: string): void;
}

/**
 * Notices a whole list that has lost what was there before, and is there still.
 * @param isThere asks for one item by its ID, so that no list takes part
 */
export function watchList(
  isThere: (id: string, call: Call) => Promise<boolean>,
  incomplete: (why: string) => Error,
): ListWatch {
  const known = new Set<string>();
  return {
    begin: () => [...known],
    async check(before, ids, call) {
      const shown = new Set(ids);
      for (const id of ids) known.add(id);
      const missing = before.filter((id) => !shown.has(id) && known.has(id));
      for (const id of missing.slice(0, MOST_ASKED)) {
        if (await isThere(id, call)) throw incomplete(`it lacks ${id}, which is there when it is asked for`);
        known.delete(id);
      }
    },
    add: (id) => void (id === '' ? undefined : known.add(id)),
    forget: (id) => void known.delete(id),
  };
}
