/** So much work of one account may wait for calls in doubt beside its places; more keeps its places, so nothing piles up. */
const MOST_HELD = 200;

/** Work that waits until a call is settled and has given its place to other work in the meantime. */
export interface Held {
  /**
   * Does a work that calls its `onDoubt` when it has to wait for a call in doubt. Resolves when the work has ended or waits;
   * true when it waits.
   */
  place(work: (onDoubt: () => void) => Promise<void>): Promise<boolean>;
  /** Resolves when all that waited has ended. @throws what the first of it threw */
  ended(): Promise<void>;
}

/** Keeps what waits for calls in doubt of one account. */
export function createHeld(): Held {
  const waiting = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  return {
    place: (work) => {
      let wait: () => void = () => undefined;
      const waits = new Promise<boolean>((resolve) => {
        wait = () => resolve(true);
      });
      let isWaiting = false;
      const onDoubt = (): void => {
        if (isWaiting || waiting.size >= MOST_HELD) return;
        isWaiting = true;
        const rest: Promise<void> = ended.then(
          () => void waiting.delete(rest),
          (error: unknown) => {
            waiting.delete(rest);
            failure ??= { error };
          },
        );
        waiting.add(rest);
        wait();
      };
      const ended = Promise.resolve().then(() => work(onDoubt));
      return Promise.race([waits, ended.then(() => false)]);
    },
    ended: async () => {
      while (waiting.size > 0) await Promise.all(waiting);
      if (failure) throw failure.error;
    },
  };
}
