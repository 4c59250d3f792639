import type { AccountEntry } from '../../config/config.ts';
import { expandSubaccounts } from '../../config/expand-subaccounts.ts';
import type { CallEvent } from '../../domain/call-event.ts';
import { AccessError, IncompleteListError } from '../../errors/app-error.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { ExportHost, ExportOptions } from './export-options.ts';

/**
 * With their subaccounts, unless accounts were named. What can be bought is the same in all of them.
 * @throws AccessError when a list of subaccounts cannot be read: an export without them would look complete.
 */
export async function withSubaccounts(
  chosen: readonly AccountEntry[],
  { accounts, kind, maxPauseMs }: ExportOptions,
  host: ExportHost & { readonly onCall: (call: CallEvent) => void },
): Promise<readonly AccountEntry[]> {
  if (accounts.length > 0 || kind === 'available') return chosen;
  const entries: AccountEntry[] = [];
  for (const entry of chosen) {
    try {
      const expanded = await expandSubaccounts(host.config, entry, { ...host, maxPauseMs });
      entries.push(...expanded.entries);
      for (const sentence of expanded.leftOut) host.watcher.warn(sentence);
    } catch (error) {
      if (!(error instanceof ProviderError || error instanceof IncompleteListError)) throw error;
      const hint = error.hint || 'Run the same command again later.';
      throw new AccessError(error.message, {
        code: error.code,
        hint: `${hint} To export the other accounts, name them with --account.`,
        cause: error,
      });
    }
  }
  return entries;
}
