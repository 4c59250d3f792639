/** A route may become slower for good: what was seen longer ago than two of these is forgotten. */
const SPAN_MS = 30_000;
/** Before an operation was answered this often, its own least time says too little. */
const ENOUGH_ANSWERS = 5;
const ALL = '';

/**
 * The least time that an answer takes: of one operation once it was answered a few times, else of all. What an answer took
 * beyond it, its request may have arrived late.
 */
export interface LatencyFloor {
  answered(operation: string, tookMs: number, nowMs: number): void;
  /** Milliseconds; infinite as long as nothing was answered. */
  of(operation: string): number;
}

interface Least {
  answers: number;
  sinceMs: number;
  leastMs: number;
  earlierMs: number;
}

export function createLatencyFloor(): LatencyFloor {
  const seen = new Map<string, Least>();

  function note(name: string, tookMs: number, nowMs: number): void {
    const least = seen.get(name);
    if (least === undefined) {
      seen.set(name, { answers: 1, sinceMs: nowMs, leastMs: tookMs, earlierMs: Number.POSITIVE_INFINITY });
      return;
    }
    least.answers += 1;
    if (nowMs - least.sinceMs >= SPAN_MS) {
      least.earlierMs = least.leastMs;
      least.leastMs = tookMs;
      least.sinceMs = nowMs;
    }
    least.leastMs = Math.min(least.leastMs, tookMs);
  }

  return {
    answered(operation, tookMs, nowMs) {
      note(ALL, tookMs, nowMs);
      note(operation, tookMs, nowMs);
    },
    of(operation) {
      const own = seen.get(operation);
      const least = own !== undefined && own.answers >= ENOUGH_ANSWERS ? own : seen.get(ALL);
      return least === undefined ? Number.POSITIVE_INFINITY : Math.min(least.leastMs, least.earlierMs);
    },
  };
}
