import type { OpenAccount } from '../../config/open-account.ts';
import { AccessError, IncompleteListError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { Call } from '../../http/transport.ts';
import { forEachBounded } from '../../plan/context/bounded.ts';
import type { ListMemory } from '../../plan/lists/hidden.ts';
import { allAddresses, allNumbers } from '../../plan/lists/whole-list.ts';
import type { ExportKind, NumberFilter, NumberState, Page, StoredAddress } from '../../providers/contract.ts';
import type { AccountReading } from '../context/export-options.ts';
import { numberKey, type Spool, type SpoolKind, type Unreadable } from '../context/spool.ts';
import { matchesFilter } from './matches-filter.ts';

/** Numbers without an answer before the account is given up: each costs several attempts. */
const MOST_UNANSWERED = 10;

interface ReadParts {
  readonly open: OpenAccount;
  readonly reading: AccountReading;
  readonly spool: Spool;
  readonly filter: NumberFilter;
  readonly call: Call;
  /** What the account was known to hold: a whole list must show it. Null without a journal. */
  readonly memory: ListMemory | null;
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
        await readPages(parts, 'recipient', open.provider.listRecipients?.(parts.call), ({ id }) => id);
        break;
      case 'available': {
        const found = open.provider.searchAvailable?.(parts.filter, parts.call);
        await readPages(parts, 'available', found, ({ phoneNumber }) => phoneNumber);
        break;
      }
    }
  } catch (error) {
    const isKnown =
      error instanceof ProviderError || error instanceof IncompleteListError || error instanceof AccessError;
    // An aborted call fails with whatever the signal says.
    if (!isKnown && !parts.call.signal.aborted) throw error;
    reading.problem = open.redact(error instanceof Error ? error.message : String(error));
    reading.code = isKnown ? error.code : '';
    reading.hint = isKnown ? error.hint : '';
  }
}

/** Pages into the spool, checked: nothing comes twice, and as many come as the provider counts. */
async function readPages<T extends object>(
  { reading, spool, onRead, filter: { limit = Number.POSITIVE_INFINITY } }: ReadParts,
  kind: SpoolKind,
  pages: AsyncIterable<Page<T>> | undefined,
  keyOf: (item: T) => string,
): Promise<void> {
  for await (const page of pages ?? []) {
    notePage(reading, page);
    const taken = page.items.slice(0, limit - reading.rows);
    spool.together(() => {
      for (const item of taken) requireNew(spool.add(kind, reading.index, keyOf(item), item), keyOf(item));
    });
    reading.rows += taken.length;
    onRead(taken.length);
    if (reading.rows >= limit) return noteLimit(reading, taken.length < page.items.length);
  }
  requireTotal(reading);
}

async function readNumbers(parts: ReadParts): Promise<void> {
  const { open, reading, spool, filter, call } = parts;
  const { provider } = open;
  if (provider.capabilities.addressModel === 'own-resource') await readAddresses(parts, false);
  const { limit = Number.POSITIVE_INFINITY, numberType: _type, features: _features, ...asked } = filter;
  const gone = new Set<string>();
  for await (const page of allNumbers(parts.memory, open, call, asked)) {
    notePage(reading, page);
    const matching = page.items.filter((number) => matchesFilter(number, filter));
    const wanted = matching.slice(0, limit - reading.rows);
    const complete: NumberState[] = [];
    await forEachBounded(wanted, provider.capabilities.limits.concurrency, async (number) => {
      complete.push(await completed(parts, number));
    });
    spool.together(() => {
      for (const number of complete) {
        requireNew(spool.add('number', reading.index, numberKey(number), number), number.phoneNumber);
      }
    });
    await fetchMissingAddresses(parts, complete, gone);
    reading.rows += complete.length;
    parts.onRead(complete.length);
    if (reading.rows >= limit) {
      noteLimit(reading, wanted.length < matching.length);
      break;
    }
  }
  if (reading.rows < limit) requireTotal(reading);
  if (reading.unreadable > 0) {
    const first = firstUnreadable(parts);
    throw commandError('exportNumbersUnreadable', {
      count: reading.unreadable,
      first: first?.phoneNumber ?? '',
      why: first?.message ?? '',
    });
  }
}

