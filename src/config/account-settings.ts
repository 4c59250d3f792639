import { FEE_NAMES, type OwnFees, PURCHASE_FEES } from '../domain/fees.ts';
import { type ConfigProblem, configProblem } from '../errors/command/config-problems.ts';
import type { Limits, ProviderDefinition } from '../providers/contract.ts';
import { chooseDefinition, knownKeys, readDialect, schemaKeys } from './account-definition.ts';
import { baseUrlProblem } from './base-url.ts';
import type { AccountAccess, AccountEntry } from './config.ts';
import { type FileShape, unknownKey, zodProblems } from './file-shape.ts';
import { configError } from './problem-list.ts';
import { checkedValue, isReference, type ReferenceContext, resolveReference } from './secret-reference.ts';

type FileAccount = FileShape['accounts'][string];
type Raw = Readonly<Record<string, unknown>>;

/** Where a config comes from, for its errors, and what its references are looked up with. */
interface AccountSource {
  /** Null when it came from the environment. */
  readonly path: string | null;
  readonly context: ReferenceContext;
}

/** The settings of an account as far as they are known: texts as written, or as looked up. */
interface ReadSettings {
  readonly values: Readonly<Record<string, string>>;
  /** Settings that have no value: wrong, or a reference that is not looked up yet. */
  readonly unresolved: ReadonlySet<string>;
  readonly problems: readonly ConfigProblem[];
}

/** An account of the file, or everything that is wrong with it that shows without looking up a reference. */
export async function readAccount(
  name: string,
  account: FileAccount,
  definitions: readonly ProviderDefinition[],
  source: AccountSource,
): Promise<AccountEntry | readonly ConfigProblem[]> {
  const where = `accounts.${name}`;
  const { provider, limits, fees, dialect: named, ...raw } = account;
  const dialect = await readDialect(where, named, source.context);
  if (dialect !== undefined && typeof dialect !== 'string') return [dialect];
  const definition = chooseDefinition(where, provider, dialect, definitions);
  if ('code' in definition) return [definition];
  const written = readWritten(where, raw, definition);
  const problems = [
    ...checked(where, definition, written).problems,
    ...lateSubaccounts(where, definition, written),
    ...unusedFees(where, definition, fees ?? {}),
  ];
  if (problems.length > 0) return problems;
  let looked: Promise<AccountAccess> | null = null;
  return {
    name,
    definition,
    limits: ownLimits(definition, limits ?? {}),
    ...(fees && { fees: definedFees(fees) }),
    hasSubaccounts: (definition.subaccounts?.setting ?? '') in written.values,
    access: () => {
      looked ??= lookUp(where, written, definition, source);
      return looked;
    },
  };
}

/** The price of a purchase says nothing where this program buys nothing. */
function unusedFees(
  where: string,
  { capabilities }: ProviderDefinition,
  fees: NonNullable<FileAccount['fees']>,
): ConfigProblem[] {
  const names = FEE_NAMES.filter((name) => !PURCHASE_FEES.has(name) || capabilities.actions.includes('buy'));
  return Object.keys(fees)
    .filter((name) => !names.some((known) => known === name))
    .map((name) => unknownKey(`${where}.fees`, name, names));
}

function definedFees(fees: NonNullable<FileAccount['fees']>): OwnFees {
  return Object.fromEntries(
    FEE_NAMES.flatMap((name) => {
      const money = fees[name];
      return money === undefined ? [] : [[name, money]];
    }),
  );
}

/** Which names are accounts is known offline, so the setting that says it cannot be a reference. */
function lateSubaccounts(
  where: string,
  { subaccounts }: ProviderDefinition,
  { unresolved, values }: ReadSettings,
): ConfigProblem[] {
  if (subaccounts === undefined || values[subaccounts.setting] === undefined) return [];
  const place = `${where}.${subaccounts.setting}`;
  return unresolved.has(subaccounts.setting) ? [configProblem(place, 'subaccountsByReference')] : [];
}

