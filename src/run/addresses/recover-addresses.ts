import { isOwnTag } from '../../domain/request/tag.ts';
import type { AddressRecord, CallRecord } from '../../journal/records.ts';
import { forEachBounded } from '../../plan/context/bounded.ts';
import type { AddressContent, StepResult } from '../../providers/contract.ts';
import { performCall } from '../calls/perform-call.ts';
import { ledger, unsettledError } from '../calls/recover-calls.ts';
import { doubtOf } from '../context/doubts.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { unknownOutcome } from '../outcomes/address-outcomes.ts';
import { deleteAgain, made, modeFor } from './made-address.ts';
import { lookForAddress, unprovenList } from './prove-list.ts';

interface Creation {
  readonly step: Extract<CallRecord['step'], { kind: 'create-address' }>;
  readonly result: StepResult;
}

/** Address creations that were carried out and whose address was not deleted again, of one owner. */
function standing(calls: readonly CallRecord[]): Creation[] {
  const made = new Map<string, Creation>();
  for (const { step, result } of calls) {
    if (step.kind === 'create-address' && result) made.set(result.id, { step, result });
    if (step.kind === 'delete-address') made.delete(step.addressId);
  }
  return [...made.values()];
}

/** Brings the addresses of an account to where their calls have brought them: what was made is used, what is in doubt says so. */
export async function recoverAddresses(context: RunContext, account: RunAccount): Promise<void> {
  await forEachBounded(
    notSettled(context, account),
    account.provider.capabilities.limits.concurrency,
    (record) => recoverAddress(context, account, record),
  );
}

async function* notSettled(
  { journal, runId }: RunContext,
  account: RunAccount,
): AsyncGenerator<AddressRecord> {
  for await (const record of journal.addresses(runId, account.name)) {
    if (record.state === 'open' || record.state === 'unknown') yield record;
  }
}

/** The same for one address, once no call of it is in doubt any more. */
export async function recoverAddress(
  context: RunContext,
  account: RunAccount,
  record: AddressRecord,
): Promise<void> {
  const owner = { kind: 'address', addressKey: record.addressKey } as const;
  const { journal, runId } = context;
  const leaving = doubtOf(account.doubts, runId, owner);
  // What was not to be kept is gone before anything else can stop the account.
  if (leaving?.step.kind === 'delete-address') {
    const { addressId } = leaving.step;
    await deleteAgain(context, account, record, { addressId, onDoubt: undefined });
  }
  const { done, unsettled } = await ledger(context, account, owner);
  const open: AddressRecord = { ...record, state: 'open', outcome: null };
  // Whoever settles the address settles its call in doubt first.
  if (doubtOf(account.doubts, runId, owner) !== null) return journal.saveAddress(runId, open);
  if (unsettled) {
    const outcome = unknownOutcome(unsettledError(account, unsettled));
    return journal.saveAddress(runId, { ...record, state: 'unknown', outcome });
  }
  const creation = standing(done).at(-1);
  if (!creation) return journal.saveAddress(runId, open);
  const { kind: _kind, ...content } = creation.step;
  const mode = modeFor(context, record, 'create');
  if (mode === 'create' && isOwnTag(content.tag)) {
    const other = await proveMade(context, account, open, { id: creation.result.id, content });
    if (other !== '') {
      return journal.saveAddress(runId, { ...open, state: 'ready', providerAddressId: other });
    }
  }
  const isCorrected = content.tag !== record.content.tag && mode === 'create';
  await made(
    context,
    account,
    isCorrected
      ? { ...open, verdict: { kind: 'near', suggested: content.address, message: 'Taken over.' } }
      : open,
    { content, result: creation.result, mode },
  );
}

/**
 * An address that was made because a list did not show one of its place, by a process that died before the list had shown it. It
 * is deleted again when there is another one: which the list shows now, or may hide still.
 * @returns the id of the other one; empty when the list shows the made one alone
 * @throws HiddenFromListError or ProviderError, which stops the account, when the list hides the made one or cannot be read
 */
async function proveMade(
  context: RunContext,
  account: RunAccount,
  record: AddressRecord,
  made: { readonly id: string; readonly content: AddressContent },
): Promise<string> {
  const { id: addressId } = made;
  const call = { signal: new AbortController().signal, priority: 'finish' as const };
  // A resumed run may have read the whole list since, and have both in its snapshot.
  const { hidden } = await lookForAddress(account, made, call);
  const lie =
    hidden === ''
      ? await unprovenList(context, account, { kind: 'addresses', ...made }).catch(asProviderError)
      : null;
  if (hidden === '' && lie === null) return '';
  await deleteAgain(context, account, record, { addressId, onDoubt: undefined });
  if (lie !== null) throw lie;
  return hidden;
}

/** Deletes the addresses that an interrupted check left behind: they were made only to be checked. */
export async function deleteCheckLeftovers(context: RunContext, account: RunAccount): Promise<void> {
  const byAddress = new Map<string, CallRecord[]>();
  for await (const call of context.journal.calls(context.runId)) {
    if (call.account !== account.name || call.owner.kind !== 'address') continue;
    if (call.state !== 'done' && call.state !== 'adopted') continue;
    const { addressKey } = call.owner;
    byAddress.set(addressKey, [...(byAddress.get(addressKey) ?? []), call]);
  }
  for (const [addressKey, calls] of byAddress) {
    for (const { result } of standing(calls)) {
      try {
        const step = { kind: 'delete-address', addressId: result.id } as const;
        const owner = { kind: 'address', addressKey } as const;
        await performCall(context, account, { owner, step, priority: 'start', signal: context.host.stop });
      } catch (caught) {
        account.stopped ??= asProviderError(caught);
        return;
      }
    }
  }
}
