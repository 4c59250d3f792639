import { newestRun } from '../../api/newest-run.ts';
import { undoRun } from '../../api/past-runs.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { runOptionsSchema } from '../../run/context/run-options.ts';
import { newestRunWithChanges } from '../../run/intake/newest-run.ts';
import { typedRunOptions } from '../options/read-run-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import { RUN_SIGNAL_POLICY, showEnd, withRunHost } from '../run-sheet.ts';
import { nameOpenGaps } from '../screen/open-gaps.ts';
import type { CommandContext, LoadedCommand, Session } from '../session/session.ts';
import { requireJournal } from '../session/state-folder.ts';
import { stateOf } from '../session/state-place.ts';

/** `e911 undo <run>` */
export function undoCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('run', {
          type: 'string',
          describe:
            'id of a run of apply or undo (see e911 runs); without it, the newest that changed something',
        })
        .options(optionsOf('undo', sessionOptions, runOptionsSchema))
        .example('$0 undo', 'roll back the newest run that changed something')
        .example('$0 undo 20261121-143015207-k3f9', 'after a confirmation, roll back what that run changed')
        .example('$0 undo 20261121-143015207-k3f9 --limit 1 --yes', 'start with one row'),
    handler: (args) => context.run(args, undo, RUN_SIGNAL_POLICY),
  };
}

async function undo(session: Session): Promise<number> {
  const run = session.args.text('run');
  const given = typedRunOptions(session);
  const state = await stateOf(session);
  await nameOpenGaps(session);
  // Before the config is read: uncovered numbers are named all the same.
  if (run === undefined) await newestRun(state, newestRunWithChanges, { note: () => undefined });
  await requireJournal(session);
  const undone = await withRunHost(session, (host) => undoRun({ state, run, given }, host));
  return 'nothingLeftOf' in undone ? nothingLeft(session, undone.nothingLeftOf) : showEnd(session, undone);
}

function nothingLeft({ terminal }: Session, id: string): number {
  const { code } = EXIT_CODES.done;
  const sentence = `Nothing to undo: migration ${id} changed nothing, or is undone already.`;
  if (terminal.options.json) terminal.json({ undone: null, exit_code: code, exit_reason: sentence });
  else terminal.answer(sentence);
  return code;
}
