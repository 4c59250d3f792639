import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../src/domain/clock.ts';

/** The machine's own time: contract tests go over real sockets. */
export function realClock(): Clock {
  return {
    wallMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    sleep: async (ms, signal) => {
      await wait(ms, undefined, signal ? { signal } : {});
    },
  };
}
