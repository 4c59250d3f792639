import type { Argv, CommandModule } from 'yargs';
import type { CommandContext, LoadedCommand } from './session/session.ts';
import { withUndrawnHelp } from './undrawn-help.ts';

/** One command of the program. Its file is loaded when the command is typed, so that help and offline commands start fast. */
interface Command {
  /** Name and arguments as the help shows them: `plan <sheet>`. */
  readonly usage: string;
  readonly describe: string;
  readonly load: () => Promise<(context: CommandContext) => LoadedCommand>;
}

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    usage: 'init',
    describe: 'write a config for your accounts, and check them',
    load: async () => (await import('./commands/init.ts')).initCommand,
  },
  {
    usage: 'validate <sheet>',
    describe: 'check every row offline; nothing is changed',
    load: async () => (await import('./commands/validate.ts')).validateCommand,
  },
  {
    usage: 'plan <sheet>',
    describe: 'read the current state and show what would change; nothing is changed',
    load: async () => (await import('./commands/plan.ts')).planCommand,
  },
  {
    usage: 'apply <sheet>',
    describe: 'make the changes of a sheet, or of a plan.json exactly as reviewed',
    load: async () => (await import('./commands/apply.ts')).applyCommand,
  },
  {
    usage: 'review [what]',
    describe: 'decide in a browser the rows of a plan that need a decision, and sign it',
    load: async () => (await import('./commands/review.ts')).reviewCommand,
  },
  {
    usage: 'resume [run]',
    describe: 'resume an interrupted run',
    load: async () => (await import('./commands/resume.ts')).resumeCommand,
  },
  {
    usage: 'verify [what]',
    describe:
      'compare the live state with a run or a sheet and report what does not match; nothing is changed',
    load: async () => (await import('./commands/verify.ts')).verifyCommand,
  },
  {
    usage: 'undo [run]',
    describe: 'roll back what a run changed; what was changed since is kept and listed',
    load: async () => (await import('./commands/undo.ts')).undoCommand,
  },
  {
    usage: 'migrate <old> <new>',
    describe: 'move the emergency addresses of an account to another account, and verify before removing',
    load: async () => (await import('./commands/migrate.ts')).migrateCommand,
  },
  {
    usage: 'buy',
    describe: 'pick numbers that are for sale into a sheet for review; nothing is bought until it is applied',
    load: async () => (await import('./commands/buy.ts')).buyCommand,
  },
  {
    usage: 'export [kind]',
    describe: 'write the live state, as CSV or .xlsx, in the columns of a sheet; nothing is changed',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  {
    usage: 'runs [run]',
    describe: 'list the runs, or show one',
    load: async () => (await import('./commands/runs.ts')).runsCommand,
  },
  {
    usage: 'worker',
    describe: 'carry out the runs that apply --detach handed over, with any number of other workers',
    load: async () => (await import('./commands/worker.ts')).workerCommand,
  },
  {
    usage: 'recover',
    describe:
      'build a new journal from result files, gaps.ndjson, and the live state; nothing is changed at a provider',
    load: async () => (await import('./commands/recover.ts')).recoverCommand,
  },
  {
    usage: 'template [name]',
    describe: 'list the templates of sheets, or write one',
    load: async () => (await import('./commands/template.ts')).templateCommand,
  },
  {
    usage: 'accounts',
    describe: 'check the accounts of the config',
    load: async () => (await import('./commands/accounts.ts')).accountsCommand,
  },
  {
    usage: 'providers',
    describe: 'show what each provider can do',
    load: async () => (await import('./commands/providers.ts')).providersCommand,
  },
  {
    usage: 'sandbox',
    describe: 'start local stand-ins of the providers, and print or write a config for them',
    load: async () => (await import('./commands/sandbox.ts')).sandboxCommand,
  },
  {
    usage: 'schema <name>',
    describe:
      'print the JSON schema of the config, for editors, or of the lines of --events, or the SQL of a state in PostgreSQL',
    load: async () => (await import('./commands/schema.ts')).schemaCommand,
  },
  {
    usage: 'completion <shell>',
    describe: 'print a script that completes commands, options, and values in a shell',
    load: async () => (await import('./commands/completion.ts')).completionCommand,
  },
];

/** The names of all commands: `plan`. */
export const COMMAND_NAMES: readonly string[] = COMMANDS.map(({ usage }) => usage.split(' ')[0] ?? usage);

/** How a command is typed, as the help shows it: `plan <sheet>`; empty for a word that is none. */
export function usageOf(name: string): string {
  return COMMANDS.find(({ usage }) => usage.split(' ')[0] === name)?.usage ?? '';
}

/** The command for yargs, loaded when it is typed. */
export function commandModule({ usage, describe, load }: Command, context: CommandContext): CommandModule {
  return {
    command: usage,
    describe,
    builder: async (argv: Argv) => {
      const { builder } = (await load())(context);
      const undrawn = withUndrawnHelp(argv);
      return typeof builder === 'function' ? builder(undrawn) : undrawn;
    },
    handler: async (args) => {
      await (await load())(context).handler(args);
    },
  };
}
