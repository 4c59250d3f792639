import { createSuggester, didYouMean } from '../domain/suggest.ts';
import type { Limits, ProviderDefinition, SettingName } from '../providers/contract.ts';
import { baseUrlProblem } from './base-url.ts';
import type { AccountEntry } from './config.ts';
import { type FileShape, unknownKey, zodProblems } from './file-shape.ts';
import type { ConfigProblem } from './problem-list.ts';
import { isReference, type ReferenceContext, resolveReference } from './secret-reference.ts';

type FileAccount = FileShape['accounts'][string];
type Raw = Readonly<Record<string, unknown>>;

/** Keys of an account that are ours, not its provider's. */
const OWN_KEYS = ['provider', 'limits', 'dialect'];

/** An account of the file with its references looked up, or all that is wrong with it. */
export async function readAccount(
  name: string,
  account: FileAccount,
  definitions: readonly ProviderDefinition[],
  context: ReferenceContext,
): Promise<AccountEntry | readonly ConfigProblem[]> {
  const where = `accounts.${name}`;
  const { provider, limits, dialect: written, ...raw } = account;
  const dialect = await readDialect(where, written, context);
  if (dialect !== undefined && typeof dialect !== 'string') return [dialect];
  const definition = chooseDefinition(where, provider, dialect, definitions);
  if ('code' in definition) return [definition];

  const problems: ConfigProblem[] = [];
  const given: Record<string, string> = {};
  const unresolved = new Set<string>();
  for (const [key, written] of Object.entries(raw)) {
    const value = await readSetting(where, key, written, definition, context);
    if (typeof value === 'string') {
      given[key] = value;
    } else {
      problems.push(value);
      unresolved.add(key);
    }
  }
  const values = { ...definition.baseUrls, ...definition.defaultBaseUrls?.(given), ...given };
  for (const key of Object.keys(definition.baseUrls)) {
    const problem = unresolved.has(key) ? null : baseUrlProblem(values[key] ?? '');
    if (problem === null) continue;
    problems.push({ code: 'CONFIG_BASE_URL', where: `${where}.${key}`, message: `${problem}.`, hint: '' });
    unresolved.add(key);
  }
  const settings = parseSettings(where, definition, values, unresolved);
  problems.push(...settings.problems);
  if (problems.length > 0) return problems;
  for (const notice of definition.notices?.(settings.data) ?? []) context.onWarning(`${where}: ${notice}`);
  return accountEntry(name, definition, settings.data, values, limits ?? {});
}

/** The name of the dialect, which may come from the environment. */
async function readDialect(
  where: string,
  written: unknown,
  context: ReferenceContext,
): Promise<string | undefined | ConfigProblem> {
  if (written === undefined) return undefined;
  const place = `${where}.dialect`;
  if (typeof written !== 'string') {
    return { code: 'CONFIG_VALUE', where: place, message: 'must be one text.', hint: '' };
  }
  if (!isReference(written)) return written;
  const found = await resolveReference(written, context);
  if ('value' in found) return found.value;
  return { code: found.code, where: place, message: `${found.problem}.`, hint: found.hint };
}

/**
 * An account named after its provider, from the variables that the provider's settings name; null when one is not set. Of
 * several ways to prove the account, the first one whose variables are all set.
 */
export function accountOfEnvironment(
  definition: ProviderDefinition,
  environment: ReferenceContext['environment'],
): FileAccount | null {
  const account: FileAccount = { provider: definition.provider };
  const isSet = ({ environment: variable }: SettingName): boolean => (environment[variable] ?? '') !== '';
  const named = (names: readonly string[]): readonly SettingName[] =>
    definition.settingNames.filter(({ name }) => names.includes(name));
  const logins = definition.logins ?? [];
  const login = logins.find((names) => named(names).every(isSet));
  if (logins.length > 0 && login === undefined) return null;
  const otherLogins = logins.flat().filter((name) => !login?.includes(name));
  for (const setting of definition.settingNames) {
    if (otherLogins.includes(setting.name) || (setting.optional === true && !isSet(setting))) continue;
    if (!isSet(setting)) return null;
    account[setting.name] = `env:${setting.environment}`;
  }
  if (definition.dialect !== '') {
    account['dialect'] = environment[definition.dialectEnvironment ?? ''] || definition.dialect;
  }
  return account;
}

