import { exportOptions } from '../api/export-options.ts';
import { createSuggester, didYouMean } from '../domain/suggest.ts';
import type { UsageError } from '../errors/app-error.ts';
import { commandError } from '../errors/command-errors.ts';
import { declaredOptions } from '../options/option.ts';
import { runOptionsSchema } from '../run/context/run-options.ts';
import { COMMAND_NAMES } from './command-table.ts';
import { OUTPUT_FLAGS } from './options/output-flags.ts';
import { sessionOptions } from './options/session-options.ts';

const suggest = createSuggester(
  [sessionOptions, runOptionsSchema, exportOptions]
    .flatMap(declaredOptions)
    .map(({ name }) => name)
    .concat(Object.keys(OUTPUT_FLAGS), 'dry-run', 'help', 'version'),
);

const suggestCommand = createSuggester(COMMAND_NAMES);

/** Commands that continue from an earlier run, at the accounts of that run. */
const LATER_COMMANDS: ReadonlySet<string> = new Set(['resume', 'undo', 'runs', 'recover']);

/** A command line that cannot be carried out: the sentence of yargs in words that name the mistake, and what to type next. */
export function commandLineError(message: string, argv: readonly string[]): UsageError {
  const command = argv.find((word) => !word.startsWith('-'));
  const named = /^Unknown arguments?: (.+)$/s.exec(message)?.[1]?.split(', ') ?? [];
  // yargs names an option with hyphens a second time, in camel case.
  const unknown = named.filter((name, index) => !named.slice(0, index).map(camelCase).includes(name));
  const hint =
    unknown.includes('sandbox') && command !== undefined && LATER_COMMANDS.has(command)
      ? `The stand-ins of --sandbox end with their command. To try ${command}, type e911 sandbox --write DIR in another terminal and use its config.`
      : 'See e911 --help, or e911 COMMAND --help.';
  if (unknown.length > 0) return unknownWords(unknown, argv, hint);
  const bare = /^Not enough arguments following: (.+)$/s.exec(message)?.[1];
  if (bare !== undefined) return commandError('optionWithoutValue', { option: bare });
  if (message.startsWith('Not enough non-option arguments')) return commandError('argumentMissing', { hint });
  const sentence = message.startsWith('Did you mean') ? `Unknown command. ${message}` : message;
  return commandError('commandLineWrong', { sentence, hint });
}

function unknownWords(unknown: readonly string[], argv: readonly string[], hint: string): UsageError {
  const [first = ''] = argv;
  if (unknown[0] === first) {
    return commandError('commandUnknown', { command: first, meant: didYouMean(suggestCommand(first)), hint });
  }
  const asTyped = unknown.map((name) => {
    const isOption = argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    return isOption ? `option --${name}` : `argument ${JSON.stringify(name)}`;
  });
  const near = asTyped[0]?.startsWith('option') ? suggest(unknown[0] ?? '') : undefined;
  const isOther = near !== undefined && near !== unknown[0];
  const meant = didYouMean(isOther ? `--${near}` : undefined);
  return commandError('wordsUnknown', { words: asTyped.join(', '), meant, hint });
}

function camelCase(name: string): string {
  return name.replace(/-+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
