import type { Clock } from '../../domain/clock.ts';
import { durationText } from '../../domain/duration-text.ts';
import type { AccountLock } from '../../journal/account-locks.ts';
import type { Journal } from '../../journal/journal.ts';
import { processBirth } from '../../journal/process-birth.ts';
import { type StatePlace, shownPlace } from '../../journal/state-place.ts';

/** Who locks accounts, and how long for the others. */
interface Locking {
  readonly journal: Pick<Journal, 'locks'>;
  /** What the lock is for: the ID of a run, or the option that needs it. */
  readonly runId: string;
  readonly state: StatePlace;
  readonly host: {
    readonly clock: Clock;
    readonly pid: number;
    readonly host: string;
    readonly operator: string;
  };
  /** `--wait-for-lock`; 0: refused at once. */
  readonly waitMs: number;
  readonly stop?: AbortSignal | undefined;
  /** Told what is waited for. */
  note(text: string): void;
}

/**
 * Locks accounts by their keys, always in the same order, so that no two processes wait for each other; `locks` gets each one as
 * soon as it is held. All of them together are waited for no longer than `waitMs`.
 * @throws GuardError ACCOUNT_LOCKED naming who holds one of them
 */
export async function lockAccounts(
  keys: Iterable<string>,
  locking: Locking,
  locks: AccountLock[],
): Promise<void> {
  const { journal, runId, state, host, waitMs, stop, note } = locking;
  const startedMs = host.clock.monotonicMs();
  const own = new Set<string>();
  for (const accountKey of [...keys].sort()) {
    // Two names of one account are refused at once: this process would wait for itself.
    const leftMs = own.has(accountKey) ? 0 : Math.max(0, waitMs - (host.clock.monotonicMs() - startedMs));
    own.add(accountKey);
    const lock = await journal.locks.lock({
      accountKey,
      holder: processHolder(host, { runId, startedAt: new Date(host.clock.wallMs()).toISOString(), state }),
      waitMs: leftMs,
      signal: stop,
      onWait: ({ message }) =>
        note(`${message} Waits for it, up to ${durationText(Math.ceil(leftMs / 1000))}.`),
    });
    locks.push(lock);
  }
}

/** A process as a lock names it. */
export function processHolder(
  { pid, host, operator }: Omit<Locking['host'], 'clock'>,
  {
    runId,
    startedAt,
    state,
  }: { readonly runId: string; readonly startedAt: string; readonly state: StatePlace },
) {
  return {
    pid,
    birth: processBirth(pid) ?? '',
    runId,
    startedAt,
    host,
    stateDir: shownPlace(state),
    operator,
  };
}
