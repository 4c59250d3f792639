import type { Clock } from './clock.ts';

/** A smaller step is the drift that time synchronization corrects all the time. */
const SET_BACK_MS = 2_000;

/**
 * A clock whose wall time never runs backward: after the system's clock was set back, it continues from its last reading
 * by the monotonic time that has passed. Otherwise a coverage gap could end before it began. A clock that is set forward
 * is followed.
 * @param onSetBack called once, with how far the clock was set back
 */
export function steadyClock(clock: Clock, onSetBack: (ms: number) => void = () => undefined): Clock {
  let last = { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
  let isTold = false;
  return {
    wallMs: () => {
      const wallMs = clock.wallMs();
      const monotonicMs = clock.monotonicMs();
      const expectedMs = last.wallMs + Math.max(0, monotonicMs - last.monotonicMs);
      if (!isTold && expectedMs - wallMs > SET_BACK_MS) {
        isTold = true;
        onSetBack(expectedMs - wallMs);
      }
      // Rounded: a wall clock counts whole milliseconds.
      last = { wallMs: Math.max(wallMs, Math.floor(expectedMs)), monotonicMs };
      return last.wallMs;
    },
    monotonicMs: () => clock.monotonicMs(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
}
