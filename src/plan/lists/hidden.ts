import { IncompleteListError } from '../../errors/app-error.ts';
import { isRefusalOfOne } from '../../errors/provider-error.ts';
import type { Call } from '../../http/transport.ts';
import type { KnownKind } from '../../journal/journal.ts';
import type { PlanAccount, PlanContext } from '../context/plan-context.ts';

/*
 * A list can be short or empty under a status of success. What it does not show looks like something to create, and a second
 * address or endpoint is made. So what the account is known to hold is asked for by its ID before its absence is believed.
 */

/** So many known objects are asked for by id: enough to tell a short list from objects that were deleted elsewhere. */
const MOST_ASKED = 25;
/** Lists may lag behind writes: how often a list is read again, and after which pause. */
export const MOST_READ_AGAIN = 3;
export const READ_AGAIN_AFTER_MS = 2_000;

/** The part of the journal that remembers what accounts hold. */
export type ListMemory = Pick<PlanContext['journal'], 'unshown' | 'knownSoFar' | 'countKnown' | 'forget'>;

/** An address or a number that exists and that a list does not show. */
interface Hidden {
  readonly what: 'address' | 'number';
  readonly id: string;
}

/** A list does not show what is there. Reading it again may help. */
class HiddenFromListError extends IncompleteListError {}

/** @returns the error that stops the account */
export function hiddenFromList(
  { provider }: Pick<PlanAccount, 'provider'>,
  { what, id }: Hidden,
): HiddenFromListError {
  const { title } = provider.capabilities;
  const list = what === 'address' ? 'list of addresses' : 'list of numbers';
  return new HiddenFromListError(
    `${title}'s ${list} is incomplete: it does not show ${id}, which ${title} shows when it is asked for by its ID.`,
    {
      code: 'PROVIDER_LIST_INCOMPLETE',
      hint: `Run the same command again later. If the list stays short, send ${title} support the missing id.`,
    },
  );
}

/** Reads a list, and again after a pause, while it hides something. @throws HiddenFromListError */
export async function untilShown(
  { host }: Pick<PlanContext, 'host'>,
  readList: () => Promise<void>,
): Promise<void> {
  for (let again = 0; ; again++) {
    try {
      return await readList();
    } catch (caught) {
      if (!(caught instanceof HiddenFromListError) || again === MOST_READ_AGAIN) throw caught;
    }
    await host.clock.sleep(READ_AGAIN_AFTER_MS, host.stop);
  }
}

/**
 * Checks a whole list that was read: what the account was known to hold at `upTo`, and the list did not show, is asked for by its ID,
 * and forgotten when it is gone.
 * @throws HiddenFromListError when it is there
 */
export async function requireAllShown(
  memory: ListMemory,
  account: Pick<PlanAccount, 'provider'>,
  { kind, ...list }: { readonly kind: KnownKind; readonly shown: ReadonlySet<string>; readonly upTo: number },
  call: Call,
): Promise<void> {
  const { accountKey } = account.provider;
  for (const { id, handle } of await memory.unshown(accountKey, kind, list, MOST_ASKED)) {
    const asked = kind === 'addresses' ? { address: id } : { phoneNumber: id, handle };
    const isThere = await askById(account, asked, call);
    if (isThere === true) throw hiddenFromList(account, hiddenOf(asked));
    if (isThere === false) await memory.forget(accountKey, kind, id);
  }
}

/** Checks the list of addresses by the numbers of the snapshot: it must show each one that they have. @throws HiddenFromListError */
export async function requireAddressesOfNumbers(
  { journal, runId }: PlanContext,
  account: PlanAccount,
  call: Call,
): Promise<void> {
  const of = { accountKey: account.provider.accountKey, runId, account: account.name };
  for (const address of await journal.addressesOfNumbersOnly(of, MOST_ASKED)) {
    const isThere = await askById(account, { address }, call);
    if (isThere === true) throw hiddenFromList(account, hiddenOf({ address }));
  }
}

type Asked = { readonly address: string } | { readonly phoneNumber: string; readonly handle: string };

export function hiddenOf(asked: Asked): Hidden {
  return 'address' in asked
    ? { what: 'address', id: asked.address }
    : { what: 'number', id: asked.handle || asked.phoneNumber };
}

/** Whether one object is there, without a list; null when that cannot be told: it is refused, or not for emergency calls. */
export async function askById(
  { provider }: Pick<PlanAccount, 'provider'>,
  asked: Asked,
  call: Call,
): Promise<boolean | null> {
  try {
    if (!('address' in asked)) {
      return (await provider.showsNumber?.(asked.phoneNumber, asked.handle, call)) ?? null;
    }
    const found = await provider.findAddress(asked.address, call);
    return found === null ? false : found.emergencyEnabled || null;
  } catch (caught) {
    if (isRefusalOfOne(caught)) return null;
    throw caught;
  }
}
