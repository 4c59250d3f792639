import { setTimeout as timeout } from 'node:timers/promises';
import type { Clock } from '../../domain/clock.ts';

/** The machine's own time. The monotonic reading never jumps when the wall clock is set. */
export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      await timeout(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      // The timer rejects with an AbortError of its own; the caller is promised the signal's reason.
      signal?.throwIfAborted();
      throw error;
    }
  },
};
