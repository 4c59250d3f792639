import { createLatencyFloor } from './latency-floor.ts';

/** Timers and floating point differ by less than this. */
export const DUE_WITHIN_MS = 0.01;
const WINDOW_MS = 1000;
/** Requests do not all take the same time to arrive: this much more than a second lies between the first and the one too many. */
const JITTER_MS = 12;
/**
 * A request arrived no later than its answer tells: what the answer took beyond the least time, the request may have spent on
 * its way. Up to this it counts as that much later; more of it is the carrier's own work, or a call that hangs.
 */
const MAX_LATENESS_MS = 250;

/** The turn of one request. Until it is used or given back, the request counts as one that may leave at any time. */
export interface Turn {
  /** The request leaves now, for example after its intent was committed. */
  leaves(nowMs: number): void;
  /** Its whole answer is here, so it had arrived before now. */
  answered(operation: string, nowMs: number): void;
  /** The work is done. A request that never left is not counted. */
  ends(): void;
}

/**
 * The record of what left in the last second. A request counts from its turn until a second after it arrived at the latest, so
 * that no window of one second, wherever it begins, holds more than `most`: not even where requests wait for the journal and
 * then leave together, or where one is held up on its way and the next are not.
 */
export interface Departures {
  /** A turn; a request of the account's burst is not counted. */
  turn(isCounted: boolean): Turn;
  /** Milliseconds until one more may have its turn; infinite until one of those that have it leaves. */
  waitMs(nowMs: number, most: number): number;
  /** Counts the request that was thought to have left at `thoughtMs` as one that left at `atMs`. */
  moved(thoughtMs: number, atMs: number): void;
}

interface Departed {
  leftMs: number;
  /** Null until the answer is here. */
  answer: { readonly atMs: number; readonly operation: string } | null;
}

/** `onFree` is called when a turn frees what others may wait for. */
export function createDepartures(onFree: () => void): Departures {
  /** In the order in which they left, but for those that waited for a connection. */
  let departed: Departed[] = [];
  const floor = createLatencyFloor();
  let inHand = 0;

  /** When it arrived at the latest, on a scale on which the next one arrives when it leaves. */
  function arrivedMs({ leftMs, answer }: Departed, nowMs: number): number {
    const tookMs = (answer?.atMs ?? nowMs) - leftMs;
    const lateMs = tookMs - floor.of(answer?.operation ?? '');
    return leftMs + Math.min(MAX_LATENESS_MS, Math.max(0, lateMs));
  }

  return {
    turn(isCounted) {
      if (!isCounted) return { leaves: () => undefined, answered: () => undefined, ends: () => undefined };
      let isInHand = true;
      let own: Departed | undefined;
      inHand += 1;
      const release = (): void => {
        isInHand = false;
        inHand -= 1;
        onFree();
      };
      return {
        leaves: (nowMs) => {
          own = { leftMs: nowMs, answer: null };
          departed.push(own);
          if (isInHand) release();
        },
        answered: (operation, atMs) => {
          if (own === undefined) return;
          own.answer = { atMs, operation };
          floor.answered(operation, atMs - own.leftMs, atMs);
        },
        ends: () => {
          if (isInHand) release();
        },
      };
    },
    waitMs(nowMs, most) {
      if (departed.length + inHand < most) return 0;
      const sinceMs = nowMs - WINDOW_MS - JITTER_MS + DUE_WITHIN_MS;
      departed = departed.filter((each) => arrivedMs(each, nowMs) > sinceMs);
      const mustBeOver = departed.length + inHand - most;
      if (mustBeOver < 0) return 0;
      const arrived = departed.map((each) => arrivedMs(each, nowMs)).sort((a, b) => a - b);
      const last = arrived[mustBeOver];
      return last === undefined ? Number.POSITIVE_INFINITY : last + WINDOW_MS + JITTER_MS - nowMs;
    },
    moved(thoughtMs, atMs) {
      const one = departed.findLast(({ leftMs }) => leftMs <= thoughtMs + DUE_WITHIN_MS);
      if (one !== undefined) one.leftMs = atMs;
    },
  };
}

/** Deletes the times up to `untilMs` from the beginning of an ascending list. */
export function dropUntil(times: number[], untilMs: number): void {
  const kept = times.findIndex((time) => time > untilMs + DUE_WITHIN_MS);
  times.splice(0, kept === -1 ? times.length : kept);
}
