import type { Clock } from '../domain/clock.ts';
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
  /** What had to be done between the turn and the request is done: its intent was committed. The next turns come so much earlier. */
  prepared(nowMs: number): void;
  /** Milliseconds until the request may leave: a turn comes early by what preparing a request takes. */
  waitMs(nowMs: number): number;
  /** The request leaves now. */
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
  /** A turn whose request does not leave before `dueMs`; a request of the account's burst is not counted. */
  turn(isCounted: boolean, nowMs: number, dueMs: number): Turn;
  /** Milliseconds until one more may leave; infinite until one of those that have their turn leaves. */
  waitMs(nowMs: number): number;
  /** How much earlier than its request may leave a turn is given, milliseconds. */
  readonly leadMs: number;
  /** Counts the request that was thought to have left at `thoughtMs` as one that left at `atMs`. */
  moved(thoughtMs: number, atMs: number): void;
}

interface Departed {
  leftMs: number;
  /** Null until the answer is here. */
  answer: { readonly atMs: number; readonly operation: string } | null;
}

/** A commit that takes longer is not made up for: so many more turns would be given before the first of them is used. */
const MOST_LEAD_MS = 60;
/** How fast the lead follows commits that have become faster. */
const LEAD_SHARE = 0.1;

/**
 * @param mostOf the most requests of one second at present
 * @param onFree called when a turn frees what others may wait for
 */
export function createDepartures(mostOf: () => number, onFree: () => void): Departures {
  /** In the order in which they left, but for those that waited for a connection. */
  let departed: Departed[] = [];
  const floor = createLatencyFloor();
  /** Turns that are not used yet, in their order. */
  const inHand = new Set<Turn>();
  const lead = createLead();

  /** When it arrived at the latest, on a scale on which the next one arrives when it leaves. */
  function arrivedMs({ leftMs, answer }: Departed, nowMs: number): number {
    const tookMs = (answer?.atMs ?? nowMs) - leftMs;
    const lateMs = tookMs - floor.of(answer?.operation ?? '');
    return leftMs + Math.min(MAX_LATENESS_MS, Math.max(0, lateMs));
  }

  /** Milliseconds until one more may leave when so many leave before it. */
  function untilFreeMs(nowMs: number, before: number): number {
    const most = mostOf();
    if (departed.length + before < most) return 0;
    const sinceMs = nowMs - WINDOW_MS - JITTER_MS + DUE_WITHIN_MS;
    departed = departed.filter((each) => arrivedMs(each, nowMs) > sinceMs);
    const mustBeOver = departed.length + before - most;
    if (mustBeOver < 0) return 0;
    const arrived = departed.map((each) => arrivedMs(each, nowMs)).sort((a, b) => a - b);
    const last = arrived[mustBeOver];
    return last === undefined ? Number.POSITIVE_INFINITY : last + WINDOW_MS + JITTER_MS - nowMs;
  }

  /** How many turns that are not used yet were given before this one. */
  function before(turn: Turn): number {
    let count = 0;
    for (const each of inHand) {
      if (each === turn) break;
      count += 1;
    }
    return count;
  }

  return {
    turn(isCounted, givenMs, dueMs) {
      let own: Departed | undefined;
      const release = (): void => {
        if (inHand.delete(turn)) onFree();
      };
      const turn: Turn = {
        prepared: (nowMs) => lead.took(nowMs - givenMs),
        waitMs: (nowMs) => (isCounted ? Math.max(dueMs - nowMs, untilFreeMs(nowMs, before(turn))) : 0),
        leaves: (nowMs) => {
          if (!isCounted) return;
          own = { leftMs: nowMs, answer: null };
          departed.push(own);
          release();
        },
        answered: (operation, atMs) => {
          if (own === undefined) return;
          own.answer = { atMs, operation };
          floor.answered(operation, atMs - own.leftMs, atMs);
        },
        ends: release,
      };
      if (isCounted) inHand.add(turn);
      return turn;
    },
    waitMs: (nowMs) => untilFreeMs(nowMs, inHand.size),
    get leadMs() {
      return lead.ms;
    },
    moved(thoughtMs, atMs) {
      const one = departed.findLast(({ leftMs }) => leftMs <= thoughtMs + DUE_WITHIN_MS);
      if (one !== undefined) one.leftMs = atMs;
    },
  };
}

/** How much earlier than their requests turns are given: as much as preparing one took of late. */
function createLead(): { readonly ms: number; took(ms: number): void } {
  let leadMs = 0;
  return {
    get ms() {
      return leadMs;
    },
    took: (ms) => {
      const most = Math.min(MOST_LEAD_MS, ms);
      leadMs = most > leadMs ? most : leadMs + (most - leadMs) * LEAD_SHARE;
    },
  };
}

/** What a request waits for may change while it waits: a rate that was slowed, a request before it that is given up. */
const LONGEST_WAIT_MS = 100;

/** Waits until a request that has its turn and is ready may leave. Its intent is durable by now, so it is not given up any more. */
export async function untilDue(turn: Pick<Turn, 'waitMs'>, clock: Clock): Promise<void> {
  for (;;) {
    const waitMs = turn.waitMs(clock.monotonicMs());
    if (waitMs <= DUE_WITHIN_MS) return;
    await clock.sleep(Math.min(waitMs, LONGEST_WAIT_MS));
  }
}

/** Deletes the times up to `untilMs` from the beginning of an ascending list. */
export function dropUntil(times: number[], untilMs: number): void {
  const kept = times.findIndex((time) => time > untilMs + DUE_WITHIN_MS);
  times.splice(0, kept === -1 ? times.length : kept);
}
