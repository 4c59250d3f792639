/** The longest pause that is waited for without `--max-pause`. */
const DEFAULT_MAX_PAUSE_MS = 15 * 60_000;

/** How long an account waits for its provider when that asks for no requests. */
export interface PauseLimit {
  readonly maxPauseMs: number;
  /**
   * Notes that nothing may be sent for `pauseMs` from `nowMs` (monotonic) on. False: the pauses since the last answer come to
   * more than `--max-pause`, and nothing is sent until then.
   */
  note(pauseMs: number, nowMs: number): boolean;
  /** Notes an answer that was no request for a pause. */
  answered(): void;
  /** Milliseconds left of a pause that is not waited for; 0 when there is none. */
  leftMs(nowMs: number): number;
}

/**
 * Pauses that follow each other without an answer in between count as one: a provider that asks for ten minutes again and
 * again would hold a run for hours.
 */
export function createPauseLimit(maxPauseMs = DEFAULT_MAX_PAUSE_MS): PauseLimit {
  let sinceMs: number | null = null;
  let closedUntilMs = Number.NEGATIVE_INFINITY;
  return {
    maxPauseMs,
    note(pauseMs, nowMs) {
      sinceMs ??= nowMs;
      if (nowMs + pauseMs - sinceMs <= maxPauseMs) return true;
      closedUntilMs = Math.max(closedUntilMs, nowMs + pauseMs);
      return false;
    },
    answered() {
      sinceMs = null;
    },
    leftMs: (nowMs) => Math.max(0, closedUntilMs - nowMs),
  };
}
