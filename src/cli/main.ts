import yargs, { type Argv } from 'yargs';
import { gapAnswer } from '../api/answers.ts';
import { failureOf } from '../api/failure.ts';
import { commandError } from '../errors/command-errors.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import { StalledError } from '../errors/stalled-error.ts';
import { COMMANDS, commandModule } from './command-table.ts';
import { COMPLETE_WORD } from './completion-scripts.ts';
import { MAN_COLUMNS, MAN_WORD, manPage } from './man-page.ts';
import { Arguments } from './options/arguments.ts';
import { OUTPUT_FLAGS } from './options/output-flags.ts';
import { ownVersion } from './own-version.ts';
import { exitCodeOfSignal, listenForSignals } from './process/interruption.ts';
import type { Io } from './process/io.ts';
import { watchIdle } from './process/watchdog.ts';
import { columnsOf } from './screen/columns-of.ts';
import { gapSentence } from './screen/gap-sentence.ts';
import { Terminal } from './screen/terminal.ts';
import type { CommandContext, Session, SignalPolicy } from './session/session.ts';

/** Runs one command line and returns its exit code (docs/contract.md, "Exit codes"). Never throws, never exits the process. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let exitCode: number = EXIT_CODES.done.code;
  const context: CommandContext = {
    async run(args, work, signalPolicy) {
      const typed = new Arguments(args);
      if (typed.repeated().length > 0 || typed.empty().length > 0) {
        (await import('./options/refused-options.ts')).refuseOptions(typed, argv);
      }
      exitCode = await runCommand(io, typed, work, signalPolicy ?? { finishesOnSignal: false });
    },
  };
  // For what goes wrong before a command is known.
  const terminal = new Terminal(io, {
    json: argv.includes('--json') || argv.includes('--events'),
    events: argv.includes('--events'),
    quiet: false,
    verbose: false,
    color: colorMode(io.environment, argv.includes('--no-color')),
  });
  try {
    const helpOf = (words: readonly string[], columns = HELP_COLUMNS): Promise<string> =>
      parse([...words, '--help'], { io, context, columns });
    if (argv[0] === COMPLETE_WORD) {
      const { completionText } = await import('./complete.ts');
      terminal.verbatim(await completionText(argv.slice(1), io));
      return EXIT_CODES.done.code;
    }
    if (argv[0] === MAN_WORD) {
      const names = COMMANDS.map(({ usage }) => usage.split(/ [<[]/)[0] ?? usage);
      terminal.verbatim(await manPage(ownVersion(), names, (words) => helpOf(words, MAN_COLUMNS)));
      return EXIT_CODES.done.code;
    }
    const columns = Math.min(HELP_COLUMNS, io.isTty.stdout ? columnsOf(io.stdout) : HELP_COLUMNS);
    const help = await parse(await asTyped(argv), { io, context, columns });
    if (help !== '') terminal.verbatim(`${help}\n`);
    return exitCode;
  } catch (error) {
    if (!isAboutCommandLine(error)) return tellFailure(terminal, error);
    const { commandLineError } = await import('./command-line-error.ts');
    return tellFailure(terminal, commandLineError(error.message, argv));
  }
}

/** Wider than this, a line of the help is hard to read. */
const HELP_COLUMNS = 110;

/** What a command line is read with; `columns`: of its help. */
interface Parsing {
  readonly io: Io;
  readonly context: CommandContext;
  readonly columns: number;
}

/** What yargs says of a command line, until it is put into a sentence that names what was meant. */
class UnreadableCommandLine extends Error {}

/** yargs' own errors bear the name YError. Some of them it throws past `fail`, such as that of an option without its value. */
function isAboutCommandLine(error: unknown): error is Error {
  return error instanceof UnreadableCommandLine || (error instanceof Error && error.name === 'YError');
}

/** Nothing typed asks for help. @throws UsageError COMMAND_LINE for a `-` that would be neither stdin nor stdout */
async function asTyped(argv: readonly string[]): Promise<readonly string[]> {
  if (argv.length === 0) return ['--help'];
  const hasDash = argv.some((word) => word === '-' || word.endsWith('=-'));
  return hasDash ? (await import('./typed-dashes.ts')).withStdin(argv) : argv;
}

