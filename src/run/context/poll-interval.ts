/** How long to wait before the first read of what the provider was asked for. */
export const FIRST_POLL_MS = 500;

const POLL_CAP_MS = 15_000;

const POLL_GROWTH = 1.6;

/** Milliseconds to the next look after so many that have not found what is waited for. */
export function pollIntervalMs(polls: number): number {
  return Math.min(POLL_CAP_MS, FIRST_POLL_MS * POLL_GROWTH ** polls);
}

/** Polls of a gap after which it is a long one (about 15 minutes), and one of days (an hour more). */
const LONG_GAP_POLLS = 95;
const DAYS_GAP_POLLS = LONG_GAP_POLLS + 120;

/** Milliseconds to the next poll of a number without an address: every second counts there, and not in a gap of days. */
export function gapPollMs(polls: number): number {
  if (polls === 0) return 300;
  if (polls < LONG_GAP_POLLS) return Math.min(10_000, 500 * 1.5 ** polls);
  return polls < DAYS_GAP_POLLS ? 30_000 : 300_000;
}
