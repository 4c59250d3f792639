import { migrateAccount } from '../../api/past-runs.ts';
import type { MigrationRequest } from '../../migrate/migration-record.ts';
import { runOptionsSchema } from '../../run/context/run-options.ts';
import { OWN_OPTIONS } from '../options/own-options.ts';
import { typedRunOptions } from '../options/read-run-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import { nextOf, RUN_SIGNAL_POLICY, withRunHost } from '../run-sheet.ts';
import { nameOpenGaps } from '../screen/open-gaps.ts';
import { showMigration } from '../screen/show-migration.ts';
import type { CommandContext, LoadedCommand, Session } from '../session/session.ts';
import { stateOf } from '../session/state-place.ts';

/** `e911 migrate OLD-ACCOUNT NEW-ACCOUNT` */
export function migrateCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('old', { type: 'string', describe: 'account that has the addresses now' })
        .positional('new', { type: 'string', describe: 'account that gets them' })
        .options({
          ...optionsOf('migrate', sessionOptions, runOptionsSchema),
          ...OWN_OPTIONS.migrate,
        })
        .example('$0 migrate vonage sinch --dry-run', 'what would move, and what cannot')
        .example(
          '$0 migrate vonage sinch --keep-old',
          'cover at the new account, and leave the old one as it is',
        )
        .example('$0 migrate vonage sinch', 'the whole move, after one confirmation'),
    handler: (args) => context.run(args, migrate, RUN_SIGNAL_POLICY),
  };
}

async function migrate(session: Session): Promise<number> {
  const { args } = session;
  const request: MigrationRequest = {
    oldAccount: args.text('old') ?? '',
    newAccount: args.text('new') ?? '',
    keepOld: args.flag('keep-old'),
    dryRun: args.flag('dry-run'),
    texts: typedRunOptions(session),
  };
  await nameOpenGaps(session);
  const state = await stateOf(session);
  const report = await withRunHost(session, (host) => migrateAccount(request, state, host));
  return showMigration(session, { ...report, next: nextOf(session, report.next) });
}
