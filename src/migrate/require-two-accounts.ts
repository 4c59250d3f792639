import { createSuggester, didYouMean } from '../domain/suggest.ts';
import { commandError } from '../errors/command-errors.ts';
import type { RunHost } from '../run/context/run-options.ts';
import type { MigrationRequest } from './migration-record.ts';

/** @throws UsageError for an account that the config does not have, and for one account twice. */
export function requireTwoAccounts({ oldAccount, newAccount }: MigrationRequest, { config }: RunHost): void {
  const names = [...config.accounts.keys()];
  for (const account of [oldAccount, newAccount]) {
    if (config.accounts.has(account)) continue;
    const meant = didYouMean(createSuggester(names)(account));
    throw commandError('migrationAccountUnknown', { account, meant, names: names.join(', ') });
  }
  if (oldAccount === newAccount) {
    throw commandError('migrationSameAccount', { first: oldAccount, second: newAccount });
  }
}
