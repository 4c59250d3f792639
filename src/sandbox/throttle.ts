/** Bounds of what a stand-in serves; null for no limit. */
interface ThrottleSwitches {
  /** Requests in flight. */
  readonly maxConcurrent: number | null;
  /** Requests in any one second. */
  readonly maxPerSecond: number | null;
}

const ONE_SECOND_MS = 1000;

/** Says of each request whether it is one too many. A request that is turned away does not count against the next. */
export function createThrottle(): (switches: ThrottleSwitches, inFlight: number, nowMs: number) => boolean {
  let served: number[] = [];
  return ({ maxConcurrent, maxPerSecond }, inFlight, nowMs) => {
    if (maxConcurrent !== null && inFlight > maxConcurrent) return true;
    if (maxPerSecond === null) return false;
    served = served.filter((atMs) => atMs > nowMs - ONE_SECOND_MS);
    if (served.length >= maxPerSecond) return true;
    served.push(nowMs);
    return false;
  };
}
