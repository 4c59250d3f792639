import { IncompleteListError } from '../../errors/app-error.ts';
import { isRefusalOfOne } from '../../errors/provider-error.ts';
import type { Call } from '../../http/transport.ts';
import type { StoredAddress } from '../../providers/contract.ts';
import type { PlanAccount, PlanContext } from '../context/plan-context.ts';

/*
 * A list can be short or empty under a status of success. What it does not show looks like something to create, and a second
 * address or endpoint is made. So what the account is known to hold is asked for by its id before its absence is believed.
 */

/** So many known objects are asked for by id: enough to tell a short list from objects that were deleted elsewhere. */
const MOST_ASKED = 25;
/** Lists may lag behind writes: how often a list is read again, and after which pause. */
const MOST_READ_AGAIN = 3;
const READ_AGAIN_AFTER_MS = 2_000;

/** An address or a number that exists and that a list does not show. */
export interface Hidden {
  readonly what: 'address' | 'number';
  readonly id: string;
}

/** @returns the error that stops the account */
export function hiddenFromList({ provider }: PlanAccount, { what, id }: Hidden): IncompleteListError {
  const { title } = provider.capabilities;
  const list = what === 'address' ? 'list of addresses' : 'list of numbers';
  return new IncompleteListError(
    `${title}'s ${list} is incomplete: it does not show ${id}, which ${title} shows when it is asked for by its id.`,
    {
      code: 'PROVIDER_LIST_INCOMPLETE',
      hint: `Run the same command again later. If the list stays short, send ${title} support the missing id.`,
    },
  );
}

/** Reads a list, and again after a pause, until it shows what the account is known to hold. @throws IncompleteListError */
export async function untilShown(
  context: PlanContext,
  account: PlanAccount,
  readList: () => Promise<void>,
  findHidden: () => Promise<Hidden | null>,
): Promise<void> {
  for (let again = 0; ; again++) {
    await readList();
    const hidden = await findHidden();
    if (hidden === null) return;
    if (again === MOST_READ_AGAIN) throw hiddenFromList(account, hidden);
    await context.host.clock.sleep(READ_AGAIN_AFTER_MS, context.host.stop);
  }
}

/** A known address that the list does not show and that is still there; null when each one asked for is gone. */
export async function hiddenAddress(
  context: PlanContext,
  account: PlanAccount,
  call: Call,
): Promise<Hidden | null> {
  const { accountKey } = account.provider;
  const of = { accountKey, runId: context.runId, account: account.name };
  for (const id of await context.journal.unlistedAddresses(of, MOST_ASKED)) {
    const found = await addressById(account, id, call);
    if (found === null) await context.journal.forgetAddress(accountKey, id);
    else if (found !== 'refused' && found.emergencyEnabled) return { what: 'address', id };
  }
  return null;
}

/** An address that a number of the snapshot has, that exists, and that the list does not show. */
export async function hiddenAddressOfNumber(
  context: PlanContext,
  account: PlanAccount,
  call: Call,
): Promise<Hidden | null> {
  const of = { accountKey: account.provider.accountKey, runId: context.runId, account: account.name };
  for (const id of await context.journal.addressesOfNumbersOnly(of, MOST_ASKED)) {
    const found = await addressById(account, id, call);
    if (found !== null && found !== 'refused' && found.emergencyEnabled) return { what: 'address', id };
  }
  return null;
}

/** A known number (or its endpoint) that the whole list does not show and that is still there. */
export async function hiddenNumber(
  context: PlanContext,
  account: PlanAccount,
  call: Call,
): Promise<Hidden | null> {
  const { accountKey } = account.provider;
  const of = { accountKey, runId: context.runId, account: account.name };
  for (const { phoneNumber, handle } of await context.journal.unlistedNumbers(of, MOST_ASKED)) {
    const hidden = await hiddenHandle(account, phoneNumber, handle, call);
    if (hidden !== null) return hidden;
    await context.journal.forgetNumber(accountKey, phoneNumber);
  }
  return null;
}

/** The number that a handle still belongs to, where no list shows it; null when it is gone or cannot be asked for. */
export async function hiddenHandle(
  { provider }: PlanAccount,
  phoneNumber: string,
  handle: string,
  call: Call,
): Promise<Hidden | null> {
  if (handle === '' || provider.findByHandle === undefined) return null;
  try {
    const found = await provider.findByHandle(handle, call);
    return found === phoneNumber ? { what: 'number', id: handle } : null;
  } catch (caught) {
    if (isRefusalOfOne(caught)) return null;
    throw caught;
  }
}

async function addressById(
  { provider }: PlanAccount,
  id: string,
  call: Call,
): Promise<StoredAddress | 'refused' | null> {
  try {
    return await provider.findAddress(id, call);
  } catch (caught) {
    if (isRefusalOfOne(caught)) return 'refused';
    throw caught;
  }
}
