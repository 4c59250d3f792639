import { runProgress } from '../api/team.ts';
import { counted } from '../domain/plural.ts';
import { commandError } from '../errors/command-errors.ts';
import type { Journal } from '../journal/journal.ts';
import { unknownRun } from '../run/context/unknown-run.ts';
import { printEvents } from './screen/print-events.ts';
import { showOneRun } from './screen/show-one-run.ts';
import { visible } from './screen/visible.ts';
import type { Session } from './session/session.ts';
import { fromJournal, requireJournal } from './session/state-folder.ts';

const LOOK_EVERY_MS = 1_000;
const LOOKED_BACK = 100;

type Progress = NonNullable<Awaited<ReturnType<typeof runProgress>>>;

/**
 * `e911 runs [RUN] --follow`: shows how far a run has come until it ends, then the run. Returns its exit code.
 * @throws UsageError RUN_UNKNOWN, RUN_NONE
 */
export async function followRun(session: Session): Promise<number> {
  await requireJournal(session);
  const runId = session.args.text('run') ?? (await newestRun(session));
  const said = new Map<string, string>();
  const emit = session.terminal.options.events ? printEvents(session).event : null;
  for (;;) {
    const read = async (journal: Journal) => {
      const progress = await runProgress(journal, runId);
      if (progress === null) throw await unknownRun(runId, journal);
      return progress;
    };
    const found = await fromJournal(session, read, null);
    if (found === null) throw await unknownRun(runId, null);
    for (const one of found.accounts) {
      const line = lineOf(one);
      if (said.get(one.account) === line) continue;
      said.set(one.account, line);
      if (emit === null) session.terminal.note(line);
      else emit({ type: 'run-progress', run_id: runId, ...one });
    }
    const { exitCode } = found.run;
    if (exitCode !== null) return showOneRun(session, runId, exitCode);
    await session.io.clock.sleep(LOOK_EVERY_MS, session.stop);
  }
}

/** The newest run that has not ended, or the newest one. */
async function newestRun(session: Session): Promise<string> {
  const runs = await fromJournal(session, (journal) => journal.runs(LOOKED_BACK), []);
  const run = runs.find(({ exitCode }) => exitCode === null) ?? runs[0];
  if (run === undefined) throw commandError('followNone');
  return run.runId;
}

function lineOf({ account, done, total, worker, ended }: Progress['accounts'][number]): string {
  const [all, ready] = [total, done].map((count) => counted(count));
  const who = ended ? 'ended' : worker === '' ? 'no worker has it' : visible(worker);
  return `${visible(account)}: ${ready} of ${all} changes, ${who}`;
}
