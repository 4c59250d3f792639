import type { Clock, Random } from '../domain/clock.ts';
import type { Limits } from '../providers/contract.ts';
import type { Priority } from './transport.ts';

/*
 * Provider limits are checked in sliding one-second windows, and a client that runs at exactly the limit still draws
 * refusals through network jitter. So requests leave on an even grid, a little slower than the limit, and a request that is
 * late by more than the grid's slack is not caught up: the grid moves with it. Where a request left later than it was let
 * through (the journal was flushed, a connection had to be opened), the time it left counts: a request too many in some
 * second is held back by a record of those times.
 */

/** Part of the configured rate that is used. Leaves 31 ms of each second as slack, at any rate. */
const SHARE_OF_RATE = 0.97;
/** Lateness up to this is caught up by the next request; more is forgiven, else a stall would be followed by a bunch. */
const CATCH_UP_MS = 12;
/** What is left of the slack, for the network's own jitter. */
const JITTER_MS = 18;
/** A slow answer does not mean a slow start. */
const MAX_WARM_UP_MS = 100;
/** Timers and floating point differ by less than this. */
const DUE_WITHIN_MS = 0.01;
const WINDOW_MS = 1000;
const GROWTH_PER_SECOND = 0.01;
/** The rate is never slowed below this part of the configured one by 429s, however many come. */
const FLOOR_SHARE = 0.05;
const DEFAULT_PAUSE_MS = 1000;
const MAX_DEFAULT_PAUSE_MS = 30_000;

export interface Pacer {
  /**
   * Resolves when one request may leave. Rejects with the signal's reason when it is aborted first.
   * Waiting requests are let through in the order finish, read, start.
   */
  take(priority: Priority, signal: AbortSignal): Promise<void>;
  /** Tells that the request that was let through leaves only now, for example after the journal was flushed. */
  dispatched(): void;
  /** Tells that a request that was dispatched `lateMs` ago leaves only now, its connection being open at last. */
  delayed(lateMs: number): void;
  /** Nothing is let through for `ms`. A longer pause that is already running stays. */
  pause(ms: number): void;
  /** The provider answered 429: a pause for all, and a slower rate. Returns the milliseconds until the pause ends. */
  throttled(pauseMs?: number): number;
  /** Any other answer: after a slowdown the rate grows by 1% a second, up to the configured one. */
  succeeded(): void;
  /** Requests per second at present: the configured rate or a slowed one. */
  readonly rate: number;
  /** Monotonic time at which the present pause ends; in the past when there is none. */
  readonly pausedUntilMs: number;
}

interface Waiter {
  readonly priority: Priority;
  readonly admit: () => void;
}

