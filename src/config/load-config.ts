import { dirname, resolve } from 'node:path';
import { createSuggester, didYouMean } from '../domain/suggest.ts';
import { type ConfigProblem, configProblem } from '../errors/command/config-problems.ts';
import { commandError } from '../errors/command-errors.ts';
import type { ProviderDefinition } from '../providers/contract.ts';
import { accountOfEnvironment } from './account-definition.ts';
import { AccountMap } from './account-map.ts';
import { readAccount } from './account-settings.ts';
import type { Config } from './config.ts';
import { type FileShape, readFileShape } from './file-shape.ts';
import { configError } from './problem-list.ts';
import type { ReferenceContext } from './secret-reference.ts';
import { readSmallFile } from './small-file.ts';

/** The name that is looked for in the current folder. */
export const CONFIG_FILE_NAME = 'e911.config.yaml';

interface LoadOptions {
  /** Of `--config`; without it CONFIG_FILE_NAME in `cwd` is read when it exists, else the environment. */
  readonly path?: string | undefined;
  /** The text of a config in place of any file, such as the sandbox's own. */
  readonly text?: string | undefined;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly definitions: readonly ProviderDefinition[];
  /** Told in a sentence what is unsafe but works. */
  readonly onWarning?: (message: string) => void;
}

/**
 * Reads the config (docs/contract.md, "Config"). References are looked up when their account is used.
 * @throws UsageError naming everything that is wrong with it, values never repeated.
 */
export async function loadConfig(options: LoadOptions): Promise<Config> {
  if (options.environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    throw commandError('tlsCheckOff');
  }
  const file = await findFile(options);
  const context: ReferenceContext = {
    folder: file?.path == null ? options.cwd : dirname(file.path),
    environment: options.environment,
    onWarning: options.onWarning ?? (() => undefined),
  };
  const path = file?.path ?? null;
  const shape = file === null ? shapeOfEnvironment(options) : await shapeOfFile(path, file.text);

  const problems: ConfigProblem[] = [];
  const accounts = new AccountMap();
  for (const [name, account] of Object.entries(shape.accounts)) {
    const entry = await readAccount(name, account, options.definitions, { path, context });
    if ('name' in entry) accounts.set(name, entry);
    else problems.push(...entry);
  }
  problems.push(...defaultAccountProblems(shape, accounts));
  if (problems.length > 0) throw configError(path, problems);
  return { accounts, defaults: definedDefaults(shape.defaults ?? {}), path };
}

async function findFile(
  options: LoadOptions,
): Promise<{ readonly path: string | null; readonly text: string } | null> {
  if (options.text !== undefined) return { path: null, text: options.text };
  const path = resolve(options.cwd, options.path ?? CONFIG_FILE_NAME);
  const file = await readSmallFile(path);
  if ('text' in file) return { path, text: file.text };
  const isMissing = file.code === 'ENOENT' || file.code === 'ENOTDIR';
  if (isMissing && options.path === undefined) return null;
  throw commandError(isMissing ? 'configNotFound' : 'configUnreadable', { path, problem: file.problem });
}

async function shapeOfFile(path: string | null, text: string): Promise<FileShape> {
  const read = await readFileShape(text);
  if ('problems' in read) throw configError(path, read.problems);
  return read.shape;
}

/** Each provider whose variables are all set, under its own name; of several dialects the first listed. */
function shapeOfEnvironment(options: LoadOptions): FileShape {
  const accounts: FileShape['accounts'] = {};
  for (const definition of options.definitions) {
    if (definition.provider in accounts) continue;
    const account = accountOfEnvironment(definition, options.environment);
    if (account !== null) accounts[definition.provider] = account;
  }
  return { accounts };
}

function defaultAccountProblems(shape: FileShape, accounts: AccountMap): ConfigProblem[] {
  const wanted = shape.defaults?.account;
  const names = Object.keys(shape.accounts);
  if (wanted === undefined || names.includes(wanted) || accounts.has(wanted)) return [];
  const meant = didYouMean(createSuggester(names)(wanted));
  return [configProblem('defaults.account', 'defaultAccountUnknown', { meant, names })];
}

function definedDefaults(defaults: NonNullable<FileShape['defaults']>): Config['defaults'] {
  return {
    ...(defaults.account === undefined ? {} : { account: defaults.account }),
    ...(defaults.country === undefined ? {} : { country: defaults.country }),
  };
}
