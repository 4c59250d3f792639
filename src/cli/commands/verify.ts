import { existsSync } from 'node:fs';
import { verifyRun } from '../../api/past-runs.ts';
import { commandError } from '../../errors/command-errors.ts';
import { isRunId, runIdOf } from '../../run/context/run-id.ts';
import { runOptionsSchema } from '../../run/context/run-options.ts';
import { meantRun } from '../../run/context/unknown-run.ts';
import { typedRunOptions } from '../options/read-run-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import { inRunSession, runSheet } from '../run-sheet.ts';
import { nameOpenGaps } from '../screen/open-gaps.ts';
import { type CommandContext, type LoadedCommand, type Session, typedPath } from '../session/session.ts';
import { fromJournal } from '../session/state-folder.ts';
import { stateOf } from '../session/state-place.ts';
import { STDIN } from '../session/stdin-path.ts';

/** `e911 verify <run or sheet>` */
export function verifyCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('what', {
          type: 'string',
          describe:
            'id of a run (see e911 runs), or a sheet; without it, the newest apply or undo with something to read back',
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
  const run = typed === undefined ? undefined : await runOf(session, typed);
  if (typed !== undefined && run === undefined) return runSheet(session, 'verify');
  const given = typedRunOptions(session);
  await nameOpenGaps(session);
  const state = await stateOf(session);
  return inRunSession(session, (host) => verifyRun({ state, run, given }, host));
}

/** The run that was meant; undefined when it is a sheet. @throws UsageError SHEET_NOT_FOUND when it is neither */
async function runOf(session: Session, typed: string): Promise<string | undefined> {
  const id = runIdOf(typed);
  const isKnown = await fromJournal<boolean>(
    session,
    async (journal) => (await journal.run(id)) !== null,
    false,
  );
  if (isKnown) return id;
  const isFile = typed === STDIN || existsSync(typedPath(session, typed));
  if (!isFile && isRunId(id)) return id;
  if (!isFile) {
    const meant = await fromJournal(session, (journal) => meantRun(id, journal), '');
    throw commandError('neitherRunNorSheet', { what: typed, meant });
  }
  return undefined;
}
