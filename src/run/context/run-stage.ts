import type { Journal } from '../../journal/journal.ts';
import { isSameProcess, processBirth } from '../../journal/process-birth.ts';
import type { RunRecord } from '../../journal/records.ts';
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

/** Notes which process carries the run. */
export async function noteHolder(
  journal: Journal,
  runId: string,
  host: Pick<RunHost, 'pid' | 'host'>,
): Promise<void> {
  await journal.setHolder(runId, { pid: host.pid, host: host.host, birth: processBirth(host.pid) ?? '' });
}

/**
 * Number of the living process of this machine that carries the run; null when none does. Only a run that has not locked its
 * accounts yet needs this: a lock is released with its process.
 */
export async function livingHolder(
  journal: Journal,
  runId: string,
  host: Pick<RunHost, 'pid' | 'host'>,
): Promise<number | null> {
  const holder = (await journal.runStage(runId))?.holder;
  if (!holder || holder.host !== host.host || holder.pid === host.pid) return null;
  return isSameProcess(holder) ? holder.pid : null;
}
