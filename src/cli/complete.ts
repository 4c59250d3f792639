import { EXPORT_KINDS } from '../api/export-options.ts';
import { type CommandOption, optionsWith } from './command-options.ts';
import { COMMANDS } from './command-table.ts';
import { type Offers, offeredOf, type Wanted } from './complete-values.ts';
import { COMPLETION_SCRIPTS, FILES_LINE, FOLDERS_LINE, QUOTED_WORDS } from './completion-scripts.ts';
import { SCHEMA_NAMES } from './options/own-options.ts';
import type { Io } from './process/io.ts';

/** What each argument of a command is, in their order. */
const ARGUMENTS: Readonly<Record<string, readonly (readonly Wanted[])[]>> = {
  validate: [['file']],
  plan: [['file']],
  apply: [['file']],
  review: [['run', 'file']],
  resume: [['run']],
  verify: [['run', 'file']],
  undo: [['run']],
  migrate: [['account'], ['account']],
  export: [[EXPORT_KINDS]],
  runs: [['run']],
  template: [['template']],
  accounts: [[['check']]],
  schema: [[SCHEMA_NAMES]],
  completion: [[Object.keys(COMPLETION_SCRIPTS)]],
};

/** A command line up to the word that is being typed. */
interface TypedLine {
  readonly command: string;
  readonly args: readonly string[];
  /** Options with their last values; a switch has none. */
  readonly options: ReadonlyMap<string, string>;
  /** The option whose value is being typed; null for another word. */
  readonly openOption: CommandOption | null;
  readonly word: string;
}

/**
 * What could follow the typed words, as the scripts of `e911 completion` read it: a word a line, with a note after a tab, and a last
 * line where files or folders could follow. Nothing where that cannot be told: a key that was pressed is no place for an error.
 *
 * @param words the command line with the program's name first; the last word is the one that is being typed
 */
export async function completionText(
  words: readonly string[],
  io: Pick<Io, 'cwd' | 'environment'>,
): Promise<string> {
  const line = readLine(words[0] === QUOTED_WORDS ? words.slice(1).map(unquoted) : words);
  const { offers, place } = await offersFor(line, io);
  const lines = offers
    .filter(({ word }) => word.startsWith(line.word))
    .map(({ word, note }) => `${word}\t${oneLine(note)}\n`);
  const last = place === null ? '' : `${place === 'file' ? FILES_LINE : FOLDERS_LINE}\n`;
  return lines.join('') + last;
}

/** A word without its quotes and backslashes, the last of which may be open; nothing in it is expanded. */
function unquoted(word: string): string {
  const parts = word.matchAll(/'([^']*)'?|"((?:[^"\\]|\\.)*)"?|\\(.?)|([^'"\\]+)/gs);
  return [...parts]
    .map(
      ([, single, double, escaped, plain]) =>
        single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? plain,
    )
    .join('');
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

function readLine(words: readonly string[]): TypedLine {
  // Some shells hand over `--accept=all` as three words.
  const typed = words.slice(1).filter((word, at) => word !== '=' || at === words.length - 2);
  const args: string[] = [];
  const options = new Map<string, string>();
  let open: CommandOption | null = null;
  for (const word of typed.slice(0, -1)) {
    if (open !== null) {
      options.set(open.name, word);
      open = null;
    } else if (word.startsWith('--')) {
      const { option, name, value } = optionIn(word, args[0]);
      options.set(name, value ?? '');
      open = value === undefined && option?.isSwitch === false ? option : null;
    } else if (!word.startsWith('-')) args.push(word);
  }
  const last = typed.at(-1) ?? '';
  const { option = null, value } = open === null ? optionIn(last, args[0]) : { option: open, value: last };
  const [command = '', ...rest] = args;
  const isValue = value !== undefined && option?.isSwitch === false;
  return { command, args: rest, options, openOption: isValue ? option : null, word: isValue ? value : last };
}

/** `--accept=all` in its parts; no option for a word that names none. */
function optionIn(word: string, command: string | undefined) {
  const [, name = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  return { name, value, option: optionsWith(command).find((one) => one.name === name) };
}

async function offersFor(line: TypedLine, io: Pick<Io, 'cwd' | 'environment'>): Promise<Offers> {
  const { command, args, options, openOption, word } = line;
  const within = { command, options, io };
  if (openOption !== null) return offeredOf([openOption.choices ?? openOption.values ?? []], within);
  if (word.startsWith('-')) return namesOf(line);
  if (command === '') {
    const offers = COMMANDS.map(({ usage, describe }) => ({
      word: usage.split(' ')[0] ?? usage,
      note: describe,
    }));
    return { offers, place: null };
  }
  const wanted = ARGUMENTS[command]?.[args.length];
  return wanted === undefined ? namesOf(line) : offeredOf(wanted, within);
}

/** The options that the command takes and that were not typed yet. */
function namesOf({ command, options }: TypedLine): Offers {
  const offers = optionsWith(command === '' ? undefined : command)
    .filter(({ name, isRepeatable }) => isRepeatable || !options.has(name))
    .map(({ name, help }) => [`--${name}`, { word: `--${name}`, note: help }] as const);
  return { offers: [...new Map(offers).values()], place: null };
}
