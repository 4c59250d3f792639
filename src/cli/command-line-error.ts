import { createSuggester, didYouMean } from '../domain/suggest.ts';
import type { UsageError } from '../errors/app-error.ts';
import { commandError } from '../errors/command-errors.ts';
import { optionsWith } from './command-options.ts';
import { COMMAND_NAMES, usageOf } from './command-table.ts';

const suggestCommand = createSuggester(COMMAND_NAMES);

const optionNames = (command: string | undefined): string[] => optionsWith(command).map(({ name }) => name);

/** Commands that continue from an earlier run, at the accounts of that run. */
const LATER_COMMANDS: ReadonlySet<string> = new Set(['resume', 'undo', 'runs', 'recover']);

/** A command line that cannot be carried out: the sentence of yargs in words that name the mistake, and what to type next. */
export function commandLineError(message: string, argv: readonly string[]): UsageError {
  const command = argv.find((word) => COMMAND_NAMES.includes(word));
  const hint = `To see ${command === undefined ? 'all commands' : 'what it takes'}, type: ${['e911', command, '--help'].filter(Boolean).join(' ')}`;
  const named = /^Unknown arguments?: (.+)$/s.exec(message)?.[1]?.split(', ') ?? [];
  // yargs names an option with hyphens a second time, in camel case.
  const unknown = named.filter((name, index) => !named.slice(0, index).map(camelCase).includes(name));
  if (unknown.length > 0) {
    const isSandboxLater = unknown.includes('sandbox') && LATER_COMMANDS.has(command ?? '');
    return unknownWords(unknown, { argv, command }, isSandboxLater ? sandboxHint(command ?? '') : hint);
  }
  const bare = /^Not enough arguments following: (.+)$/s.exec(message)?.[1];
  if (bare !== undefined) return commandError('optionWithoutValue', { option: bare });
  if (command !== undefined && message.startsWith('Not enough non-option arguments')) {
    return commandError('argumentMissing', { usage: usageOf(command), hint });
  }
  const choice = /^ *Argument: (.+), Given: (.+), Choices: (.+)$/m.exec(message);
  if (choice !== null) return choiceError(choice, { usage: usageOf(command ?? ''), hint });
  const meant = /^Did you mean (.+)\?$/.exec(message)?.[1];
  if (meant === undefined) return commandError('commandLineWrong', { sentence: message, hint });
  const isMeant = createSuggester([meant]);
  const typed = argv.find((word) => word !== command && isMeant(word) !== undefined) ?? argv[0] ?? '';
  return commandError('commandUnknown', { command: typed, meant: didYouMean(meant), hint });
}

function sandboxHint(command: string): string {
  return `The stand-ins of --sandbox end with their command. To try ${command}, type e911 sandbox --write DIR in another terminal and use its config.`;
}

/** A value that is none of those to choose from, of an option or of an argument that has its place in the usage. */
function choiceError(
  [, name = '', given = '', quoted = '']: RegExpExecArray,
  { usage, hint }: { readonly usage: string; readonly hint: string },
): UsageError {
  const choices = quoted.replaceAll('"', '').split(', ');
  const typed = given.replaceAll('"', '');
  const isArgument = /[<[](\w+)[\]>]/.exec(usage)?.[1] === name;
  const near =
    createSuggester(choices)(typed) ?? (optionNames(undefined).includes(typed) ? `--${typed}` : undefined);
  return commandError('choiceWrong', {
    what: `${isArgument ? `<${name}>` : `--${name}`} ${JSON.stringify(typed)}`,
    choices,
    meant: didYouMean(near),
    hint,
  });
}

function unknownWords(
  unknown: readonly string[],
  { argv, command }: { readonly argv: readonly string[]; readonly command: string | undefined },
  hint: string,
): UsageError {
  const [first = ''] = argv;
  if (unknown[0] === first) {
    return commandError('commandUnknown', { command: first, meant: didYouMean(suggestCommand(first)), hint });
  }
  const asTyped = unknown.map((name) => {
    const isOption = argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    return isOption ? `option --${name}` : `argument ${JSON.stringify(name)}`;
  });
  const near = asTyped[0]?.startsWith('option')
    ? createSuggester(optionNames(command))(unknown[0] ?? '')
    : undefined;
  const isOther = near !== undefined && near !== unknown[0];
  const meant = didYouMean(isOther ? `--${near}` : undefined);
  return commandError('wordsUnknown', { words: asTyped.join(', '), meant, hint });
}

function camelCase(name: string): string {
  return name.replace(/-+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
