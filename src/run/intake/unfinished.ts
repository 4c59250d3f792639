import type { Journal } from '../../journal/journal.ts';
import type { RunRecord } from '../../journal/records.ts';
import type { RunHost } from '../context/run-options.ts';
import { isConfirmed, isUndone, livingHolder } from '../context/run-stage.ts';

const LOOKED_BACK = 1_000;

/** Whether a run has something left to do: it did not end, or left rows open, or a number without its address. */
export async function isUnfinished(journal: Journal, run: RunRecord): Promise<boolean> {
  // Neither changes anything: another one serves as well.
  if (run.command === 'verify' || run.command === 'export') return false;
  if (run.finishedAt === null) return true;
  if (!(await isConfirmed(journal, run.runId)) || (await isUndone(journal, run.runId))) return false;
  const { not_attempted = 0, pending = 0, unknown = 0 } = (await journal.countRows(run.runId)).byResult;
  if (not_attempted + pending + unknown > 0) return true;
  if ((await journal.openGaps()).some((gap) => gap.runId === run.runId)) return true;
  for await (const { outcome } of journal.operations(run.runId)) {
    if (outcome?.result === 'failed' && outcome.errorCode === 'ACCOUNT_STOPPED') return true;
    // An undo deletes addresses that no row speaks of.
    if (outcome?.result === 'not_attempted' || outcome?.result === 'unknown') return true;
  }
  return false;
}

/**
 * The newest run with something left to do; null when there is none. Of a database, one that a process of the team carries out now
 * is passed over while there is another one.
 */
export async function newestUnfinished(
  journal: Journal,
  host: Pick<RunHost, 'pid' | 'host'>,
): Promise<RunRecord | null> {
  let carried: RunRecord | null = null;
  for (const run of await journal.runs(LOOKED_BACK)) {
    if (!(await isUnfinished(journal, run))) continue;
    const isCarried =
      journal.locks.reach === 'database' && (await livingHolder(journal, run.runId, host)) !== null;
    if (!isCarried) return run;
    carried ??= run;
  }
  return carried;
}
