/** How many items the readers are given at a time. */
const BATCH_ITEMS = 500;

interface Waiting<T> {
  readonly give: (batch: readonly T[]) => void;
  readonly fail: (cause: unknown) => void;
}

/**
 * Reads `source` once for several readers, which all see every item. They go in step, a batch at a time, so that nothing
 * piles up for a slow one. A reader that ends early, or fails, does not hold up the others.
 * @throws the first failure, when all have ended.
 */
export async function shareRows<T, R>(
  source: AsyncIterable<T>,
  readers: readonly ((items: AsyncIterable<T>) => Promise<R>)[],
): Promise<R[]> {
  const batches = inBatches(source);
  let active = readers.length;
  let waiting: Waiting<T>[] = [];

  async function giveWhenAllWait(): Promise<void> {
    if (waiting.length < active || waiting.length === 0) return;
    const all = waiting;
    waiting = [];
    try {
      const next = await batches.next();
      for (const { give } of all) give(next.done === true ? [] : next.value);
    } catch (cause) {
      for (const { fail } of all) fail(cause);
    }
  }

  async function* items(): AsyncGenerator<T> {
    for (;;) {
      const batch = await new Promise<readonly T[]>((give, fail) => {
        waiting.push({ give, fail });
        void giveWhenAllWait();
      });
      if (batch.length === 0) return;
      yield* batch;
    }
  }

  const ends = await Promise.allSettled(
    readers.map(async (read) => {
      try {
        return await read(items());
      } finally {
        active -= 1;
        void giveWhenAllWait();
      }
    }),
  );
  await batches.return(undefined);
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}

async function* inBatches<T>(source: AsyncIterable<T>): AsyncGenerator<readonly T[], undefined> {
  let batch: T[] = [];
  for await (const item of source) {
    batch.push(item);
    if (batch.length < BATCH_ITEMS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
