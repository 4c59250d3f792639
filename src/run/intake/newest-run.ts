import type { Journal } from '../../journal/journal.ts';
import { type CallRecord, RESULTS, type Result, type RunRecord } from '../../journal/records.ts';

const SEARCHED_RUNS = 1_000;
/** Calls that changed nothing: an apply whose only change was refused has nothing to undo. */
const UNCHANGED: ReadonlySet<CallRecord['state']> = new Set(['not-sent', 'refused', 'absent']);
const CHANGING: ReadonlySet<string> = new Set(['apply', 'undo']);

/** Results of rows that a verification compares with the live state; what a run did not apply has no expected state. */
export const READ_BACK: ReadonlySet<Result> = new Set([
  'applied',
  'unchanged',
  'pending',
  'unknown',
  'undone',
]);

/**
 * The newest run of apply or undo with something to read back, or that has not finished; null when there is none. A resumed run
 * keeps its ID. One that was refused as a whole would make a verification of nothing look like a good one.
 */
export async function newestRunToVerify(journal: Journal): Promise<RunRecord | null> {
  for (const run of await journal.runs(SEARCHED_RUNS)) {
    if (!CHANGING.has(run.command)) continue;
    const { byResult } = await journal.countRows(run.runId);
    if (
      run.finishedAt === null ||
      RESULTS.some((result) => READ_BACK.has(result) && (byResult[result] ?? 0) > 0)
    ) {
      return run;
    }
  }
  return null;
}

/** The newest run with a change that a provider made, or may have made; null when there is none. */
export async function newestRunWithChanges(journal: Journal): Promise<RunRecord | null> {
  for (const run of await journal.runs(SEARCHED_RUNS)) {
    if (!CHANGING.has(run.command)) continue;
    for await (const { state } of journal.calls(run.runId)) if (!UNCHANGED.has(state)) return run;
  }
  return null;
}
