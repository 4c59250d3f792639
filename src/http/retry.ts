import type { Clock, Random } from '../domain/clock.ts';
import { ProviderError } from '../errors/provider-error.ts';

/*
 * Repeating of requests that change nothing. 429s are not under the budget: the account's shared pause already slows them,
 * and one throttled second must not make a listing fail.
 */

const BASE_MS = 250;
const CAP_MS = 20_000;
const MAX_ATTEMPTS = 5;
const MAX_THROTTLED_ATTEMPTS = 12;
/** Each request earns this much of a repeat, so a provider in trouble gets at most 10% more load. */
const EARNED_PER_REQUEST = 0.1;
const BUDGET = 10;

interface RetryBudget {
  earn(): void;
  /** Takes one repeat; false when none is left. */
  spend(): boolean;
}

/** A token bucket of repeats, full with 10 at the start. */
export function createRetryBudget(): RetryBudget {
  let tokens = BUDGET;
  return {
    earn: () => {
      tokens = Math.min(BUDGET, tokens + EARNED_PER_REQUEST);
    },
    spend: () => {
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}

/** Counts the attempts of one request and says whether there may be another. */
export function createRetries(budget: RetryBudget): { mayRepeat(why: 'failed' | 'throttled'): boolean } {
  let failed = 0;
  let throttled = 0;
  return {
    mayRepeat: (why) => {
      if (why === 'throttled') {
        throttled += 1;
        return throttled < MAX_THROTTLED_ATTEMPTS;
      }
      failed += 1;
      return failed < MAX_ATTEMPTS && budget.spend();
    },
  };
}

/** Waits before repeat number `attempt` (from 0): full jitter, so that many clients do not come back together. */
export async function backOff(
  attempt: number,
  clock: Clock,
  random: Random,
  signal: AbortSignal,
): Promise<void> {
  await clock.sleep(random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt), signal);
}

/** Statuses that say nothing about what was asked. */
export function isNoAnswer(status: number): boolean {
  return status >= 500 || status === 408 || status === 425;
}

/** Whether a request that changes nothing may be sent again after this. */
export function isRepeatable(error: unknown): error is ProviderError {
  return (
    error instanceof ProviderError &&
    error.status === undefined &&
    !['refused', 'paused'].includes(error.kind)
  );
}
