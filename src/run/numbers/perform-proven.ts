import type { OperationRecord } from '../../journal/records.ts';
import type { NumberState } from '../../providers/contract.ts';
import { firstAlone, unprovenList } from '../addresses/prove-list.ts';
import { type CallRequest, performCall } from '../calls/perform-call.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';

/** How a change ended; `detail` says why it is unknown where that is not because an answer was lost. */
type CallEnd = Awaited<ReturnType<typeof performCall>> & { readonly detail?: string };

/** Detail of a row for whose number something was made, and whose list could not be read after that. */
export const UNPROVEN =
  'the change was made, and the list that had shown nothing for the number could not be read again: it may have two records now';
const NOT_DELETED = 'what was made for the number is not to be kept, and could not be deleted';

/**
 * Makes one change. One that makes an object for a number because a list shows none goes alone until the list has shown such
 * an object: a list that hides it may hide the one that the number has. It is deleted again then, and the account stops. The
 * account stops, too, when the list cannot be read: the number is covered, and a resume looks for a second object.
 */
export async function performProven(
  context: RunContext,
  account: RunAccount,
  request: CallRequest,
): Promise<CallEnd> {
  const { step } = request;
  if (step.kind !== 'associate' || step.handle !== '' || !makesObjects(account)) {
    return performCall(context, account, request);
  }
  const { phoneNumber } = step;
  const ends: CallEnd[] = [];
  await firstAlone(account, 'numbers', async (letOthersBegin) => {
    if (account.stopped) throw account.stopped;
    const onDoubt = (): void => {
      letOthersBegin();
      request.onDoubt?.();
    };
    const end = await performCall(context, account, { ...request, onDoubt });
    ends[0] = end;
    const id = end.kind === 'done' ? (end.result.handle ?? '') : '';
    if (id === '') return;
    const { attempts } = end;
    try {
      const lie = await unprovenList(context, account, { kind: 'numbers', id, phoneNumber });
      if (lie !== null) ends[0] = await deletedAgain(context, account, { phoneNumber, id, lie, attempts });
    } catch (caught) {
      const error = asProviderError(caught);
      account.stopped ??= error;
      // The change was made, and its row has to say so.
      ends[0] = { kind: 'unknown', error, attempts, detail: UNPROVEN };
    }
  });
  const [end] = ends;
  if (end === undefined) throw new Error('the change was not made');
  return end;
}

/** Whether a number can be given an object of its own that only a list shows. */
export function makesObjects({ provider }: RunAccount): boolean {
  return provider.unlistedNumber !== undefined && provider.findsWithoutList !== true;
}

/** Deletes what was made for a number because a list hid what the number has, and stops the account. */
export async function deletedAgain(
  context: RunContext,
  account: RunAccount,
  made: {
    readonly phoneNumber: string;
    readonly id: string;
    readonly lie: Error;
    readonly attempts: number;
  },
): Promise<Exclude<CallEnd, { kind: 'done' }>> {
  const { phoneNumber, id, lie, attempts } = made;
  const error = asProviderError(lie);
  account.stopped ??= error;
  const deletion = await performCall(context, account, {
    owner: { kind: 'prune', addressId: id },
    step: { kind: 'disassociate', phoneNumber, handle: id, tag: '' },
    priority: 'finish',
    signal: new AbortController().signal,
  });
  if (deletion.kind === 'done') return { kind: 'refused', error, attempts };
  context.host.watcher.warn(
    `${account.name}: ${id} was made for ${phoneNumber}, is not to be kept, and could not be deleted: ${deletion.error.message}`,
  );
  return { kind: 'unknown', error, attempts, detail: NOT_DELETED };
}

/**
 * Two endpoints for one number: a list hid the one that it had, or a lost call of this run took effect beside the one that was
 * sent after it. Deletes what this run made and does not use, where the number had none before.
 * @returns how many there were to delete, and why one is left; null when none is
 */
export async function deleteDuplicates(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  state: NumberState,
): Promise<{ readonly kept: string | undefined; readonly found: number; readonly left: Error | null }> {
  const hadNone = operation.before?.handle === '' && operation.before.ambiguous === undefined;
  const made = hadNone ? (state.ownHandles ?? []) : [];
  const kept = made.includes(operation.handle) ? operation.handle : made[0];
  const others = made.filter((handle) => handle !== kept);
  let left: Error | null = null;
  for (const handle of others) {
    const end = await performCall(context, account, {
      owner: { kind: 'prune', addressId: handle },
      step: { kind: 'disassociate', phoneNumber: operation.request.phoneNumber, handle, tag: '' },
      priority: 'finish',
      signal: new AbortController().signal,
    });
    if (end.kind !== 'done') left = end.error;
  }
  return { kept, found: others.length, left };
}
