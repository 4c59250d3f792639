import { commandError } from '../../errors/command-errors.ts';
import type { Journal } from '../../journal/journal.ts';
import type { RunRecord } from '../../journal/records.ts';
import { visible } from '../screen/visible.ts';
import { type Session, stateDirOf } from './session.ts';
import { fromJournal } from './state-folder.ts';

/** The id of the run that a command without one means, said on stderr. @throws UsageError RUN_NONE when there is none. */
export async function newestRun(
  session: Session,
  find: (journal: Journal) => Promise<RunRecord | null>,
): Promise<string> {
  const run = await fromJournal<RunRecord | null>(session, find, null);
  if (run === null) throw commandError('runNone', { stateDir: stateDirOf(session) });
  session.terminal.note(
    `Using run ${run.runId}: ${run.command} of ${visible(run.sheetName)}, started ${run.startedAt}.`,
  );
  return run.runId;
}