/** The spool holds those of all accounts. */
function firstUnreadable({ spool, reading }: ReadParts): Unreadable | null {
  for (const { account, body } of spool.all<Unreadable>('unread')) if (account === reading.index) return body;
  return null;
}

/** The number with its emergency state. One that cannot be read stays as listed, with its error beside it. */
async function completed(parts: ReadParts, number: NumberState): Promise<NumberState> {
  const { open, call } = parts;
  const { provider } = open;
  if (provider.capabilities.listShowsEmergency) return number;
  try {
    if (provider.completeNumber !== undefined) return await provider.completeNumber(number, call);
    return (await provider.findNumber(number.phoneNumber, call)) ?? number;
  } catch (error) {
    noteUnreadable(parts, number, error);
    return number;
  }
}

/** Keeps the error of one number beside it. @throws the error itself when it says something of the whole account. */
function noteUnreadable({ open, reading, spool }: ReadParts, number: NumberState, error: unknown): void {
  const isAboutOne = error instanceof ProviderError && (error.kind === 'refused' || error.kind === 'unknown');
  if (!isAboutOne) throw error;
  // A refusal costs one call; an answer that does not come costs several, and the next number will not fare better.
  if (error.kind === 'unknown' && reading.unreadable >= MOST_UNANSWERED) throw error;
  const { phoneNumber } = number;
  const unread: Unreadable = { phoneNumber, message: open.redact(error.message), hint: error.hint };
  if (spool.add('unread', reading.index, numberKey(number), unread)) reading.unreadable += 1;
}

/** The addresses for numbers to refer to; as rows of their own they are counted. */
async function readAddresses(parts: ReadParts, isCounted: boolean): Promise<void> {
  const { open, call, reading, spool } = parts;
  if (isCounted) {
    return await readPages(
      parts,
      'address',
      allAddresses(parts.memory, open, call),
      (one: StoredAddress) => one.id,
    );
  }
  for await (const page of allAddresses(parts.memory, open, call)) {
    reading.reached = true;
    spool.together(() => {
      for (const one of page.items) requireNew(spool.add('address', reading.index, one.id, one), one.id);
    });
  }
}

/** An address that a number has and the list of emergency addresses has not is asked for by its ID. */
async function fetchMissingAddresses(
  parts: ReadParts,
  numbers: readonly NumberState[],
  gone: Set<string>,
): Promise<void> {
  const { open, reading, spool, call } = parts;
  for (const number of numbers) {
    const { addressId, address } = number.emergency;
    if (addressId === '' || address !== null || gone.has(addressId)) continue;
    if (spool.get('address', reading.index, addressId) !== null) continue;
    try {
      const found = await open.provider.findAddress(addressId, call);
      if (found === null) gone.add(addressId);
      else spool.add('address', reading.index, addressId, found);
    } catch (error) {
      noteUnreadable(parts, number, error);
    }
  }
}

function notePage(reading: AccountReading, page: Page<unknown>): void {
  reading.reached = true;
  reading.pages += 1;
  reading.listed += page.items.length;
  reading.total = page.total ?? reading.total;
}

/** What a limit leaves out is not a fault, and the list is not called complete for it. A list without a total may have had more. */
function noteLimit(reading: AccountReading, isPageCut: boolean): void {
  reading.limited = isPageCut || reading.total === null || reading.listed < reading.total;
}

function requireNew(isNew: boolean, key: string): void {
  if (!isNew) throw incomplete(`${key} is listed twice: the list changed while it was read`);
}

function requireTotal({ listed, total }: AccountReading): void {
  if (total !== null && listed !== total) {
    throw incomplete(`the provider states ${total} ${total === 1 ? 'item' : 'items'} and listed ${listed}`);
  }
}

function incomplete(why: string): IncompleteListError {
  return commandError('exportListIncomplete', { why });
}
