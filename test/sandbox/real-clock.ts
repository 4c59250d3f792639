import { setTimeout as timeout } from 'node:timers/promises';
import type { Clock } from '../../src/domain/clock.ts';

/** Real time: these tests speak to real sockets, whose clients have their own timers. */
export const realClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: async (ms, signal) => {
    await timeout(ms, undefined, signal === undefined ? {} : { signal });
  },
};

/** Real time that a test can move: what a stand-in does later is seen before and after, however busy the machine is. */
export function movableClock(): Clock & { pass(ms: number): void } {
  let passedMs = 0;
  const sleeping = new Set<{ readonly untilMs: number; readonly wake: () => void }>();
  const monotonicMs = (): number => realClock.monotonicMs() + passedMs;
  return {
    ...realClock,
    monotonicMs,
    sleep: async (ms, signal) => {
      const moved = new Promise<void>((wake) => sleeping.add({ untilMs: monotonicMs() + ms, wake }));
      await Promise.race([moved, realClock.sleep(ms, signal)]);
    },
    pass: (ms) => {
      passedMs += ms;
      for (const { untilMs, wake } of sleeping) if (untilMs <= monotonicMs()) wake();
    },
  };
}
