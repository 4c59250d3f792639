/** So many questions are on their way together. */
const AHEAD = 100;

/**
 * The items of a pass with what is asked about each, in their order. A journal in a database answers the questions of a batch in the
 * time of one; what the pass itself writes about an item that was asked for already is not in its answer.
 */
export async function* readingAhead<T, A>(
  items: AsyncIterable<T>,
  ask: (item: T) => Promise<A>,
): AsyncGenerator<readonly [T, A], undefined, undefined> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < AHEAD) continue;
    yield* answered(batch, ask);
    batch = [];
  }
  yield* answered(batch, ask);
}

async function* answered<T, A>(
  batch: readonly T[],
  ask: (item: T) => Promise<A>,
): AsyncGenerator<readonly [T, A], undefined, undefined> {
  const answers = await Promise.all(batch.map(async (item) => [item, await ask(item)] as const));
  yield* answers;
}
