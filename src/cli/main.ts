import yargs, { type Argv } from 'yargs';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import { runOptionsSchema } from '../run/context/run-options.ts';
import { commandLineError } from './command-line-error.ts';
import { accountsCommand } from './commands/accounts.ts';
import { applyCommand } from './commands/apply.ts';
import { completionCommand } from './commands/completion.ts';
import { exportCommand } from './commands/export.ts';
import { initCommand } from './commands/init.ts';
import { planCommand } from './commands/plan.ts';
import { providersCommand } from './commands/providers.ts';
import { resumeCommand } from './commands/resume.ts';
import { runsCommand } from './commands/runs.ts';
import { sandboxCommand } from './commands/sandbox.ts';
import { schemaCommand } from './commands/schema.ts';
import { templateCommand } from './commands/template.ts';
import { undoCommand } from './commands/undo.ts';
import { validateCommand } from './commands/validate.ts';
import { verifyCommand } from './commands/verify.ts';
import { COMPLETE_WORD, completions } from './complete.ts';
import { failureOf } from './exit-of-error.ts';
import { exitCodeOfSignal, listenForSignals } from './interruption.ts';
import type { Io } from './io.ts';
import { Arguments } from './options/arguments.ts';
import { exportOptions } from './options/export-options.ts';
import { initOptions } from './options/init-options.ts';
import { outputOptions } from './options/session-options.ts';
import { optionsOfAll, repeatableOptions } from './options/typed-options.ts';
import { gapAsJson, gapSentence, nameWhatIsLeft } from './screen/open-gaps.ts';
import { Terminal } from './screen/terminal.ts';
import type { CommandContext, Session, SignalPolicy } from './session.ts';
import { STDIN } from './stdin-sheet.ts';

/** Runs one command line and returns its exit code (docs/contract.md, "Exit codes"). Never throws, never exits the process. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let exitCode: number = EXIT_CODES.done.code;
  const context: CommandContext = {
    async run(args, work, signalPolicy) {
      exitCode = await runCommand(io, new Arguments(args), work, signalPolicy ?? { finishesOnSignal: false });
    },
  };
  // For what goes wrong before a command is known.
  const terminal = new Terminal(io, {
    json: argv.includes('--json'),
    quiet: false,
    verbose: false,
    color: mayColor(io, argv.includes('--no-color')),
  });
  try {
    if (argv[0] === COMPLETE_WORD) {
      const helpOf = (words: readonly string[]): Promise<string> => parse([...words, '--help'], io, context);
      const names = await completions(argv.slice(1), helpOf);
      terminal.verbatim(
        names
          .map(
            (name) => `${name}
`,
          )
          .join(''),
      );
      return EXIT_CODES.done.code;
    }
    const help = await parse(asTyped(argv), io, context);
    if (help !== '') terminal.verbatim(`${help}\n`);
    return exitCode;
  } catch (error) {
    return tellFailure(terminal, error);
  }
}

/** Nothing typed asks for help. yargs drops a lone `-`, so stdin goes by its path from here on. */
function asTyped(argv: readonly string[]): readonly string[] {
  return argv.length === 0 ? ['--help'] : argv.map((word) => (word === '-' ? STDIN : word));
}

/** Runs the handler of the command that argv names; returns the text of --help or --version instead when asked for it. */
async function parse(argv: readonly string[], io: Io, context: CommandContext): Promise<string> {
  let help = '';
  await commandLine(argv, io, context).parseAsync([...argv], {}, (_error, _args, output) => {
    help = output;
  });
  return help;
}

