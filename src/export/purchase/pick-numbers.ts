import type { AccountEntry, Config } from '../../config/config.ts';
import { type OpenAccount, openAccount } from '../../config/open-account.ts';
import { createSuggester, didYouMean } from '../../domain/suggest.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { AvailableNumber, NumberFilter } from '../../providers/contract.ts';
import { chooseAccounts } from '../context/choose-accounts.ts';
import type { ExportHost } from '../context/export-options.ts';
import { availableRow } from '../sheet/sheet-cells.ts';
import { digitsOf, type LikeRow, readLikeRow } from './like-row.ts';

/** What `e911 buy` asks for. */
export interface PurchaseRequest {
  /** Undefined: the one account of the config that can buy. */
  readonly account: string | undefined;
  readonly filter: NumberFilter;
  readonly count: number;
  /** Path of the sheet whose first row fills the other columns. */
  readonly like: string | undefined;
  readonly maxPauseMs: number | undefined;
}

/** The sheet of purchases: nothing is bought until it is applied. */
export interface PurchaseSheet {
  readonly account: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Prices of all rows together, one text for each currency. */
  readonly prices: readonly string[];
  readonly leftOut: readonly string[];
}

/**
 * Picks numbers that are for sale, each once, as the rows of a sheet that buys them. Changes nothing at a provider.
 * @throws UsageError before the first call; ProviderError, IncompleteListError when the search cannot be read.
 */
export async function pickNumbers(request: PurchaseRequest, host: ExportHost): Promise<PurchaseSheet> {
  const entry = buyingAccount(request, host.config);
  const { capabilities } = entry.definition;
  const like = await readLikeRow(request.like, capabilities);
  const { clock, random } = host;
  const open = await openAccount(entry, {
    clock,
    random,
    maxPauseMs: request.maxPauseMs,
    onPause: () => undefined,
    onCall: (call) => host.watcher.called(call),
  });
  try {
    const picked = await pick(open, request, like, host);
    return sheetOf(entry, picked, like);
  } finally {
    await open.close();
  }
}

/** @throws UsageError when no account can buy, several can and none is named, or the one that is named cannot. */
function buyingAccount({ account, filter }: PurchaseRequest, config: Config): AccountEntry {
  const able = [...config.accounts.values()].filter((entry) => canBuy(entry));
  const names = able.map(({ name }) => name);
  const name =
    account ?? (names.includes(config.defaults.account ?? '') ? config.defaults.account : names[0]);
  if (name === undefined) throw commandError('buyNowhere', {});
  if (account === undefined && able.length > 1 && config.defaults.account !== name) {
    throw commandError('buyAccountMissing', { names: names.join(', '), first: name });
  }
  const entry = config.accounts.get(name);
  if (entry === undefined) {
    const all = [...config.accounts.keys()];
    const meant = didYouMean(createSuggester(all)(name));
    throw commandError('accountUnknown', { account: name, meant, names: all.join(', ') });
  }
  if (!canBuy(entry)) {
    throw commandError('buyNotAtAccount', {
      account: name,
      title: entry.definition.capabilities.title,
      names: names.join(', '),
    });
  }
  chooseAccounts(config, { accounts: [name], kind: 'available', filter });
  return entry;
}

function canBuy({ definition }: AccountEntry): boolean {
  const { actions, exports } = definition.capabilities;
  return actions.includes('buy') && exports.includes('available');
}

async function pick(
  { provider }: OpenAccount,
  { filter, count }: PurchaseRequest,
  { phoneNumbers }: LikeRow,
  { stop }: ExportHost,
): Promise<readonly AvailableNumber[]> {
  const picked = new Map<string, AvailableNumber>();
  // Numbers of the other sheet may be among those that the search finds first.
  const limit = count + phoneNumbers.size;
  const pages = provider.searchAvailable?.({ ...filter, limit }, { signal: stop, priority: 'read' }) ?? [];
  for await (const { items } of pages) {
    for (const number of items) {
      const digits = digitsOf(number.phoneNumber);
      if (picked.size < count && !phoneNumbers.has(digits) && !picked.has(digits)) picked.set(digits, number);
    }
    if (picked.size >= count) break;
  }
  return [...picked.values()];
}

/** Columns of an export that say again what others say. */
const OF_EXPORTS: ReadonlySet<string> = new Set(['provider', 'number_country']);

function sheetOf(
  { name: account, definition }: AccountEntry,
  picked: readonly AvailableNumber[],
  { cells, leftOut }: LikeRow,
): PurchaseSheet {
  const records = picked.map((number) => ({
    ...availableRow({ account, provider: definition.provider }, number),
    ...cells,
    action: 'buy',
  }));
  const first = ['phone_number', 'action', 'account'];
  const all = new Set([...first, ...records.flatMap((record) => Object.keys(record))]);
  const columns = [...all].filter((column) => !OF_EXPORTS.has(column));
  return {
    account,
    columns,
    rows: records.map((record: Readonly<Record<string, string | undefined>>) =>
      columns.map((column) => record[column] ?? ''),
    ),
    prices: totals(picked),
    leftOut,
  };
}

/** `12.50 EUR setup` and `12.50 EUR a month`: amounts of different currencies are never added. */
function totals(picked: readonly AvailableNumber[]): string[] {
  return (['setup', 'monthly'] as const).flatMap((kind) => {
    const sums = new Map<string, number>();
    let unknown = 0;
    for (const { price } of picked) {
      const { amount, currency } = price[kind];
      const value = Number(amount);
      if (amount === '' || Number.isNaN(value)) unknown += 1;
      else sums.set(currency, (sums.get(currency) ?? 0) + value);
    }
    const what = kind === 'setup' ? 'to set up' : 'a month';
    const known = [...sums].map(([currency, sum]) =>
      `${sum.toFixed(2)} ${currency} ${what}`.replace('  ', ' '),
    );
    return unknown === 0 ? known : [...known, `${unknown} without a price ${what}`];
  });
}
