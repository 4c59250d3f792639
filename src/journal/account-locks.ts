import type { GuardError } from '../errors/app-error.ts';

/** Who holds an account: shown to the second run, so it has no secret and nothing of the sheet. */
export interface LockHolder {
  readonly pid: number;
  /** `processBirth` of it; empty when the system does not tell. */
  readonly birth: string;
  readonly runId: string;
  /** ISO time. */
  readonly startedAt: string;
  readonly host: string;
  readonly stateDir: string;
  readonly operator?: string | undefined;
}

export interface LockRequest {
  readonly accountKey: string;
  readonly holder: LockHolder;
  /** How long to wait for another holder; 0 or absent refuses at once. */
  readonly waitMs?: number | undefined;
  /** Ends the wait; the refusal is thrown then. */
  readonly signal?: AbortSignal | undefined;
  /** Told once, with the refusal that would have been thrown, when the wait begins. */
  readonly onWait?: ((refusal: GuardError) => void) | undefined;
}

export interface AccountLock {
  /** Lets the next run in. Releasing twice is allowed. */
  release(): Promise<void>;
}

/** One run per provider account at a time, whatever the account is called. Closing the journal lets go of what is still held. */
export interface AccountLocks {
  /** Who is kept out: the processes of this machine, or every process that uses the database. */
  readonly reach: 'machine' | 'database';
  /** Who holds a lock now; null when it is free. An expired lease holds nothing. */
  holderOf(accountKey: string): Promise<LockHolder | null>;
  /** Whether this journal certainly holds the lock still. It is told without asking anyone, so a change may depend on it. */
  isHeld(accountKey: string): boolean;
  /**
   * @throws GuardError (ACCOUNT_LOCKED) naming the run that holds it, at once or when the wait is over; (ACCOUNT_LOCK_UNUSABLE)
   * when the place of the locks cannot be used; JournalError when its engine cannot.
   */
  lock(request: LockRequest): Promise<AccountLock>;
}
