import { dropUntil } from './departures.ts';

const WINDOW_MS = 1000;
const GROWTH_PER_SECOND = 0.01;
/** The rate is never slowed below this part of the configured one by 429s, however many come. */
const FLOOR_SHARE = 0.05;
/** Two incidents that found limits this close to each other found the same one. */
const SAME_LIMIT_SHARE = 0.1;
/** A limit that was found twice is tried again only after this long: each try costs a pause. */
const HOLD_MS = 60_000;

/** The requests per second that an account bears: the configured rate, or what its 429s tell of a lower one. */
export interface FoundRate {
  readonly perSecond: number;
  /** A request had its turn. */
  admitted(nowMs: number): void;
  /** An answer that was no 429; `pausedUntilMs` is when the last pause ended or ends. */
  answered(nowMs: number, pausedUntilMs: number): void;
  /** A 429: slows down once per incident, and tells whether this one is new. */
  refused(nowMs: number, pausedUntilMs: number): boolean;
}

/** Multiplicative decrease to what the provider took in the last second, then growth by 1% a second up to the configured rate. */
export function createFoundRate(configured: number, startMs: number): FoundRate {
  const admitted: number[] = [];
  const answered: number[] = [];
  let rate = configured;
  let slowedAtMs = Number.NEGATIVE_INFINITY;
  let raisedAtMs = startMs;
  let foundLimit = Number.POSITIVE_INFINITY;
  let heldUntilMs = Number.NEGATIVE_INFINITY;

  /** What the provider took in the last second when requests left at full pace, else half of the rate. */
  function slowed(nowMs: number): number {
    dropUntil(admitted, nowMs - WINDOW_MS);
    dropUntil(answered, nowMs - WINDOW_MS);
    const first = admitted[0] ?? nowMs;
    const atFullPace = nowMs - first > 0.9 * WINDOW_MS && admitted.length >= 0.8 * rate;
    const found = answered.length;
    const isSame = Math.abs(found - foundLimit) <= Math.max(1, SAME_LIMIT_SHARE * found);
    const isClose = rate <= found * (1 + SAME_LIMIT_SHARE);
    foundLimit = found;
    if (!isSame || !isClose) return atFullPace ? 0.95 * found : Math.max(rate / 2, 0.95 * found);
    // Found twice, it is known well enough to sit just below it: the pacer's share of the rate is slack as it is. An answer
    // that is still on its way is not counted yet.
    heldUntilMs = nowMs + HOLD_MS;
    return Math.min(found + 1, 0.975 * rate);
  }

  return {
    get perSecond() {
      return rate;
    },
    admitted(nowMs) {
      admitted.push(nowMs);
      dropUntil(admitted, nowMs - WINDOW_MS);
    },
    answered(nowMs, pausedUntilMs) {
      answered.push(nowMs);
      dropUntil(answered, nowMs - WINDOW_MS);
      if (nowMs < pausedUntilMs) return;
      // Idle time proves nothing about the provider, so at most one second of growth is earned by one answer.
      const seconds = Math.min(1, (nowMs - Math.max(raisedAtMs, pausedUntilMs, heldUntilMs)) / 1000);
      raisedAtMs = nowMs;
      if (seconds > 0) rate = Math.min(configured, rate * (1 + GROWTH_PER_SECOND) ** seconds);
    },
    refused(nowMs, pausedUntilMs) {
      // Requests in flight are refused together: one incident slows once.
      if (nowMs < pausedUntilMs || nowMs - slowedAtMs < WINDOW_MS) return false;
      rate = Math.max(configured * FLOOR_SHARE, Math.min(rate, slowed(nowMs)));
      slowedAtMs = nowMs;
      raisedAtMs = nowMs;
      return true;
    },
  };
}