function accountEntry(
  name: string,
  definition: ProviderDefinition,
  settings: unknown,
  values: Readonly<Record<string, string>>,
  limits: NonNullable<FileAccount['limits']>,
): AccountEntry {
  const usual = definition.capabilities.limits;
  const own: Limits = {
    requestsPerSecond: limits.requests_per_second ?? usual.requestsPerSecond,
    burst: limits.burst ?? usual.burst,
    concurrency: limits.concurrency ?? usual.concurrency,
  };
  const origins = Object.keys(definition.baseUrls).map((key) => new URL(values[key] ?? '').origin);
  const secretValues = definition.settingNames.flatMap((setting) => {
    const value = setting.secret ? values[setting.name] : undefined;
    return value === undefined ? [] : [value];
  });
  return { name, definition, settings, limits: own, origins: [...new Set(origins)], secretValues };
}

/** The provider's definition; of several dialects the named one, else the first listed. */
function chooseDefinition(
  where: string,
  provider: string,
  dialect: unknown,
  definitions: readonly ProviderDefinition[],
): ProviderDefinition | ConfigProblem {
  const ofProvider = definitions.filter((definition) => definition.provider === provider);
  const [first] = ofProvider;
  if (first === undefined) {
    const known = [...new Set(definitions.map((definition) => definition.provider))];
    return {
      code: 'CONFIG_UNKNOWN_PROVIDER',
      where: `${where}.provider`,
      message: `is no provider that this program knows.${didYouMean(createSuggester(known)(provider))}`,
      hint: `Known: ${known.join(', ')}.`,
    };
  }
  if (dialect === undefined) return first;
  const chosen = ofProvider.find((definition) => definition.dialect !== '' && definition.dialect === dialect);
  const dialects = ofProvider.flatMap((definition) =>
    definition.dialect === '' ? [] : [definition.dialect],
  );
  if (chosen !== undefined) return chosen;
  if (dialects.length === 0) return unknownKey(where, 'dialect', knownKeys(first));
  return {
    code: 'CONFIG_UNKNOWN_DIALECT',
    where: `${where}.dialect`,
    message: `must be ${dialects.join(' or ')}.`,
    hint: '',
  };
}

/** The value of one setting, or what is wrong with it. */
async function readSetting(
  where: string,
  key: string,
  written: unknown,
  definition: ProviderDefinition,
  context: ReferenceContext,
): Promise<string | ConfigProblem> {
  const known = knownKeys(definition);
  if (!known.includes(key)) return unknownKey(where, key, known);
  const place = `${where}.${key}`;
  if (typeof written !== 'string') {
    return { code: 'CONFIG_VALUE', where: place, message: 'must be one text.', hint: '' };
  }
  const setting = definition.settingNames.find(({ name }) => name === key);
  if (setting?.secret === true && written !== '' && !isReference(written))
    return literalSecret(place, setting);
  // As a base URL, file:///etc/passwd is a bad URL and nothing to be read.
  if (key in definition.baseUrls && !written.startsWith('env:')) return written;
  const found = await resolveReference(written, context);
  if ('value' in found) return found.value;
  return { code: found.code, where: place, message: `${found.problem}.`, hint: found.hint };
}

function literalSecret(where: string, setting: SettingName): ConfigProblem {
  return {
    code: 'CONFIG_LITERAL_SECRET',
    where,
    message: 'holds the secret itself; the file may only say where the secret is kept.',
    hint: `Write "${setting.name}: env:${setting.environment}" (or file:PATH, or command:PROGRAM) and change the secret if others could read this file.`,
  };
}

function parseSettings(
  where: string,
  definition: ProviderDefinition,
  values: Raw,
  unresolved: ReadonlySet<string>,
): { readonly data: unknown; readonly problems: readonly ConfigProblem[] } {
  const hasDialect = schemaKeys(definition.settings).includes('dialect');
  const input = hasDialect ? { ...values, dialect: definition.dialect } : values;
  const parsed = definition.settings.safeParse(input);
  if (parsed.success) return { data: parsed.data, problems: [] };
  const problems = zodProblems(parsed.error, where, knownKeys(definition)).flatMap((problem) => {
    const key = problem.where.slice(where.length + 1);
    if (unresolved.has(key)) return [];
    const setting = definition.settingNames.find(({ name }) => name === key);
    if (problem.code !== 'CONFIG_MISSING' || setting === undefined) return [problem];
    return [
      { ...problem, hint: `Write "${setting.name}: env:${setting.environment}" and set that variable.` },
    ];
  });
  return { data: null, problems };
}

function knownKeys(definition: ProviderDefinition): string[] {
  const keys = [
    ...definition.settingNames.map(({ name }) => name),
    ...Object.keys(definition.baseUrls),
    ...schemaKeys(definition.settings).filter((key) => !OWN_KEYS.includes(key)),
  ];
  return [...new Set(keys)];
}

/** Keys that an object schema names; none for any other schema. */
function schemaKeys(schema: ProviderDefinition['settings']): string[] {
  const shape: unknown = 'shape' in schema ? schema.shape : undefined;
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
}
