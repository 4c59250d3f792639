import { addressKey } from '../../domain/address/place-key.ts';
import type { Call } from '../../http/transport.ts';
import type { AddressContent, StoredAddress } from '../../providers/contract.ts';
import type { PlanAccount, PlanContext } from '../context/plan-context.ts';
import { hiddenFromList } from './hidden.ts';

const MOST_ASKED = 25;
/** Ids of addresses by key, as far as the first list did not show them. */
type Unlisted = ReadonlyMap<string, string>;
/** Second views of one account in one run, by the caller name that they are filtered by. */
const views = new WeakMap<PlanAccount, Map<string, Promise<Unlisted>>>();

/**
 * Asks a second time whether an address is there before it is created because a list did not show it: by the IDs that are
 * known of it, and in a second list, filtered where the provider has a filter. The second list is read before the first
 * creation that it is about, so it cannot hold what this run makes.
 * @throws IncompleteListError when the address is there
 */
export async function requireAbsent(
  context: PlanContext,
  account: PlanAccount,
  content: AddressContent,
  call: Call,
): Promise<void> {
  const { provider, name } = account;
  const { accountKey, capabilities } = provider;
  const key = addressKey(content.address, content.callerName, capabilities.callerNameIn);
  const of = { accountKey, runId: context.runId, account: name };
  for (const id of await context.journal.knownAddresses(of, key, MOST_ASKED)) {
    const found = await provider.findAddress(id, call);
    if (found?.emergencyEnabled && keyOf(account, found) === key) {
      throw hiddenFromList(account, { what: 'address', id });
    }
  }
  const id = (await viewOf(context, account, content.callerName, call)).get(key);
  if (id !== undefined) throw hiddenFromList(account, { what: 'address', id });
}

function viewOf(
  context: PlanContext,
  account: PlanAccount,
  callerName: string,
  call: Call,
): Promise<Unlisted> {
  const ofAccount = views.get(account) ?? new Map<string, Promise<Unlisted>>();
  views.set(account, ofAccount);
  const filter = account.provider.listAddressesOf === undefined ? '' : callerName;
  const known = ofAccount.get(filter);
  if (known !== undefined) return known;
  const view = readView(context, account, filter, call);
  ofAccount.set(filter, view);
  return view;
}

async function readView(
  context: PlanContext,
  account: PlanAccount,
  callerName: string,
  call: Call,
): Promise<Unlisted> {
  const { provider, name } = account;
  const unlisted = new Map<string, string>();
  const pages = provider.listAddressesOf?.(callerName, call) ?? provider.listAddresses(call);
  for await (const page of pages) {
    for (const stored of page.items) {
      const isListed = (await context.journal.storedAddressById(context.runId, name, stored.id)) !== null;
      if (!isListed && stored.emergencyEnabled) unlisted.set(keyOf(account, stored), stored.id);
    }
  }
  return unlisted;
}

function keyOf({ provider }: PlanAccount, { address, callerName }: StoredAddress): string {
  return addressKey(address, callerName ?? '', provider.capabilities.callerNameIn);
}
