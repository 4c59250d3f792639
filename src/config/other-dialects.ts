import { commandError } from '../errors/command-errors.ts';
import type { ProviderDefinition } from '../providers/contract.ts';
import type { AccountEntry } from './config.ts';

/** The same account in the provider's other dialects; empty when there is only one. */
export function otherDialects(
  entry: AccountEntry,
  definitions: readonly ProviderDefinition[],
): readonly AccountEntry[] {
  const { provider, dialect } = entry.definition;
  return definitions
    .filter((other) => other.provider === provider && other.dialect !== dialect)
    .map((definition) => ({
      ...entry,
      definition,
      access: async () => {
        const access = await entry.access();
        const settings = definition.settings.safeParse({
          ...(access.settings as object),
          dialect: definition.dialect,
        });
        if (settings.success) return { ...access, settings: settings.data };
        throw commandError('dialectUnfit', { account: entry.name, dialect: definition.dialect });
      },
    }));
}
