import type { Journal } from '../../journal/journal.ts';
import { processBirth } from '../../journal/process-birth.ts';
import type { RunRecord } from '../../journal/records.ts';
import { isoNow, type RunContext } from './run-context.ts';
import type { RunHost } from './run-options.ts';

/**
 * Notes that a run may change things from now on, and which provider account each of its account names meant. What comes
 * before this note can start again; what comes after it must be resumed.
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
 * Notes that a whole run was undone: what it left open is not to be gone on with any more. Undoing an undo takes the note
 * off the run that had been undone.
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

/** Notes which process carries the run. */
export async function noteHolder(
  journal: Journal,
  runId: string,
  host: Pick<RunHost, 'pid' | 'host'>,
): Promise<void> {
  await journal.setHolder(runId, { pid: host.pid, host: host.host, birth: processBirth(host.pid) ?? '' });
}

/**
 * Number of the process that carries the run and is there still; null when there is none on this machine. Only a run that
 * has not locked its accounts yet needs this: a lock goes with its process. A number may be given to another process, so
 * the process's birth is compared as well.
 */
export async function livingHolder(
  journal: Journal,
  runId: string,
  host: Pick<RunHost, 'pid' | 'host'>,
): Promise<number | null> {
  const holder = (await journal.runStage(runId))?.holder;
  if (!holder || holder.host !== host.host || holder.pid === host.pid) return null;
  const birth = processBirth(holder.pid);
  const isSame = birth !== null && (birth === '' || holder.birth === '' || birth === holder.birth);
  return isSame ? holder.pid : null;
}
