import type { OpenAccount } from '../../config/open-account.ts';
import { AccessError, IncompleteListError } from '../../errors/app-error.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { Call } from '../../http/transport.ts';
import { forEachBounded } from '../../plan/context/bounded.ts';
import type { ExportKind, NumberFilter, NumberState, Page, StoredAddress } from '../../providers/contract.ts';
import type { AccountReading } from '../context/export-options.ts';
import type { Spool, SpoolKind } from '../context/spool.ts';
import { matchesFilter } from './matches-filter.ts';

/** Numbers that cannot be read by themselves before the account is given up: each costs several attempts. */
const MOST_UNREADABLE = 10;

export interface ReadParts {
  readonly open: OpenAccount;
  readonly reading: AccountReading;
  readonly spool: Spool;
  readonly filter: NumberFilter;
  readonly call: Call;
  /** Called with how many more items were read. */
  readonly onRead: (items: number) => void;
}

/**
 * Reads one account to its end into the spool. A listing that is cut off, an account that refuses or does not answer is no
 * error here: `reading.problem` says so, and what was read until then stays.
 */
export async function readAccount(kind: ExportKind, parts: ReadParts): Promise<void> {
  const { reading, open } = parts;
  try {
    switch (kind) {
      case 'numbers':
        await readNumbers(parts);
        break;
      case 'addresses':
        await readAddresses(parts, true);
        break;
      case 'recipients':
        await readPages(parts, 'recipient', open.provider.listRecipients?.(parts.call), (one) => one.id);
        break;
      case 'available': {
        const found = open.provider.searchAvailable?.(parts.filter, parts.call);
        await readPages(parts, 'available', found, (one) => one.phoneNumber, parts.filter.limit);
        break;
      }
    }
  } catch (error) {
    const isKnown =
      error instanceof ProviderError || error instanceof IncompleteListError || error instanceof AccessError;
    // An aborted call fails with whatever the signal says.
    if (!isKnown && !parts.call.signal.aborted) throw error;
    reading.problem = open.redact(error instanceof Error ? error.message : String(error));
    reading.hint = isKnown ? error.hint : '';
  }
}

/** Pages into the spool, checked: nothing comes twice, and as many come as the provider counts. */
async function readPages<T extends object>(
  { reading, spool, onRead }: ReadParts,
  kind: SpoolKind,
  pages: AsyncIterable<Page<T>> | undefined,
  keyOf: (item: T) => string,
  limit = Number.POSITIVE_INFINITY,
): Promise<void> {
  for await (const page of pages ?? []) {
    notePage(reading, page);
    const taken = page.items.slice(0, limit - reading.rows);
    spool.together(() => {
      for (const item of taken) requireNew(spool.add(kind, reading.index, keyOf(item), item), keyOf(item));
    });
    reading.rows += taken.length;
    onRead(taken.length);
    if (reading.rows >= limit) return;
  }
  requireTotal(reading);
}

async function readNumbers(parts: ReadParts): Promise<void> {
  const { open, reading, spool, filter, call } = parts;
  const { provider } = open;
  if (provider.capabilities.addressModel === 'own-resource') await readAddresses(parts, false);
  const { limit = Number.POSITIVE_INFINITY, numberType: _type, features: _features, ...asked } = filter;
  const unreadable: string[] = [];
  const gone = new Set<string>();
  for await (const page of provider.listNumbers(call, asked)) {
    notePage(reading, page);
    const wanted = page.items
      .filter((number) => matchesFilter(number, filter))
      .slice(0, limit - reading.rows);
    const complete: NumberState[] = [];
    await forEachBounded(wanted, provider.capabilities.limits.concurrency, async (number) => {
      complete.push(await completed(parts, number, unreadable));
    });
    spool.together(() => {
      for (const number of complete) {
        const key = `${number.phoneNumber} ${number.handle}`;
        requireNew(spool.add('number', reading.index, key, number), number.phoneNumber);
      }
    });
    await fetchMissingAddresses(parts, complete, gone);
    reading.rows += complete.length;
    parts.onRead(complete.length);
    if (reading.rows >= limit) break;
  }
  if (reading.rows < limit) requireTotal(reading);
  if (unreadable.length > 0) {
    throw incomplete(`${unreadable.length} numbers could not be read, the first: ${unreadable[0]}`);
  }
}

/** The number with its emergency state. One that cannot be read stays unknown, and the account is not whole. */
async function completed(
  { open, call }: ReadParts,
  number: NumberState,
  unreadable: string[],
): Promise<NumberState> {
  const { provider } = open;
  if (provider.capabilities.listShowsEmergency) return number;
  try {
    if (provider.completeNumber !== undefined) return await provider.completeNumber(number, call);
    return (await provider.findNumber(number.phoneNumber, call)) ?? number;
  } catch (error) {
    const isAboutOne =
      error instanceof ProviderError && (error.kind === 'refused' || error.kind === 'unknown');
    if (!isAboutOne || unreadable.length >= MOST_UNREADABLE) throw error;
    unreadable.push(`${number.phoneNumber} (${error.message})`);
    return number;
  }
}

/** The addresses for numbers to refer to; as rows of their own they are counted. */
async function readAddresses(parts: ReadParts, isCounted: boolean): Promise<void> {
  const { open, call, reading, spool } = parts;
  if (isCounted) {
    return await readPages(
      parts,
      'address',
      open.provider.listAddresses(call),
      (one: StoredAddress) => one.id,
    );
  }
  for await (const page of open.provider.listAddresses(call)) {
    reading.reached = true;
    spool.together(() => {
      for (const one of page.items) requireNew(spool.add('address', reading.index, one.id, one), one.id);
    });
  }
}

/** An address that a number has and the list of emergency addresses has not is asked for by its id. */
async function fetchMissingAddresses(
  parts: ReadParts,
  numbers: readonly NumberState[],
  gone: Set<string>,
): Promise<void> {
  const { open, reading, spool, call } = parts;
  for (const { emergency } of numbers) {
    const { addressId, address } = emergency;
    if (addressId === '' || address !== null || gone.has(addressId)) continue;
    if (spool.get('address', reading.index, addressId) !== null) continue;
    const found = await open.provider.findAddress(addressId, call);
    if (found === null) gone.add(addressId);
    else spool.add('address', reading.index, addressId, found);
  }
}

function notePage(reading: AccountReading, page: Page<unknown>): void {
  reading.reached = true;
  reading.pages += 1;
  reading.listed += page.items.length;
  reading.total = page.total ?? reading.total;
}

function requireNew(isNew: boolean, key: string): void {
  if (!isNew) throw incomplete(`${key} is listed twice: the list changed while it was read`);
}

function requireTotal({ listed, total }: AccountReading): void {
  if (total !== null && listed < total)
    throw incomplete(`the provider states ${total} ${total === 1 ? 'item' : 'items'} and listed ${listed}`);
}

function incomplete(why: string): IncompleteListError {
  return new IncompleteListError(`The list could not be read to the end: ${why}.`, {
    code: 'EXPORT_LIST_INCOMPLETE',
    hint: 'Export again when no other program changes the account.',
  });
}