/** Runs the handler of the command that argv names; returns the text of --help or --version instead when asked for it. */
async function parse(argv: readonly string[], within: Parsing): Promise<string> {
  let help = '';
  await commandLine(argv, within).parseAsync([...argv], {}, (_error, _args, output) => {
    help = output;
  });
  return help;
}

function commandLine(argv: readonly string[], { io, context, columns }: Parsing): Argv {
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
    .options(OUTPUT_FLAGS)
    .command(COMMANDS.map((command) => commandModule(command, context)))
    .demandCommand(1, 'Give a command, for example: e911 plan numbers.csv')
    .recommendCommands()
    .strict()
    .version(ownVersion())
    .help()
    .alias('help', 'h')
    .wrap(columns)
    .example('$0 plan numbers.csv', 'show what would change')
    .example('$0 apply numbers.csv --sandbox --yes', 'try it without any account')
    .epilogue(exitCodeTable())
    .exitProcess(false)
    .fail((message, error) => {
      // Without this, yargs prints the help text over a typed error and drops its type.
      if (error && !isAboutCommandLine(error)) throw error;
      throw new UnreadableCommandLine(message ?? error?.message ?? 'The command line cannot be read.');
    });
}

function exitCodeTable(): string {
  const lines = Object.values(EXIT_CODES).map(({ code, reason }) => `${String(code).padStart(5)}  ${reason}`);
  return `Exit codes:\n${lines.join('\n')}`;
}

/** `--no-color`, then FORCE_COLOR, then NO_COLOR: in Node itself the second outweighs the third, too (tty `getColorDepth`). */
function colorMode(environment: Io['environment'], refused: boolean): 'never' | 'terminal' | 'always' {
  const { FORCE_COLOR: forced, NO_COLOR: none = '', TERM: terminal } = environment;
  if (refused) return 'never';
  if (forced !== undefined) return forced === '0' || forced === 'false' ? 'never' : 'always';
  return none !== '' || terminal === 'dumb' ? 'never' : 'terminal';
}

async function runCommand(
  io: Io,
  args: Arguments,
  work: (session: Session) => Promise<number>,
  signalPolicy: SignalPolicy,
): Promise<number> {
  const terminal = new Terminal(io, {
    json: args.flag('json') || args.flag('events'),
    events: args.flag('events'),
    quiet: args.flag('quiet'),
    verbose: args.flag('verbose'),
    color: colorMode(io.environment, args.flag('no-color')),
  });
  const interruption = listenForSignals(io, {
    finishes: signalPolicy.finishesOnSignal,
    onFirst: () => {
      if (signalPolicy.onFirstSignal !== undefined) terminal.alert(signalPolicy.onFirstSignal);
    },
    onLeave: async () =>
      signalPolicy.finishesOnSignal
        ? (await import('./screen/open-gaps.ts')).nameWhatIsLeft(session)
        : undefined,
  });
  const watchdog = watchIdle(io);
  const session: Session = { io, terminal, args, stop: interruption.stop, stalled: watchdog.stalled };
  try {
    if (args.flag('json') && args.flag('events')) throw commandError('eventsWithJson');
    const exitCode = await Promise.race([work(session), interruption.leave, watchdog.given]);
    // A run that was asked to end says 130; which of the two signals asked is known here.
    const first = interruption.first();
    return exitCode === EXIT_CODES.interrupted.code && first !== null ? exitCodeOfSignal(first) : exitCode;
  } catch (error) {
    const exitCode = tellFailure(terminal, error);
    if (!(error instanceof StalledError) || !signalPolicy.finishesOnSignal) return exitCode;
    const { nameWhatIsLeft } = await import('./screen/open-gaps.ts');
    return (await nameWhatIsLeft(session).catch(() => undefined)) ?? exitCode;
  } finally {
    watchdog.close();
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
    const named = uncovered.length === 0 ? {} : { uncovered: uncovered.map(gapAnswer) };
    terminal.json({ error: { code, message, hint }, ...named, exit_code: exitCode });
  }
  return failure.exitCode;
}
