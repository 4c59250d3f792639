import type { AccountEntry, Config } from '../../config/config.ts';
import { createSuggester, didYouMean } from '../../domain/suggest.ts';
import { UsageError } from '../../errors/app-error.ts';
import type { Capabilities, ExportKind, FilterName, NumberFilter } from '../../providers/contract.ts';
import type { ExportOptions } from './export-options.ts';

/**
 * The accounts of an export, in the order of the config: those asked for, or every one whose provider has this kind.
 * @throws UsageError when one is not in the config or its provider does not have the kind.
 */
export function chooseAccounts(
  config: Config,
  { accounts: asked, kind, filter }: Pick<ExportOptions, 'accounts' | 'kind' | 'filter'>,
): AccountEntry[] {
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
  for (const { name, definition } of chosen) requireFilters(name, definition.capabilities, kind, filter);
  if (chosen.length > 0) return chosen;
  throw new UsageError(`No account of the config has ${kind} to export.`, {
    code: 'EXPORT_NOT_POSSIBLE',
    hint: 'Run: e911 providers, which shows what each provider has.',
  });
}

/** The options of the command line that set a filter. */
const OPTION_OF: Readonly<Record<FilterName, string>> = {
  numberType: '--type',
  features: '--features',
  applicationId: '--application',
  hasApplication: '--has-application',
};

/** A filter that an account cannot apply would answer with too much or with nothing, and look like an answer. */
function requireFilters(
  account: string,
  { title, filters }: Capabilities,
  kind: ExportKind,
  filter: NumberFilter,
): void {
  const possible: readonly string[] = kind === 'available' ? filters.available : filters.numbers;
  for (const [name, option] of Object.entries(OPTION_OF)) {
    if (filter[name as FilterName] === undefined || possible.includes(name)) continue;
    const others = Object.entries(OPTION_OF).flatMap(([each, text]) =>
      possible.includes(each) ? [text] : [],
    );
    throw new UsageError(
      `${option} cannot be applied to ${account}: ${title} shows no such value for ${kind === 'available' ? 'available numbers' : 'its numbers'}.`,
      {
        code: 'EXPORT_FILTER_NOT_POSSIBLE',
        hint: `Leave out ${option}, or choose other accounts with --account. ${title} has: ${['--country', '--pattern', ...others].join(', ')}.`,
      },
    );
  }
  const { numberType } = filter;
  const { numberTypes } = filters;
  if (numberType === undefined || numberTypes.length === 0) return;
  if (numberTypes.some((type) => type.toLowerCase() === numberType.toLowerCase())) return;
  throw new UsageError(
    `--type ${JSON.stringify(numberType)} cannot be applied to ${account}: ${title} has no such type.`,
    {
      code: 'EXPORT_FILTER_NOT_POSSIBLE',
      hint: `${title} has: ${numberTypes.join(', ')}. Choose other accounts with --account.`,
    },
  );
}
