import type { Journal } from '../../journal/journal.ts';
import type { CallRecord, RunRecord } from '../../journal/records.ts';

const SEARCHED_RUNS = 1_000;
/** Calls that changed nothing: an apply whose only change was refused has nothing to undo. */
const UNCHANGED: ReadonlySet<CallRecord['state']> = new Set(['not-sent', 'refused', 'absent']);
const CHANGING: ReadonlySet<string> = new Set(['apply', 'undo']);

/** The newest run of apply or undo, finished or not; null when there is none. A resumed run keeps its ID. */
export async function newestChangingRun(journal: Journal): Promise<RunRecord | null> {
  return (await journal.runs(SEARCHED_RUNS)).find(({ command }) => CHANGING.has(command)) ?? null;
}

/** The newest run with a change that a provider made, or may have made; null when there is none. */
export async function newestRunWithChanges(journal: Journal): Promise<RunRecord | null> {
  for (const run of await journal.runs(SEARCHED_RUNS)) {
    if (!CHANGING.has(run.command)) continue;
    for await (const { state } of journal.calls(run.runId)) if (!UNCHANGED.has(state)) return run;
  }
  return null;
}
