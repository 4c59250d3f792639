import type { LockHolder } from '../../journal/account-locks.ts';
import type { Journal } from '../../journal/journal.ts';
import { isSameProcess } from '../../journal/process-birth.ts';
import type { RunRecord } from '../../journal/records.ts';
import type { StatePlace } from '../../journal/state-place.ts';
import { processHolder } from './lock-accounts.ts';
import { isoNow, type RunContext } from './run-context.ts';
import type { RunHost } from './run-options.ts';

/**
 * Notes that a run may change things from now on, and which provider account each of its account names meant. A run
 * without this note can start over; a run with it must be resumed.
 */
export async function noteConfirmed(context: RunContext): Promise<void> {
  const { journal, runId, accounts } = context;
  const then = [...accounts.values()].map(({ name, provider }) => ({
    account: name,
    accountKey: provider.accountKey,
  }));
  await journal.confirmRun(runId, isoNow(context), then);
}

/** Whether the run may have changed something. */
export async function isConfirmed(journal: Journal, runId: string): Promise<boolean> {
  return ((await journal.runStage(runId))?.confirmedAt ?? null) !== null;
}

/**
 * Notes that a whole run was undone: what it left open is not resumed any more. Undoing an undo removes the note from the
 * run that had been undone.
 */
export async function noteUndone(journal: Journal, past: RunRecord, byRun: string): Promise<void> {
  const { ofRun } = past.options;
  if (past.command === 'undo' && typeof ofRun === 'string') await journal.setUndoneBy(ofRun, null);
  await journal.setUndoneBy(past.runId, byRun);
}

/** Whether the run was undone as a whole. */
export async function isUndone(journal: Journal, runId: string): Promise<boolean> {
  return ((await journal.runStage(runId))?.undoneBy ?? null) !== null;
}

/** A process, and who works with it. */
type Carrier = Pick<RunHost, 'pid' | 'host' | 'operator'>;

/** A run is locked like an account where processes of other machines may take it up: there, a number of a process says nothing. */
const lockOfRun = (runId: string): string => `run ${runId}`;

/**
 * Notes which process carries the run. In a database that other machines use, it holds the run until its journal is closed.
 * @throws GuardError ACCOUNT_LOCKED when another process holds it there
 */
export async function noteHolder(
  journal: Journal,
  run: { readonly runId: string; readonly state: StatePlace },
  host: Carrier & Pick<RunHost, 'clock'>,
): Promise<void> {
  const { runId, state } = run;
  const holder = processHolder(host, { runId, startedAt: isoNow({ host }), state });
  if (journal.locks.reach === 'database') {
    const held = await journal.locks.holderOf(lockOfRun(runId));
    if (held === null || !isOwn(held, host)) {
      await journal.locks.lock({ accountKey: lockOfRun(runId), holder });
    }
  }
  await journal.setHolder(runId, { pid: host.pid, host: host.host, birth: holder.birth });
}

/**
 * The living process that carries the run, in words; null when none does. In a state folder only a run that has not locked its
 * accounts yet needs this: a lock is released with its process. In a database a process of another machine lives as long as
 * its lease.
 */
export async function livingHolder(
  journal: Journal,
  runId: string,
  host: Pick<RunHost, 'pid' | 'host'>,
): Promise<string | null> {
  if (journal.locks.reach === 'database') {
    const held = await journal.locks.holderOf(lockOfRun(runId));
    if (held === null || isOwn(held, host)) return null;
    return `process ${held.pid} on ${held.host}${held.operator ? ` of ${held.operator}` : ''}`;
  }
  const holder = (await journal.runStage(runId))?.holder;
  if (!holder || holder.host !== host.host || holder.pid === host.pid) return null;
  return isSameProcess(holder) ? `process ${holder.pid}` : null;
}

const isOwn = (held: LockHolder, { pid, host }: Pick<RunHost, 'pid' | 'host'>): boolean =>
  held.pid === pid && held.host === host && isSameProcess(held);
