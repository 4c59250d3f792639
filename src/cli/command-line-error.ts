import { createSuggester, didYouMean } from '../domain/suggest.ts';
import { UsageError } from '../errors/app-error.ts';
import { declaredOptions } from '../options/option.ts';
import { runOptionsSchema } from '../run/context/run-options.ts';
import { exportOptions } from './options/export-options.ts';
import { outputOptions, sessionOptions } from './options/session-options.ts';

const suggest = createSuggester(
  [outputOptions, sessionOptions, runOptionsSchema, exportOptions]
    .flatMap(declaredOptions)
    .map(({ name }) => name)
    .concat('dry-run', 'help', 'version'),
);

const COMMANDS = [
  ...[
    'init',
    'validate',
    'plan',
    'apply',
    'resume',
    'verify',
    'undo',
    'export',
    'runs',
    'template',
    'accounts',
  ],
  ...['providers', 'sandbox', 'schema', 'completion'],
];

const suggestCommand = createSuggester(COMMANDS);

/** Commands that continue from an earlier run, at the accounts of that run. */
const LATER_COMMANDS: ReadonlySet<string> = new Set(['resume', 'undo', 'runs']);

/** A command line that cannot be carried out: the sentence of yargs in words that name the mistake, and what to type next. */
export function commandLineError(message: string, argv: readonly string[]): UsageError {
  const command = argv.find((word) => !word.startsWith('-'));
  const named = /^Unknown arguments?: (.+)$/s.exec(message)?.[1]?.split(', ') ?? [];
  // yargs names an option with hyphens a second time, in camel case.
  const unknown = named.filter((name, index) => !named.slice(0, index).map(camelCase).includes(name));
  return new UsageError(unknown.length > 0 ? sentenceOfUnknown(unknown, argv) : clearer(message), {
    code: 'COMMAND_LINE',
    hint:
      unknown.includes('sandbox') && command !== undefined && LATER_COMMANDS.has(command)
        ? `The stand-ins of --sandbox end with their command. To try ${command}, type e911 sandbox --write DIR in another terminal and use its config.`
        : 'See e911 --help, or e911 <command> --help.',
  });
}

function sentenceOfUnknown(unknown: readonly string[], argv: readonly string[]): string {
  const [first = ''] = argv;
  if (unknown[0] === first) {
    return `There is no command ${JSON.stringify(first)}.${didYouMean(suggestCommand(first))}`;
  }
  const asTyped = unknown.map((name) => {
    const isOption = argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    return isOption ? `the option --${name}` : `the word ${JSON.stringify(name)}`;
  });
  const meant = asTyped[0]?.startsWith('the option') ? suggest(unknown[0] ?? '') : undefined;
  const isOther = meant !== undefined && meant !== unknown[0];
  return `Unknown: ${asTyped.join(' and ')}.${didYouMean(isOther ? `--${meant}` : undefined)}`;
}

function clearer(message: string): string {
  if (message.startsWith('Not enough non-option arguments')) {
    return 'An argument is missing: the first lines of --help show what this command needs.';
  }
  return message.startsWith('Did you mean') ? `Unknown command. ${message}` : message;
}

function camelCase(name: string): string {
  return name.replace(/-+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
