import { addressTag, ownTagOf } from '../../domain/request/tag.ts';
import { keyOf } from '../../plan/addresses/address-again.ts';
import { hiddenFromList } from '../../plan/lists/hidden.ts';
import { allNumbers } from '../../plan/lists/whole-list.ts';
import { operationsOf } from '../../plan/read-state.ts';
import type { StoredAddress } from '../../providers/contract.ts';
import { performCall } from '../calls/perform-call.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';

/**
 * Deletes the addresses that this run left without a number, if this program created them and no row of the run requests
 * them (`--prune`). Asks the provider which addresses are in use now; deletes nothing when it cannot say. Returns how many
 * were deleted.
 */
export async function prune(context: RunContext, account: RunAccount): Promise<number> {
  const { provider, name } = account;
  if (provider.capabilities.addressModel !== 'own-resource' || account.stopped || context.host.stop.aborted) {
    return 0;
  }
  const left = new Set<string>();
  const requested = new Set<string>();
  const written = await context.journal.writtenAddresses(provider.accountKey);
  const isOurs = (stored: StoredAddress): boolean => {
    // What an undo created is the copy of an address that was there before; the journal does not say whose that was.
    if (written.restored.has(stored.id)) return false;
    if (written.created.has(stored.id)) return true;
    return !written.updated.has(stored.id) && hasTagOfItsText(account, stored);
  };
  for await (const operation of operationsOf(context, name)) {
    const stored = operation.beforeAddress;
    requested.add(operation.request.addressId);
    if (operation.outcome?.result !== 'applied' || !operation.before || !stored) continue;
    if (isOurs(stored)) left.add(stored.id);
  }
  // A row may request an address that no number has: add-address, or an assignment that failed.
  for await (const record of context.journal.addresses(context.runId, name)) {
    if (record.isWanted) requested.add(record.providerAddressId);
  }
  for (const id of requested) left.delete(id);
  if (left.size === 0) return 0;
  try {
    const unused = await notInUse(context, account, left);
    let deleted = 0;
    for (const addressId of unused) {
      const end = await performCall(context, account, {
        owner: { kind: 'prune', addressId },
        step: { kind: 'delete-address', addressId },
        priority: 'start',
        signal: context.host.stop,
      });
      if (end.kind === 'done') deleted++;
      else context.host.watcher.warn(`${name}: address ${addressId} was not deleted: ${end.error.message}`);
    }
    return deleted;
  } catch (caught) {
    context.host.watcher.warn(`${name}: nothing was pruned: ${asProviderError(caught).message}`);
    return 0;
  }
}

/**
 * Whether an address still has the text that its tag was made from: the proof that this program created it when the journal
 * of that run is lost. A tag alone is none, for the text beside it may be the user's own.
 */
function hasTagOfItsText({ provider }: RunAccount, stored: StoredAddress): boolean {
  const { accountKey, capabilities } = provider;
  const tag = ownTagOf(stored.tag);
  const made = addressTag(accountKey, keyOf(stored, capabilities), capabilities.tag?.maxChars ?? 24);
  return tag !== '' && tag === made.toLowerCase();
}

/**
 * Which of the addresses no number of the account uses now, as the provider says.
 * @throws ProviderError, IncompleteListError when it cannot say.
 */
export async function notInUse(
  context: RunContext,
  account: RunAccount,
  addressIds: Iterable<string>,
): Promise<Set<string>> {
  const { provider } = account;
  const unused = new Set(addressIds);
  const call = { signal: context.host.stop, priority: 'read' as const };
  const hidden = await numbersToSee(context, account);
  for await (const page of allNumbers(context.journal, account, call)) {
    for (const number of page.items) {
      if (unused.size === 0) return unused;
      hidden.delete(number.phoneNumber);
      const state = provider.capabilities.listShowsEmergency
        ? number
        : await provider.findNumber(number.phoneNumber, call);
      if (state) unused.delete(state.emergency.addressId);
    }
  }
  const [id] = hidden;
  if (id !== undefined) throw hiddenFromList(account, { what: 'number', id });
  return unused;
}

/**
 * Numbers of the run that a whole list must show. None where a list holds only what was made for a number: it may be gone
 * by now, and the provider refuses to delete an address that is in use.
 */
async function numbersToSee(context: RunContext, { name, provider }: RunAccount): Promise<Set<string>> {
  const numbers = new Set<string>();
  if (provider.unlistedNumber !== undefined) return numbers;
  for await (const { before, request } of operationsOf(context, name)) {
    if (before !== null && before.phoneNumber !== '' && request.action !== 'release') {
      numbers.add(before.phoneNumber);
    }
  }
  return numbers;
}
