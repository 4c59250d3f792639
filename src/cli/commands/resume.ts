import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { resumeMigration } from '../../migrate/perform-migration.ts';
import { undoMigration } from '../../migrate/undo-migration.ts';
import { runIdOf } from '../../run/context/run-id.ts';
import { runOptionsSchema } from '../../run/context/run-options.ts';
import { newestUnfinished } from '../../run/intake/unfinished.ts';
import { resumeRun } from '../../run/resume-run.ts';
import { typedRunOptions } from '../options/read-run-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import { inRunSession, nextOf, RUN_SIGNAL_POLICY, withRunHost } from '../run-sheet.ts';
import { nameOpenGaps } from '../screen/open-gaps.ts';
import { showMigration } from '../screen/show-migration.ts';
import { visible } from '../screen/visible.ts';
import { migrationOfRun } from '../session/migration.ts';
import { type CommandContext, type LoadedCommand, type Session, stateDirOf } from '../session/session.ts';
import { requireJournal } from '../session/state-folder.ts';

/** `e911 resume [run]` */
export function resumeCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('run', {
          type: 'string',
          describe: 'id of a run (default: the newest that is not finished)',
        })
        .options(optionsOf('resume', sessionOptions, runOptionsSchema))
        .example('$0 resume', 'resume the newest run that is not finished')
        .example('$0 resume 20261121-143015207-k3f9 --wait 1h', 'with a longer wait for pending numbers'),
    handler: (args) => context.run(args, resume, RUN_SIGNAL_POLICY),
  };
}

async function resume(session: Session): Promise<number> {
  const { args, terminal } = session;
  const runId = args.text('run');
  const request = { stateDir: stateDirOf(session), runId, overrides: typedRunOptions(session) };
  await nameOpenGaps(session);
  await requireJournal(session);
  const found = await migrationOfRun(session, (journal) =>
    runId === undefined ? newestUnfinished(journal) : journal.run(runIdOf(runId)),
  );
  if (found !== null && !(found.isItself && found.isFinished)) {
    const { migration, isBeingUndone } = found;
    const texts = typedRunOptions(session);
    if (!isBeingUndone) {
      const report = await withRunHost(session, (host) => resumeMigration(migration, texts, host));
      return showMigration(session, { ...report, next: nextOf(session, report.next) });
    }
    const code = await inRunSession(session, (host) => undoMigration(migration, texts, host));
    if (code !== null) return code;
  }
  const exitCode = await inRunSession(session, (host) => resumeRun(request, host));
  if (exitCode !== null) return exitCode;
  const { code } = EXIT_CODES.done;
  const sentence =
    runId === undefined
      ? 'Nothing to resume: every run is finished.'
      : `Nothing to resume: run ${visible(runId)} is finished.`;
  if (terminal.options.json) terminal.json({ resumed: null, exit_code: code, exit_reason: sentence });
  else terminal.answer(sentence);
  return code;
}
