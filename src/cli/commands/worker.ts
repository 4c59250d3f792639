import { placeOfWorker, workForTeam } from '../../api/team.ts';
import { many } from '../../domain/plural.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { shownPlace } from '../../journal/state-place.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf, typedTexts } from '../options/typed-options.ts';
import { workerOptions } from '../options/worker-options.ts';
import { withRunHost } from '../run-sheet.ts';
import { visible } from '../screen/visible.ts';
import type { CommandContext, LoadedCommand, Session, SignalPolicy } from '../session/session.ts';
import { stateOf } from '../session/state-place.ts';

const SIGNAL_POLICY: SignalPolicy = {
  finishesOnSignal: true,
  onFirstSignal:
    'Stopping: this worker takes no more accounts, closes open coverage gaps, and gives back what it has. Press Ctrl-C again to quit at once.',
};

/** `e911 worker` */
export function workerCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .options(optionsOf('worker', sessionOptions, workerOptions))
        .example(
          '$0 worker --state postgres://db.internal/e911',
          'carry out what is handed over, until Ctrl-C',
        ),
    handler: (args) => context.run(args, work, SIGNAL_POLICY),
  };
}

async function work(session: Session): Promise<number> {
  const { terminal } = session;
  const { places } = workerOptions.parse(typedTexts(workerOptions, session.args));
  const state = placeOfWorker(await stateOf(session));
  const { parts, runs } = await withRunHost(session, (host) => {
    const names = [...host.config.accounts.keys()].join(', ');
    terminal.note(
      `Worker ${host.pid} on ${visible(host.host)} waits for runs in ${visible(shownPlace(state))}. Its accounts: ${visible(names)}`,
    );
    return workForTeam({ state, places }, host);
  });
  const exit = EXIT_CODES.done;
  if (terminal.options.json) {
    terminal.json({
      parts_ended: parts,
      runs_ended: runs,
      exit_code: exit.code,
      exit_reason: 'asked to stop',
    });
  } else {
    terminal.answer(
      `Stopped. ${many(parts, 'account was', 'accounts were')} carried out, ${many(runs.length, 'run')} ended.`,
    );
  }
  return exit.code;
}
