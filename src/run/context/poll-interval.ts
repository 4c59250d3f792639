/** How long to wait before the first read of what the provider was asked for. */
export const FIRST_POLL_MS = 500;

const POLL_CAP_MS = 15_000;

const POLL_GROWTH = 1.6;

/** Milliseconds to the next look after so many that have not found what is waited for. */
export function pollIntervalMs(polls: number): number {
  return Math.min(POLL_CAP_MS, FIRST_POLL_MS * POLL_GROWTH ** polls);
}
