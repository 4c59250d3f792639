import { createSuggester, didYouMean } from '../domain/suggest.ts';
import { type ConfigProblem, configProblem } from '../errors/command/config-problems.ts';
import type { ProviderDefinition, SettingName } from '../providers/contract.ts';
import { type FileShape, unknownKey } from './file-shape.ts';
import { isReference, type ReferenceContext, resolveReference } from './secret-reference.ts';

type FileAccount = FileShape['accounts'][string];

/** Keys that every account has, whatever its provider. */
const OWN_KEYS = ['provider', 'limits', 'fees', 'dialect'];

/** The name of the dialect, which may come from the environment. */
export async function readDialect(
  where: string,
  written: unknown,
  context: ReferenceContext,
): Promise<string | undefined | ConfigProblem> {
  if (written === undefined) return undefined;
  const place = `${where}.dialect`;
  if (typeof written !== 'string') {
    return configProblem(place, 'valueNotText');
  }
  if (!isReference(written)) return written;
  // Every command reads it, offline ones too, and those run no program.
  if (!written.startsWith('env:')) return configProblem(place, 'dialectByReference');
  const found = await resolveReference(place, written, context);
  return 'value' in found ? found.value : found;
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

/** The provider's definition; of several dialects the named one, else the first listed. */
export function chooseDefinition(
  where: string,
  provider: string,
  dialect: unknown,
  definitions: readonly ProviderDefinition[],
): ProviderDefinition | ConfigProblem {
  const ofProvider = definitions.filter((definition) => definition.provider === provider);
  const [first] = ofProvider;
  if (first === undefined) {
    const known = [...new Set(definitions.map((definition) => definition.provider))];
    const meant = didYouMean(createSuggester(known)(provider));
    return configProblem(`${where}.provider`, 'providerUnknown', { names: known, meant });
  }
  if (dialect === undefined) return first;
  const chosen = ofProvider.find((definition) => definition.dialect !== '' && definition.dialect === dialect);
  const dialects = ofProvider.flatMap((definition) =>
    definition.dialect === '' ? [] : [definition.dialect],
  );
  if (chosen !== undefined) return chosen;
  if (dialects.length === 0) return unknownKey(where, 'dialect', knownKeys(first));
  return configProblem(`${where}.dialect`, 'dialectUnknown', { names: dialects });
}

/** All settings that an account of this provider can have. */
export function knownKeys(definition: ProviderDefinition): string[] {
  const keys = [
    ...definition.settingNames.map(({ name }) => name),
    ...Object.keys(definition.baseUrls),
    ...schemaKeys(definition.settings).filter((key) => !OWN_KEYS.includes(key)),
  ];
  return [...new Set(keys)];
}

/** Keys that an object schema names; none for any other schema. */
export function schemaKeys(schema: ProviderDefinition['settings']): string[] {
  const shape: unknown = 'shape' in schema ? schema.shape : undefined;
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
}
