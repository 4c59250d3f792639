import { setTimeout as sleep } from 'node:timers/promises';
import { GuardError } from '../errors/app-error.ts';
import type { AccountLock, LockRequest } from './account-locks.ts';

const PAUSE_MS = 500;

/** Tries for a lock until it is there or the time of the request is over. */
export async function lockWithin(
  { waitMs = 0, signal, onWait }: LockRequest,
  attempt: () => Promise<AccountLock>,
): Promise<AccountLock> {
  for (let leftMs = waitMs; ; leftMs -= PAUSE_MS) {
    try {
      return await attempt();
    } catch (refusal) {
      const mayWait = refusal instanceof GuardError && refusal.code === 'ACCOUNT_LOCKED' && leftMs > 0;
      if (!mayWait || signal?.aborted) throw refusal;
      if (leftMs === waitMs) onWait?.(refusal);
      await sleep(Math.min(PAUSE_MS, leftMs), undefined, { signal }).catch(() => undefined);
    }
  }
}