/** @throws UsageError when a reference cannot be looked up or its value is wrong. */
async function lookUp(
  where: string,
  written: ReadSettings,
  definition: ProviderDefinition,
  source: AccountSource,
): Promise<AccountAccess> {
  const values: Record<string, string> = {};
  const unresolved = new Set<string>();
  const problems: ConfigProblem[] = [];
  for (const [key, text] of Object.entries(written.values)) {
    const isLiteral = !written.unresolved.has(key);
    const found = isLiteral
      ? { value: text }
      : await resolveReference(`${where}.${key}`, text, source.context);
    values[key] = 'value' in found ? found.value : text;
    if (!('value' in found)) {
      unresolved.add(key);
      problems.push(found);
    }
  }
  const settings = checked(where, definition, { values, unresolved, problems });
  if (settings.problems.length > 0) throw configError(source.path, settings.problems);
  for (const notice of definition.notices?.(settings.data) ?? []) {
    source.context.onWarning(`${where}: ${notice}`);
  }
  return accessOf(definition, settings.data, settings.values);
}

/** What the settings are worth: parsed, with their base URLs, or what is wrong with them. */
interface Checked {
  readonly data: unknown;
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly ConfigProblem[];
}

/** Checks the values that are known: base URLs, then the provider's own schema. */
function checked(where: string, definition: ProviderDefinition, read: ReadSettings): Checked {
  const problems = [...read.problems];
  const unresolved = new Set(read.unresolved);
  const known = Object.fromEntries(Object.entries(read.values).filter(([key]) => !unresolved.has(key)));
  const values = { ...definition.baseUrls, ...definition.defaultBaseUrls?.(known), ...read.values };
  for (const key of Object.keys(definition.baseUrls)) {
    const why = unresolved.has(key) ? null : baseUrlProblem(values[key] ?? '');
    if (why === null) continue;
    problems.push(configProblem(`${where}.${key}`, 'baseUrl', { why }));
    unresolved.add(key);
  }
  const settings = parseSettings(where, definition, values, unresolved);
  return { data: settings.data, values, problems: [...problems, ...settings.problems] };
}

function ownLimits(definition: ProviderDefinition, limits: NonNullable<FileAccount['limits']>): Limits {
  const usual = definition.capabilities.limits;
  return {
    requestsPerSecond: limits.requests_per_second ?? usual.requestsPerSecond,
    burst: limits.burst ?? usual.burst,
    concurrency: limits.concurrency ?? usual.concurrency,
  };
}

function accessOf(
  definition: ProviderDefinition,
  settings: unknown,
  values: Readonly<Record<string, string>>,
): AccountAccess {
  const origins = Object.keys(definition.baseUrls).map((key) => new URL(values[key] ?? '').origin);
  const secretValues = definition.settingNames.flatMap((setting) => {
    const value = setting.secret ? values[setting.name] : undefined;
    return value === undefined ? [] : [value];
  });
  return { settings, origins: [...new Set(origins)], secretValues };
}

/** The settings as they are written; references are not looked up. */
function readWritten(where: string, raw: Raw, definition: ProviderDefinition): ReadSettings {
  const values: Record<string, string> = {};
  const unresolved = new Set<string>();
  const problems: ConfigProblem[] = [];
  for (const [key, text] of Object.entries(raw)) {
    const problem = writtenProblem(where, key, text, definition);
    if (problem !== null) problems.push(problem);
    if (problem !== null || isLookedUp(key, text, definition)) unresolved.add(key);
    // Wrong, it is still given: what else a log-in needs is not missing.
    if (typeof text === 'string' && knownKeys(definition).includes(key)) values[key] = text;
  }
  return { values, unresolved, problems };
}

/** Whether the value is kept elsewhere. As a base URL, file:///etc/passwd is a bad URL and not a file to read. */
function isLookedUp(key: string, text: unknown, definition: ProviderDefinition): boolean {
  if (typeof text !== 'string') return false;
  return key in definition.baseUrls ? text.startsWith('env:') : isReference(text);
}

function writtenProblem(
  where: string,
  key: string,
  text: unknown,
  definition: ProviderDefinition,
): ConfigProblem | null {
  const known = knownKeys(definition);
  if (!known.includes(key)) return unknownKey(where, key, known);
  const place = `${where}.${key}`;
  if (typeof text !== 'string') return configProblem(place, 'valueNotText');
  if (isLookedUp(key, text, definition) || key in definition.baseUrls) return null;
  const setting = definition.settingNames.find(({ name }) => name === key);
  if (setting?.secret === true && text !== '') {
    return configProblem(place, 'literalSecret', { name: setting.name, variable: setting.environment });
  }
  const literal = checkedValue(place, text, '');
  return 'value' in literal ? null : literal;
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
    const example = `${setting.name}: env:${setting.environment}`;
    return [{ ...problem, hint: configProblem(problem.where, 'missing', { example }).hint }];
  });
  return { data: null, problems };
}
