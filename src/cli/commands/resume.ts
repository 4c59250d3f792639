import { resumeWork } from '../../api/past-runs.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { runOptionsSchema } from '../../run/context/run-options.ts';
import { typedRunOptions } from '../options/read-run-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import { nextOf, RUN_SIGNAL_POLICY, showEnd, withRunHost } from '../run-sheet.ts';
import { nameOpenGaps } from '../screen/open-gaps.ts';
import { showMigration } from '../screen/show-migration.ts';
import { visible } from '../screen/visible.ts';
import type { CommandContext, LoadedCommand, Session } from '../session/session.ts';
import { requireJournal } from '../session/state-folder.ts';
import { stateOf } from '../session/state-place.ts';

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
  const given = typedRunOptions(session);
  await nameOpenGaps(session);
  // Before the config is read: uncovered numbers are named all the same.
  await requireJournal(session);
  const state = await stateOf(session);
  const resumed = await withRunHost(session, (host) => resumeWork({ state, run: runId, given }, host));
  if ('run' in resumed) return showEnd(session, resumed.run);
  if ('migration' in resumed) {
    const report = resumed.migration;
    return showMigration(session, { ...report, next: nextOf(session, report.next) });
  }
  const { code } = EXIT_CODES.done;
  const sentence =
    runId === undefined
      ? 'Nothing to resume: every run is finished.'
      : `Nothing to resume: run ${visible(runId)} is finished.`;
  if (terminal.options.json) terminal.json({ resumed: null, exit_code: code, exit_reason: sentence });
  else terminal.answer(sentence);
  return code;
}
