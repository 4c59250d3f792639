import { usage } from './error-kind.ts';

interface Meant {
  /** ` Did you mean "…"?`, or empty. */
  readonly meant: string;
}

const known = (names: readonly string[]): string =>
  names.length === 0 ? '' : `Known here: ${names.join(', ')}.`;

/** What can be wrong inside a config. Each message continues a sentence that begins with the name of the setting. */
export const CONFIG_PROBLEMS = {
  valueNotText: usage(
    'CONFIG_VALUE',
    () => 'must be one text.',
    () => 'Write it on one line, in quotes if it holds special characters.',
  ),
  valueWrong: usage<{ must: string }>(
    'CONFIG_VALUE',
    ({ must }) => `${must}.`,
    () => '',
  ),
  valueEmpty: usage<{ source: string }>(
    'CONFIG_VALUE_EMPTY',
    ({ source }) => (source === '' ? 'is empty.' : `is empty: ${source} holds nothing.`),
    ({ source }) => (source === '' ? 'Fill it in, or delete the line.' : `Put the value into ${source}.`),
  ),
  valueControl: usage<{ source: string }>(
    'CONFIG_VALUE_CONTROL',
    ({ source }) => `holds a control character or a line break${source === '' ? '' : `: see ${source}`}.`,
    () => 'Copy the value again, without the line break.',
  ),
  /** `example` is the line to write, where it is a reference to a variable. */
  missing: usage<{ example: string }>(
    'CONFIG_MISSING',
    () => 'is missing.',
    ({ example }) => (example === '' ? '' : `Write "${example}" and set that variable.`),
  ),
  missingBecause: usage<{ why: string }>(
    'CONFIG_MISSING',
    ({ why }) => `${why}.`,
    () => '',
  ),
  subaccountsByReference: usage(
    'CONFIG_VALUE',
    () => 'must be written out: all.',
    () => 'Write "subaccounts: all"; a reference cannot say it.',
  ),
  dialectByReference: usage(
    'CONFIG_VALUE',
    () => 'must be written out, or be env:NAME.',
    () => 'It is read with the config, when no file is opened and no command is run.',
  ),
  accountName: usage<{ why: string }>(
    'CONFIG_ACCOUNT_NAME',
    ({ why }) => `${why}.`,
    () => '',
  ),
  keyUnknown: usage<Meant & { key: string; names: readonly string[] }>(
    'CONFIG_UNKNOWN_KEY',
    ({ key, meant }) => `has no setting named ${JSON.stringify(key)}.${meant}`,
    ({ names }) => known(names),
  ),
  providerUnknown: usage<Meant & { names: readonly string[] }>(
    'CONFIG_UNKNOWN_PROVIDER',
    ({ meant }) => `is not a provider that this program knows.${meant}`,
    ({ names }) => `Known: ${names.join(', ')}.`,
  ),
  dialectUnknown: usage<{ names: readonly string[] }>(
    'CONFIG_UNKNOWN_DIALECT',
    ({ names }) => `must be ${names.join(' or ')}.`,
    () => 'Leave it out, then type: e911 accounts check --detect. It says which one answers.',
  ),
  defaultAccountUnknown: usage<Meant & { names: readonly string[] }>(
    'CONFIG_UNKNOWN_ACCOUNT',
    ({ meant }) => `names an account that this config does not have.${meant}`,
    ({ names }) =>
      names.length === 0 ? 'Add an account, or delete the line.' : `Accounts: ${names.join(', ')}.`,
  ),
  baseUrl: usage<{ why: string }>(
    'CONFIG_BASE_URL',
    ({ why }) => `${why}.`,
    () => "Delete the line to use the provider's own address.",
  ),
  literalSecret: usage<{ name: string; variable: string }>(
    'CONFIG_LITERAL_SECRET',
    () => 'holds the secret itself; the file may only say where the secret is kept.',
    ({ name, variable }) =>
      `Write "${name}: env:${variable}" (or file:PATH, or command:PROGRAM), and change the secret if others could read this file.`,
  ),
  yaml: usage<{ why: string }>(
    'CONFIG_YAML',
    ({ why }) => `${why}.`,
    () => 'Put texts with special characters in quotes and indent with spaces.',
  ),
  referenceEmpty: usage<{ kind: string }>(
    'CONFIG_REFERENCE_EMPTY',
    ({ kind }) => `names nothing after "${kind}:".`,
    ({ kind }) =>
      kind === 'env' ? 'Write the name of the variable after env:.' : `Write what to read after ${kind}:.`,
  ),
  variableNotSet: usage<{ name: string }>(
    'CONFIG_ENV_MISSING',
    ({ name }) => `takes its value from the environment variable ${name}, which is not set.`,
    ({ name }) => `Set ${name} in this shell, or in a file given with --env-file.`,
  ),
  secretFile: usage<{ name: string; why: string }>(
    'CONFIG_SECRET_FILE',
    ({ name, why }) => `points to the file ${name}, which ${why}.`,
    () => 'Write the secret alone into a regular file, and give its path.',
  ),
  commandQuote: usage(
    'CONFIG_SECRET_COMMAND',
    () => 'has a quote that is not closed.',
    () => 'Close the quote.',
  ),
  commandFailed: usage<{ program: string; why: string }>(
    'CONFIG_SECRET_COMMAND',
    ({ program, why }) => `runs ${program}, which ${why}.`,
    () => 'Run the command by itself to see why.',
  ),
} as const;

type Name = keyof typeof CONFIG_PROBLEMS;
type Values<Key extends Name> = Parameters<(typeof CONFIG_PROBLEMS)[Key]['message']>[0];
type Arguments<Key extends Name> = [Values<Key>] extends [undefined] ? [] : [values: Values<Key>];

/** One thing wrong with the config, its value never repeated. */
export interface ConfigProblem {
  /** Stable code, for example CONFIG_LITERAL_SECRET. */
  readonly code: string;
  /** Where: `accounts.twilio.auth_token`; empty for the config as a whole. */
  readonly where: string;
  /** The rest of a sentence that begins with `where`. */
  readonly message: string;
  /** What to write instead. */
  readonly hint: string;
}

/** The problem of an entry, at a place in the config. */
export function configProblem<Key extends Name>(
  where: string,
  name: Key,
  ...[values]: Arguments<Key>
): ConfigProblem {
  // One entry's functions take its own values; the compiler sees the union of all.
  const { code, message, hint } = CONFIG_PROBLEMS[name] as {
    readonly code: string;
    readonly message: (values: unknown) => string;
    readonly hint: (values: unknown) => string;
  };
  return { where, code, message: message(values), hint: hint(values) };
}
