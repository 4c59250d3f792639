import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../../src/domain/clock.ts';

/** 2026-01-05 08:00 UTC: the wall clock of a simulation at its beginning. */
const WALL_AT_ZERO_MS = Date.UTC(2026, 0, 5, 8);

/** More than any of these runs needs; one that sleeps more often makes no progress. */
const MOST_WAKES = 100_000;

/** Thrown by `drive` when time passes and the work does not end. */
export class NoProgress extends Error {
  constructor(nowMs: number) {
    super(`no progress: ${MOST_WAKES} sleeps, ${Math.round(nowMs / 1000)} s of virtual time`);
    this.name = 'NoProgress';
  }
}

interface Sleeper {
  readonly atMs: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Time that does not pass until everything waits, and then jumps to the next sleeper. */
export interface VirtualTime {
  readonly nowMs: () => number;
  /** Sets every wall clock forward or back, as an administrator or a time server does. */
  jumpWall(byMs: number): void;
  /** A clock on this time. Once `isDead` says so, every use of it throws what `death` makes: nothing continues after a crash. */
  clock(isDead: () => boolean, death: () => Error): MortalClock;
  /** Moves time forward until `work` has ended. @throws what `work` throws */
  drive<T>(work: Promise<T>): Promise<T>;
}

interface MortalClock extends Clock {
  /** Wakes every sleeper with its death. */
  kill(): void;
}

/** What works in real time beside the simulation: virtual time waits for it. */
interface RealWork {
  readonly isUnderWay: () => boolean;
  /** Resolves when nothing of it is under way. */
  readonly ended: () => Promise<void>;
}

const NONE: RealWork = { isUnderWay: () => false, ended: async () => undefined };

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function createVirtualTime(real: RealWork = NONE): VirtualTime {
  let nowMs = 0;
  let order = 0;
  let wallOffsetMs = 0;
  const sleepers: Sleeper[] = [];

  function insert(sleeper: Sleeper): void {
    let at = sleepers.length;
    while (at > 0 && (sleepers[at - 1]?.atMs ?? 0) > sleeper.atMs) at -= 1;
    sleepers.splice(at, 0, sleeper);
  }

  function clock(isDead: () => boolean, death: () => Error): MortalClock {
    const mine = new Set<(reason: unknown) => void>();
    const alive = (): void => {
      if (isDead()) throw death();
    };
    return {
      wallMs: () => {
        alive();
        return WALL_AT_ZERO_MS + wallOffsetMs + Math.round(nowMs);
      },
      monotonicMs: () => {
        alive();
        return nowMs;
      },
      kill: () => {
        for (const reject of mine) reject(death());
      },
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          alive();
          signal?.throwIfAborted();
          const done = (): void => {
            mine.delete(fail);
            signal?.removeEventListener('abort', onAbort);
            const at = sleepers.indexOf(sleeper);
            if (at >= 0) sleepers.splice(at, 1);
          };
          const fail = (reason: unknown): void => {
            done();
            reject(reason);
          };
          const onAbort = (): void => fail(signal?.reason);
          const wake = (): void => {
            done();
            resolve();
          };
          const sleeper: Sleeper = { atMs: nowMs + Math.max(0, ms), order: order++, wake };
          mine.add(fail);
          signal?.addEventListener('abort', onAbort);
          insert(sleeper);
        }),
    };
  }

  async function drive<T>(work: Promise<T>): Promise<T> {
    let running = true;
    let wakes = 0;
    const ended = work.finally(() => {
      running = false;
    });
    // Looked at below; this keeps a failure from counting as unhandled in the meantime.
    ended.catch(() => undefined);
    while (running) {
      // Every promise that can settle by itself does so before the next turn of the event loop; the journal commits in a
      // turn of its own, so time stands still until no turn is asked for.
      do {
        await real.ended();
        await nextTurn();
      } while (real.isUnderWay() || process.getActiveResourcesInfo().includes('Immediate'));
      const [next] = sleepers;
      if (!running || !next) continue;
      if (++wakes > MOST_WAKES) throw new NoProgress(nowMs);
      nowMs = Math.max(nowMs, next.atMs);
      next.wake();
    }
    return ended;
  }

  const jumpWall = (byMs: number): void => {
    wallOffsetMs += byMs;
  };
  return { nowMs: () => nowMs, jumpWall, clock, drive };
}
