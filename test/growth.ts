/** Below this, what is measured is not the work. */
const FLOOR_MICROSECONDS = 4_000;

/** Work that is in proportion to the length gives 8, a square 64; a cache or the collector of garbage may treble it. */
export const MOST_GROWTH = 24;
/** How many times as long the second text is. */
const TIMES = 8;

/**
 * How much more processor time a work takes on a text eight times as long; the load of the machine is no part of it.
 * @param smallChars length of the shorter text
 */
export function growthOf(work: (chars: number) => void, smallChars: number): number {
  work(smallChars);
  return cost(() => work(smallChars * TIMES)) / cost(() => work(smallChars));
}

/** The least processor time of two runs, in microseconds. */
function cost(work: () => void): number {
  const times = [1, 2].map(() => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.max(FLOOR_MICROSECONDS, Math.min(...times));
}
