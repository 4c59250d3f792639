import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { undoMigration } from '../../migrate/undo-migration.ts';
import { runIdOf } from '../../run/context/run-id.ts';
import { runOptionsSchema } from '../../run/context/run-options.ts';
import { newestRunWithChanges } from '../../run/intake/newest-run.ts';
import { performUndo } from '../../run/perform-undo.ts';
import { readRunOptions, typedRunOptions } from '../options/read-run-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import { inRunSession, RUN_SIGNAL_POLICY } from '../run-sheet.ts';
import { nameOpenGaps } from '../screen/open-gaps.ts';
import { migrationOfRun } from '../session/migration.ts';
import { newestRun } from '../session/newest-run.ts';
import type { CommandContext, LoadedCommand, Session } from '../session/session.ts';
import { requireJournal } from '../session/state-folder.ts';

const NO_LIMIT = { kind: 'percent', value: 100 } as const;

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
  const typed = session.args.text('run');
  const given = await readRunOptions(session, 'undo');
  await nameOpenGaps(session);
  const ofRun = typed === undefined ? await newestRun(session, newestRunWithChanges) : runIdOf(typed);
  await requireJournal(session);
  const part = await migrationOfRun(session, (journal) => journal.run(ofRun));
  // One of its runs that was typed is undone alone; without an ID, what was done last is the whole migration.
  if (part?.isItself || (typed === undefined && part !== null && !part.isBeingUndone)) {
    const { migration } = part;
    session.terminal.note(
      `Undoes migration ${migration.id}: first at ${migration.oldAccount}, then at ${migration.newAccount}.`,
    );
    const code = await inRunSession(session, (host) =>
      undoMigration(migration, typedRunOptions(session), host),
    );
    if (code !== null) return code;
    return nothingLeft(session, migration.id);
  }
  // Rolling back what a run did is the request itself: only a limit that was typed stops it.
  const limits = {
    ...(session.args.text('max-replace') === undefined && { maxReplace: NO_LIMIT }),
    ...(session.args.text('max-remove') === undefined && { maxRemove: NO_LIMIT }),
  };
  const options = { ...given, ...limits, input: ofRun, ofRun };
  const exitCode = await inRunSession(session, (host) => performUndo(options, host));
  return exitCode ?? EXIT_CODES.done.code;
}

function nothingLeft({ terminal }: Session, id: string): number {
  const { code } = EXIT_CODES.done;
  const sentence = `Nothing to undo: migration ${id} changed nothing, or is undone already.`;
  if (terminal.options.json) terminal.json({ undone: null, exit_code: code, exit_reason: sentence });
  else terminal.answer(sentence);
  return code;
}