/** Paces the requests of one account: the first `burst` at once, then never more than the rate in any one-second window. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function createPacer(options: {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
}): Pacer {
  const { limits, clock, random } = options;
  const configured = limits.requestsPerSecond;
  const waiting: Record<Priority, Waiter[]> = { finish: [], read: [], start: [] };
  const admitted: number[] = [];
  /** When the last requests left, ascending; no more than may leave in one second, and none of a burst. */
  const left: number[] = [];
  const mostInWindow = Math.ceil(configured);
  const answered: number[] = [];
  let rate = configured;
  let burstLeft = limits.burst;
  let nextMs = Number.NEGATIVE_INFINITY;
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  let slowedAtMs = Number.NEGATIVE_INFINITY;
  let raisedAtMs = clock.monotonicMs();
  let throttledInARow = 0;
  let warm = false;
  let timer: AbortController | null = null;

  const intervalMs = (): number => 1000 / (rate * SHARE_OF_RATE);
  const isEmpty = (): boolean => waiting.finish.length + waiting.read.length + waiting.start.length === 0;
  const nextWaiter = (): Waiter | undefined =>
    waiting.finish.shift() ?? waiting.read.shift() ?? waiting.start.shift();

  function dueInMs(nowMs: number): number {
    const pauseLeft = pausedUntilMs - nowMs;
    if (burstLeft > 0) return pauseLeft;
    const first = left.length < mostInWindow ? undefined : left[0];
    const windowLeft = first === undefined ? 0 : first + WINDOW_MS + JITTER_MS - nowMs;
    return Math.max(pauseLeft, windowLeft, nextMs - nowMs);
  }

  function admitOne(nowMs: number): void {
    const waiter = nextWaiter();
    if (waiter === undefined) return;
    const ofBurst = burstLeft > 0 && limits.burst > 1;
    if (burstLeft > 0) {
      burstLeft -= 1;
      nextMs = nowMs + intervalMs();
    } else {
      nextMs = Math.max(nextMs, nowMs - CATCH_UP_MS) + intervalMs();
    }
    if (!ofBurst) left.push(nowMs);
    if (left.length > mostInWindow) left.shift();
    admitted.push(nowMs);
    dropOld(admitted, nowMs);
    waiter.admit();
  }

  /** Lets through what is due and sleeps until the next is; one such loop at a time. */
  async function run(): Promise<void> {
    if (timer !== null) return;
    const own = new AbortController();
    timer = own;
    try {
      while (!isEmpty()) {
        const nowMs = clock.monotonicMs();
        const waitMs = dueInMs(nowMs);
        if (waitMs > DUE_WITHIN_MS) await clock.sleep(waitMs, own.signal);
        else admitOne(nowMs);
      }
    } catch (error) {
      // Only the end of the last waiter stops the sleep; any other failure is the clock's own.
      if (!own.signal.aborted) throw error;
    } finally {
      timer = null;
    }
    if (!isEmpty()) await run();
  }

  function take(priority: Priority, signal: AbortSignal): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = (): void => {
        const queue = waiting[priority];
        queue.splice(queue.indexOf(waiter), 1);
        reject(signal.reason);
        // A pause can last minutes: its timer must not keep the process when nothing waits for it.
        if (isEmpty()) timer?.abort();
      };
      const waiter: Waiter = {
        priority,
        admit: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      waiting[priority].push(waiter);
      run().catch(reject);
    });
  }

  function pause(ms: number): void {
    pausedUntilMs = Math.max(pausedUntilMs, clock.monotonicMs() + ms);
  }

  /** Counts the request that was thought to have left at `thoughtMs` as one that left at `atMs`. */
  function leftAt(thoughtMs: number, atMs: number): void {
    const index = left.findLastIndex((time) => time <= thoughtMs + DUE_WITHIN_MS);
    if (index === -1) return;
    left.splice(index, 1);
    left.push(atMs);
    left.sort((a, b) => a - b);
  }

  /** The first request arrives late, by what both sides need to get going: it counts when it is answered. */
  function firstAnswer(nowMs: number): void {
    const first = left[0];
    if (warm || first === undefined) return;
    warm = true;
    leftAt(first, Math.min(nowMs, first + MAX_WARM_UP_MS));
  }

  /** The rate after a 429: what the provider took in the last second when we ran at full pace, else half. */
  function slowedRate(nowMs: number): number {
    dropOld(admitted, nowMs);
    dropOld(answered, nowMs);
    const first = admitted[0] ?? nowMs;
    const atFullPace = nowMs - first > 0.9 * WINDOW_MS && admitted.length >= 0.8 * rate;
    const target = atFullPace ? 0.95 * answered.length : rate / 2;
    return Math.max(configured * FLOOR_SHARE, Math.min(rate, target));
  }

  function throttled(pauseMs?: number): number {
    const nowMs = clock.monotonicMs();
    // Requests in flight are refused together: one incident slows once.
    const newIncident = nowMs >= pausedUntilMs && nowMs - slowedAtMs >= WINDOW_MS;
    if (newIncident) {
      rate = slowedRate(nowMs);
      slowedAtMs = nowMs;
      raisedAtMs = nowMs;
      burstLeft = 0;
      nextMs = Math.max(nextMs, nowMs + intervalMs());
      throttledInARow += 1;
    }
    if (pauseMs !== undefined) pause(pauseMs);
    else if (nowMs >= pausedUntilMs) pause(defaultPauseMs(throttledInARow, random));
    return Math.max(0, pausedUntilMs - nowMs);
  }

  function succeeded(): void {
    const nowMs = clock.monotonicMs();
    firstAnswer(nowMs);
    answered.push(nowMs);
    dropOld(answered, nowMs);
    if (nowMs < pausedUntilMs) return;
    throttledInARow = 0;
    // Idle time proves nothing about the provider, so at most one second of growth is earned by one answer.
    const seconds = Math.min(1, (nowMs - Math.max(raisedAtMs, pausedUntilMs)) / 1000);
    rate = Math.min(configured, rate * (1 + GROWTH_PER_SECOND) ** seconds);
    raisedAtMs = nowMs;
  }

  return {
    take,
    dispatched: () => {
      if (burstLeft > 0) return;
      const nowMs = clock.monotonicMs();
      nextMs = Math.max(nextMs, nowMs - CATCH_UP_MS + intervalMs());
      leftAt(nowMs, nowMs);
    },
    delayed: (lateMs) => {
      const nowMs = clock.monotonicMs();
      leftAt(nowMs - lateMs, nowMs);
    },
    pause,
    throttled,
    succeeded,
    get rate() {
      return rate;
    },
    get pausedUntilMs() {
      return pausedUntilMs;
    },
  };
}

function dropOld(times: number[], nowMs: number): void {
  let old = 0;
  while (old < times.length && (times[old] ?? nowMs) <= nowMs - WINDOW_MS) old += 1;
  if (old > 0) times.splice(0, old);
}

/** The pause when the provider names none: 1 s, doubled with each incident in a row, three quarters to all of it. */
function defaultPauseMs(inARow: number, random: Random): number {
  const full = Math.min(MAX_DEFAULT_PAUSE_MS, DEFAULT_PAUSE_MS * 2 ** Math.max(0, inARow - 1));
  return full * (0.75 + random() / 4);
}
