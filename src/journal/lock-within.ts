import { setTimeout as sleep } from 'node:timers/promises';
import { GuardError } from '../errors/app-error.ts';
import type { AccountLock, LockRequest } from './account-locks.ts';

const PAUSE_MS = 500;

/** Refusals that end by themselves when another process does. */
const PASSES: ReadonlySet<string> = new Set(['ACCOUNT_LOCKED', 'RUN_STILL_GOING']);

/** How long to try again, see `LockRequest`. */
type Wait = Pick<LockRequest, 'waitMs' | 'signal' | 'onWait'>;

/** Tries for a lock until it is there or the time of the request is over. */
export function lockWithin(request: LockRequest, attempt: () => Promise<AccountLock>): Promise<AccountLock> {
  return passWithin(request, attempt);
}

/**
 * Tries until no other process is in the way, or the time is over.
 * @throws GuardError (ACCOUNT_LOCKED, RUN_STILL_GOING) as the attempt does; whatever else it throws at once
 */
export async function passWithin<T>(
  { waitMs = 0, signal, onWait }: Wait,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let leftMs = waitMs; ; leftMs -= PAUSE_MS) {
    try {
      return await attempt();
    } catch (refusal) {
      const mayWait = refusal instanceof GuardError && PASSES.has(refusal.code) && leftMs > 0;
      if (!mayWait || signal?.aborted) throw refusal;
      if (leftMs === waitMs) onWait?.(refusal);
      await sleep(Math.min(PAUSE_MS, leftMs), undefined, { signal }).catch(() => undefined);
    }
  }
}
