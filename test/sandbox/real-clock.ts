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
  return {
    ...realClock,
    monotonicMs: () => realClock.monotonicMs() + passedMs,
    pass: (ms) => {
      passedMs += ms;
    },
  };
}
