import type { CommandModule } from 'yargs';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { runOptionsSchema } from '../../run/context/run-options.ts';
import { performUndo } from '../../run/perform-undo.ts';
import { readRunOptions } from '../options/read-run-options.ts';
import { runIdOf } from '../options/run-target.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import { inRunSession, RUN_SIGNAL_POLICY } from '../run-sheet.ts';
import { nameOpenGaps } from '../screen/open-gaps.ts';
import type { CommandContext, Session } from '../session.ts';

/** `e911 undo <run>` */
export function undoCommand(context: CommandContext): CommandModule {
  return {
    command: 'undo <run>',
    describe: 'roll back what a run changed; what was changed since is kept and listed',
    builder: (command) =>
      command
        .positional('run', { type: 'string', describe: 'id of a run of apply or undo (see e911 runs)' })
        .options(optionsOf('undo', sessionOptions, runOptionsSchema))
        .example('$0 undo 20261121-143015207-k3f9', 'after a confirmation, roll back what that run changed')
        .example('$0 undo 20261121-143015207-k3f9 --limit 1 --yes', 'start with one row'),
    handler: (args) => context.run(args, undo, RUN_SIGNAL_POLICY),
  };
}

async function undo(session: Session): Promise<number> {
  const ofRun = runIdOf(session.args.text('run') ?? '');
  const options = { ...(await readRunOptions(session, 'undo')), input: ofRun, ofRun };
  await nameOpenGaps(session);
  const exitCode = await inRunSession(session, (host) => performUndo(options, host));
  return exitCode ?? EXIT_CODES.done.code;
}
