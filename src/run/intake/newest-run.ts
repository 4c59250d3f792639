import type { Journal } from '../../journal/journal.ts';
import type { RunRecord } from '../../journal/records.ts';

const SEARCHED_RUNS = 1_000;
const CHANGING: ReadonlySet<string> = new Set(['apply', 'undo']);

/** The newest run of apply or undo, finished or not; null when there is none. A resumed run keeps its ID. */
export async function newestChangingRun(journal: Journal): Promise<RunRecord | null> {
  return (await journal.runs(SEARCHED_RUNS)).find(({ command }) => CHANGING.has(command)) ?? null;
}

/** The newest run that sent a change to a provider; null when there is none. */
export async function newestRunWithChanges(journal: Journal): Promise<RunRecord | null> {
  for (const run of await journal.runs(SEARCHED_RUNS)) {
    if (CHANGING.has(run.command) && (await journal.callSeconds(run.runId)).length > 0) return run;
  }
  return null;
}
