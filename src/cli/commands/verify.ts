import { existsSync } from 'node:fs';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { isRunId, runIdOf } from '../../run/context/run-id.ts';
import { runOptionsSchema } from '../../run/context/run-options.ts';
import { newestChangingRun } from '../../run/intake/newest-run.ts';
import { performVerify } from '../../run/perform-verify.ts';
import { readRunOptions } from '../options/read-run-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import { inRunSession } from '../run-sheet.ts';
import { nameOpenGaps } from '../screen/open-gaps.ts';
import { newestRun } from '../session/newest-run.ts';
import { type CommandContext, type LoadedCommand, type Session, typedPath } from '../session/session.ts';
import { fromJournal } from '../session/state-folder.ts';

/** `e911 verify <run or sheet>` */
export function verifyCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('what', {
          type: 'string',
          describe: 'id of a run (see e911 runs), or a sheet; without it, the newest apply or undo',
        })
        .options(optionsOf('verify', sessionOptions, runOptionsSchema))
        .example('$0 verify', 'does every number match the newest run?')
        .example('$0 verify 20261121-143015207-k3f9 --wait 30m', 'poll pending numbers for up to 30 minutes')
        .example('$0 verify numbers.csv', 'does every number match the sheet? exit 7 if not'),
    handler: (args) => context.run(args, verify, { finishesOnSignal: true }),
  };
}

async function verify(session: Session): Promise<number> {
  const typed = session.args.text('what');
  const options = await readRunOptions(session, 'verify');
  await nameOpenGaps(session);
  const ofRun =
    typed === undefined ? await newestRun(session, newestChangingRun) : await runOf(session, typed);
  const input = ofRun ?? options.input;
  const exitCode = await inRunSession(session, (host) => performVerify({ ...options, input, ofRun }, host));
  return exitCode ?? EXIT_CODES.done.code;
}

/** The run that was meant; undefined when it is a sheet. */
async function runOf(session: Session, typed: string): Promise<string | undefined> {
  const id = runIdOf(typed);
  const isKnown = await fromJournal<boolean>(
    session,
    async (journal) => (await journal.run(id)) !== null,
    false,
  );
  const isRun = isKnown || (isRunId(id) && !existsSync(typedPath(session, typed)));
  return isRun ? id : undefined;
}
