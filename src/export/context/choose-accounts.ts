import type { AccountEntry, Config } from '../../config/config.ts';
import { createSuggester, didYouMean } from '../../domain/suggest.ts';
import { UsageError } from '../../errors/app-error.ts';
import type { ExportKind } from '../../providers/contract.ts';

/**
 * The accounts of an export, in the order of the config: those asked for, or every one whose provider has this kind.
 * @throws UsageError when one is not in the config or its provider does not have the kind.
 */
export function chooseAccounts(config: Config, asked: readonly string[], kind: ExportKind): AccountEntry[] {
  const names = [...config.accounts.keys()];
  for (const name of asked) {
    const entry = config.accounts.get(name);
    if (entry === undefined) {
      throw new UsageError(
        `--account names ${JSON.stringify(name)}, which is not in the config.${didYouMean(createSuggester(names)(name))}`,
        { code: 'ACCOUNT_UNKNOWN', hint: `Accounts: ${names.join(', ')}.` },
      );
    }
    const { title, exports } = entry.definition.capabilities;
    if (!exports.includes(kind)) {
      throw new UsageError(`${name} is at ${title}, which has no ${kind} to export.`, {
        code: 'EXPORT_NOT_POSSIBLE',
        hint: `${title} has: ${exports.join(', ') || 'nothing'}.`,
      });
    }
  }
  const able = [...config.accounts.values()].filter(({ definition }) =>
    definition.capabilities.exports.includes(kind),
  );
  const chosen = able.filter(({ name }) => asked.length === 0 || asked.includes(name));
  if (chosen.length > 0) return chosen;
  throw new UsageError(`No account of the config has ${kind} to export.`, {
    code: 'EXPORT_NOT_POSSIBLE',
    hint: 'Run: e911 providers, which shows what each provider has.',
  });
}
