import type { CallEvent } from '../domain/call-event.ts';
import type { Clock, Random } from '../domain/clock.ts';
import { subaccountName } from './account-map.ts';
import type { AccountEntry, Config } from './config.ts';
import { openAccount } from './open-account.ts';

/** An account followed by its active subaccounts. */
export interface Expanded {
  readonly entries: readonly AccountEntry[];
  /** A sentence for each subaccount that the provider does not call active. */
  readonly leftOut: readonly string[];
}

/**
 * For commands that work on all accounts: the account and its subaccounts, as the provider lists them now. One that the
 * config names by itself, as `name/ID`, is not repeated.
 * @throws ProviderError, IncompleteListError when the list cannot be read; UsageError when a reference cannot be looked up.
 */
export async function expandSubaccounts(
  config: Config,
  entry: AccountEntry,
  host: {
    readonly clock: Clock;
    readonly random: Random;
    readonly stop: AbortSignal;
    /** `--max-pause`. */
    readonly maxPauseMs?: number | undefined;
    readonly onCall?: (call: CallEvent) => void;
  },
): Promise<Expanded> {
  if (entry.hasSubaccounts !== true) return { entries: [entry], leftOut: [] };
  const own = new Set(config.accounts.keys());
  const account = await openAccount(entry, host);
  try {
    const listed = await account.listSubaccounts({ signal: host.stop, priority: 'read' });
    const names = listed.flatMap(({ id, isActive }) => (isActive ? [subaccountName(entry, id)] : []));
    const { title } = entry.definition.capabilities;
    return {
      entries: [entry, ...names.flatMap((name) => (own.has(name) ? [] : (config.accounts.get(name) ?? [])))],
      leftOut: listed
        .filter(({ isActive }) => !isActive)
        .map(
          ({ id, status }) => `${subaccountName(entry, id)} is left out: ${title} says that it is ${status}.`,
        ),
    };
  } finally {
    await account.close();
  }
}
