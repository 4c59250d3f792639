/** Timers and floating point differ by less than this. */
export const DUE_WITHIN_MS = 0.01;
const WINDOW_MS = 1000;
/** Requests do not all take the same time to arrive: this much more than a second lies between the first and the one too many. */
const JITTER_MS = 12;
/** A slow answer does not mean a slow start. */
const MAX_WARM_UP_MS = 100;

/** The turn of one request. Until it is used or given back, the request counts as one that may leave at any time. */
export interface Turn {
  /** The request leaves now, for example after its intent was committed. */
  leaves(nowMs: number): void;
  /** The work is done. A request that never left is not counted. */
  ends(): void;
}

/**
 * The record of what left in the last second. A request counts from its turn until a second after it left, so that no window
 * of one second, wherever it begins, holds more than `most`: not even where requests wait for the journal and then leave
 * together.
 */
export interface Departures {
  /** A turn; a request of the account's burst is not counted. */
  turn(isCounted: boolean): Turn;
  /** Milliseconds until one more may have its turn; infinite until one of those that have it leaves. */
  waitMs(nowMs: number, most: number): number;
  /** Counts the request that was thought to have left at `thoughtMs` as one that left at `atMs`. */
  moved(thoughtMs: number, atMs: number): void;
  /** The first answer came: the first request counts when both sides had got going. */
  firstAnswer(nowMs: number): void;
}

/** `onFree` is called when a turn frees what others may wait for. */
export function createDepartures(onFree: () => void): Departures {
  /** When requests left, ascending. */
  const left: number[] = [];
  let inHand = 0;
  let isWarm = false;

  function moved(thoughtMs: number, atMs: number): void {
    const index = left.findLastIndex((time) => time <= thoughtMs + DUE_WITHIN_MS);
    if (index === -1) return;
    left.splice(index, 1);
    insert(left, atMs);
  }

  return {
    turn(isCounted) {
      if (!isCounted) return { leaves: () => undefined, ends: () => undefined };
      let isInHand = true;
      inHand += 1;
      const release = (): void => {
        isInHand = false;
        inHand -= 1;
        onFree();
      };
      return {
        leaves: (nowMs) => {
          insert(left, nowMs);
          if (isInHand) release();
        },
        ends: () => {
          if (isInHand) release();
        },
      };
    },
    waitMs(nowMs, most) {
      dropUntil(left, nowMs - WINDOW_MS - JITTER_MS);
      const mustBeOver = left.length + inHand - most;
      if (mustBeOver < 0) return 0;
      const last = left[mustBeOver];
      return last === undefined ? Number.POSITIVE_INFINITY : last + WINDOW_MS + JITTER_MS - nowMs;
    },
    moved,
    firstAnswer(nowMs) {
      const first = left[0];
      if (isWarm || first === undefined) return;
      isWarm = true;
      moved(first, Math.min(nowMs, first + MAX_WARM_UP_MS));
    },
  };
}

function insert(times: number[], atMs: number): void {
  const after = times.findLastIndex((time) => time <= atMs);
  times.splice(after + 1, 0, atMs);
}

/** Deletes the times up to `untilMs` from the beginning of an ascending list. */
export function dropUntil(times: number[], untilMs: number): void {
  const kept = times.findIndex((time) => time > untilMs + DUE_WITHIN_MS);
  times.splice(0, kept === -1 ? times.length : kept);
}
