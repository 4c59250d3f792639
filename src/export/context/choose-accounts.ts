import type { AccountEntry, Config } from '../../config/config.ts';
import { createSuggester, didYouMean } from '../../domain/suggest.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { Capabilities, ExportKind, FilterName, NumberFilter } from '../../providers/contract.ts';
import type { ExportOptions } from './export-options.ts';

/**
 * The accounts of an export, in the order of the config: those asked for, or every one whose provider has this kind.
 * Subaccounts that were asked for come last.
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
      throw commandError('accountUnknown', {
        account: name,
        meant: didYouMean(createSuggester(names)(name)),
        names: names.join(', '),
      });
    }
    const { title, exports } = entry.definition.capabilities;
    if (!exports.includes(kind)) {
      throw commandError('exportNotAtAccount', { account: name, title, kind, has: exports.join(', ') });
    }
  }
  const subaccounts = asked.flatMap((name) => {
    const entry = config.accounts.get(name);
    return entry?.subaccount === undefined ? [] : [entry];
  });
  const able = [...config.accounts.values(), ...new Set(subaccounts)].filter(({ definition }) =>
    definition.capabilities.exports.includes(kind),
  );
  const chosen = able.filter(({ name }) => asked.length === 0 || asked.includes(name));
  for (const { name, definition } of chosen) requireFilters(name, definition.capabilities, kind, filter);
  if (chosen.length > 0) return chosen;
  throw commandError('exportNowhere', { kind });
}

/** The options of the command line that set a filter. */
const OPTION_OF: Readonly<Record<FilterName, string>> = {
  numberType: '--type',
  features: '--features',
  applicationId: '--application',
  hasApplication: '--has-application',
  trunkId: '--trunk',
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
    throw commandError('filterNotAtAccount', {
      option,
      account,
      title,
      of: kind === 'available' ? 'available numbers' : 'its numbers',
      has: ['--country', '--pattern', ...others].join(', '),
    });
  }
  for (const [name, words] of Object.entries(filters.words)) {
    const option = OPTION_OF[name as FilterName];
    const known = new Set(words.map((word) => word.toLowerCase()));
    const other = filter[name as keyof Capabilities['filters']['words']]
      ?.split(',')
      .find((word) => !known.has(word.trim().toLowerCase()));
    if (other === undefined) continue;
    throw commandError('filterWordNotAtAccount', {
      option,
      word: other,
      account,
      title,
      has: words.join(', '),
    });
  }
}
