/**
 * Runs `work` over a stream, at most `concurrency` at a time, pulling the next item only when a place is free. The first error
 * stops the pulling and is thrown after what is running has ended.
 */
export async function forEachBounded<T>(
  items: AsyncIterable<T> | Iterable<T>,
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let running = 0;
  let failure: { error: unknown } | undefined;
  let onEnd = (): void => undefined;
  const run = async (item: T): Promise<void> => {
    try {
      await work(item);
    } catch (error) {
      failure ??= { error };
    }
    running -= 1;
    onEnd();
  };
  const oneEnds = (): Promise<void> =>
    new Promise((resolve) => {
      onEnd = resolve;
    });
  for await (const item of items) {
    if (failure) break;
    running += 1;
    void run(item);
    while (running >= concurrency) await oneEnds();
  }
  while (running > 0) await oneEnds();
  if (failure) throw failure.error;
}
