import { commandError } from '../errors/command-errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/records.ts';
import { namedPlace, type StatePlace } from '../journal/state-place.ts';
import type { RunWatcher } from '../run/context/run-watcher.ts';
import { fromJournal } from './state-folder.ts';

/** The id of the run that work without one means, told as a note. @throws UsageError RUN_NONE when there is none. */
export async function newestRun(
  state: StatePlace,
  find: (journal: Journal) => Promise<RunRecord | null>,
  watcher: Pick<RunWatcher, 'note'>,
): Promise<string> {
  const run = await fromJournal<RunRecord | null>(state, find, null);
  if (run === null) throw commandError('runNone', { state: namedPlace(state) });
  watcher.note(`Using run ${run.runId}: ${run.command} of ${run.sheetName}, started ${run.startedAt}.`);
  return run.runId;
}
