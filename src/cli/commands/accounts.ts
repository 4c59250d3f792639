import { checkAccounts } from '../check-accounts.ts';
import { OWN_OPTIONS } from '../options/own-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import type { CommandContext, LoadedCommand } from '../session/session.ts';

/** `e911 accounts check` */
export function accountsCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (accounts) =>
      accounts
        .command({
          command: 'check',
          describe: 'one authenticated read per account: OK, FAILED, or UNREACHABLE',
          builder: (command) =>
            command
              .options({ ...optionsOf('accounts', sessionOptions), ...OWN_OPTIONS.accounts })
              .example('$0 accounts check', 'are the credentials right, and does each provider answer?'),
          handler: (args) => context.run(args, checkAccounts),
        })
        .demandCommand(1, 'Say what to do with the accounts. Type: e911 accounts check')
        .example('$0 accounts check', 'are the credentials right?'),
    // yargs asks for a handler although a subcommand is required.
    handler: () => undefined,
  };
}
