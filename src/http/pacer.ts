import type { Clock, Random } from '../domain/clock.ts';
import type { Limits } from '../providers/contract.ts';
import { createDepartures, DUE_WITHIN_MS, type Turn } from './departures.ts';
import { createFoundRate } from './found-rate.ts';
import type { Priority } from './transport.ts';

/*
 * Provider limits are checked in sliding one-second windows, and a client that runs at exactly the limit still draws
 * refusals through network jitter. So turns lie on an even grid of absolute times, a little slower than the limit: what a
 * request or its timer was late by is caught up by the next ones, as far as the record of what left in the last second allows.
 */

/** Part of the configured rate that is used: a second and the record's allowance for jitter hold no more than the limit. */
const SHARE_OF_RATE = 0.985;
/** Lateness up to this is caught up by the next requests; more is forgiven, else a stall would be followed by a bunch. */
const CATCH_UP_MS = 100;
const DEFAULT_PAUSE_MS = 1000;
const MAX_DEFAULT_PAUSE_MS = 30_000;

export interface Pacer {
  /**
   * Resolves when one request may leave, with its turn: tell it when the request leaves and when its work ends. Rejects with
   * the signal's reason when it is aborted first. Waiting requests are let through in the order finish, read, start.
   */
  take(priority: Priority, signal: AbortSignal): Promise<Turn>;
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
  readonly admit: (turn: Turn) => void;
}

/** Paces the requests of one account: the first `burst` at once, then never more than the rate in any one-second window. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function createPacer(options: {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
}): Pacer {
  const { limits, clock, random } = options;
  const waiting: Record<Priority, Waiter[]> = { finish: [], read: [], start: [] };
  const found = createFoundRate(limits.requestsPerSecond, clock.monotonicMs());
  const departures = createDepartures(
    () => Math.ceil(found.perSecond),
    () => wake(),
  );
  let burstLeft = limits.burst;
  let nextMs = Number.NEGATIVE_INFINITY;
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  let throttledInARow = 0;
  let timer: AbortController | null = null;
  /** Set while the pacer waits for a request that has its turn to leave. */
  let wake: () => void = () => undefined;

  const intervalMs = (): number => 1000 / (found.perSecond * SHARE_OF_RATE);
  const isEmpty = (): boolean => waiting.finish.length + waiting.read.length + waiting.start.length === 0;
  const nextWaiter = (): Waiter | undefined =>
    waiting.finish.shift() ?? waiting.read.shift() ?? waiting.start.shift();

  function dueInMs(nowMs: number): number {
    const pauseLeft = pausedUntilMs - nowMs;
    if (burstLeft > 0) return pauseLeft;
    const untilItLeavesMs = Math.max(departures.waitMs(nowMs), nextMs - nowMs);
    return Math.max(pauseLeft, untilItLeavesMs - departures.leadMs);
  }

  function admitOne(nowMs: number): void {
    const waiter = nextWaiter();
    if (waiter === undefined) return;
    const ofBurst = burstLeft > 0 && limits.burst > 1;
    const turn = departures.turn(!ofBurst, nowMs, burstLeft > 0 ? nowMs : nextMs);
    nextMs = (burstLeft > 0 ? nowMs : Math.max(nextMs, nowMs - CATCH_UP_MS)) + intervalMs();
    burstLeft = Math.max(0, burstLeft - 1);
    found.admitted(nowMs);
    waiter.admit(turn);
  }

  async function sleep(waitMs: number, signal: AbortSignal): Promise<void> {
    if (Number.isFinite(waitMs)) return await clock.sleep(waitMs, signal);
    await new Promise<void>((resolve, reject) => {
      wake = resolve;
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
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
        if (waitMs > DUE_WITHIN_MS) await sleep(waitMs, own.signal);
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

  function take(priority: Priority, signal: AbortSignal): Promise<Turn> {
    return new Promise<Turn>((resolve, reject) => {
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
        admit: (turn) => {
          signal.removeEventListener('abort', onAbort);
          resolve(turn);
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

  function throttled(pauseMs?: number): number {
    const nowMs = clock.monotonicMs();
    if (found.refused(nowMs, pausedUntilMs)) {
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
    found.answered(nowMs, pausedUntilMs);
    if (nowMs >= pausedUntilMs) throttledInARow = 0;
  }

  return {
    take,
    delayed: (lateMs) => {
      const nowMs = clock.monotonicMs();
      departures.moved(nowMs - lateMs, nowMs);
    },
    pause,
    throttled,
    succeeded,
    get rate() {
      return found.perSecond;
    },
    get pausedUntilMs() {
      return pausedUntilMs;
    },
  };
}

/** The pause when the provider names none: 1 s, doubled with each incident in a row, three quarters to all of it. */
function defaultPauseMs(inARow: number, random: Random): number {
  const full = Math.min(MAX_DEFAULT_PAUSE_MS, DEFAULT_PAUSE_MS * 2 ** Math.max(0, inARow - 1));
  return full * (0.75 + random() / 4);
}