function commandLine(argv: readonly string[], io: Io, context: CommandContext): Argv {
  return yargs([...argv], io.cwd)
    .scriptName('e911')
    .locale('en')
    .usage('$0 <command>\n\nRegisters emergency (911) addresses for the phone numbers of a spreadsheet.')
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'boolean-negation': false,
      'dot-notation': false,
    })
    .options(optionsOfAll(outputOptions))
    .command(initCommand(context))
    .command(validateCommand(context))
    .command(planCommand(context))
    .command(applyCommand(context))
    .command(resumeCommand(context))
    .command(verifyCommand(context))
    .command(undoCommand(context))
    .command(exportCommand(context))
    .command(runsCommand(context))
    .command(templateCommand(context))
    .command(accountsCommand(context))
    .command(providersCommand(context))
    .command(sandboxCommand(context))
    .command(schemaCommand(context))
    .command(completionCommand(context))
    .demandCommand(1, 'Give a command, for example: e911 plan numbers.csv')
    .recommendCommands()
    .strict()
    .check((args) => refuseRepeated(args, argv))
    .help()
    .alias('help', 'h')
    .wrap(110)
    .example('$0 plan numbers.csv', 'show what would change')
    .example('$0 apply numbers.csv --sandbox --yes', 'try it without any account')
    .epilogue(exitCodeTable())
    .exitProcess(false)
    .fail((message, error) => {
      // Without this, yargs prints the help text over a typed error and drops its type.
      // yargs' own errors bear this name; they are about the command line, not faults.
      if (error && error.name !== 'YError') throw error;
      throw commandLineError(message ?? error?.message ?? 'The command line cannot be read.', argv);
    });
}

function exitCodeTable(): string {
  const lines = Object.values(EXIT_CODES).map(({ code, reason }) => `${String(code).padStart(5)}  ${reason}`);
  return `Exit codes:\n${lines.join('\n')}`;
}

/** Options that may be given several times, by the command where they may. */
const REPEATABLE: Readonly<Record<string, ReadonlySet<string>>> = {
  export: repeatableOptions(exportOptions),
  init: repeatableOptions(initOptions),
};

const ON_RUNS = repeatableOptions(runOptionsSchema);

/** An option given twice would leave it to chance which one counts. */
function refuseRepeated(args: Readonly<Record<string, unknown>>, argv: readonly string[]): true {
  const [command] = Array.isArray(args['_']) ? args['_'] : [];
  const repeatable = REPEATABLE[String(command)] ?? ON_RUNS;
  for (const [name, value] of Object.entries(args)) {
    if (repeatable.has(name)) continue;
    if (name !== '_' && Array.isArray(value)) {
      throw commandLineError(`--${name} was given ${value.length} times; it takes one value.`, argv);
    }
  }
  return true;
}

function mayColor(io: Io, refused: boolean): boolean {
  return !refused && (io.environment['NO_COLOR'] ?? '') === '';
}

async function runCommand(
  io: Io,
  args: Arguments,
  work: (session: Session) => Promise<number>,
  signalPolicy: SignalPolicy,
): Promise<number> {
  const terminal = new Terminal(io, {
    json: args.flag('json'),
    quiet: args.flag('quiet'),
    verbose: args.flag('verbose'),
    color: mayColor(io, args.flag('no-color')),
  });
  const interruption = listenForSignals(io, {
    finishes: signalPolicy.finishesOnSignal,
    onFirst: () => {
      if (signalPolicy.onFirstSignal !== undefined) terminal.alert(signalPolicy.onFirstSignal);
    },
    onLeave: async () => (signalPolicy.finishesOnSignal ? nameWhatIsLeft(session) : undefined),
  });
  const session: Session = { io, terminal, args, stop: interruption.stop };
  try {
    const exitCode = await Promise.race([work(session), interruption.leave]);
    // A run that was asked to end says 130; which of the two signals asked is known here.
    const first = interruption.first();
    return exitCode === EXIT_CODES.interrupted.code && first !== null ? exitCodeOfSignal(first) : exitCode;
  } catch (error) {
    return tellFailure(terminal, error);
  } finally {
    interruption.close();
  }
}

/** Says what went wrong and what to type next; the JSON object of `--json` when that was asked for. */
function tellFailure(terminal: Terminal, error: unknown): number {
  const failure = failureOf(error);
  if (failure.stack !== '') terminal.alert(failure.stack, 'dim');
  for (const number of failure.uncovered) terminal.alert(gapSentence(number), 'red');
  terminal.alert(`error: ${failure.message} [${failure.code}]`, 'red');
  if (failure.hint !== '') terminal.alert(`       ${failure.hint}`, 'plain');
  if (terminal.options.json) {
    const { code, message, hint, exitCode, uncovered } = failure;
    const named = uncovered.length === 0 ? {} : { uncovered: uncovered.map(gapAsJson) };
    terminal.json({ error: { code, message, hint }, ...named, exit_code: exitCode });
  }
  return failure.exitCode;
}
