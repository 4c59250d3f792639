import { firstAlone, unprovenList } from '../addresses/prove-list.ts';
import { type CallRequest, performCall } from '../calls/perform-call.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';

type CallEnd = Awaited<ReturnType<typeof performCall>>;

/**
 * Makes one change. One that makes an object for a number because a list shows none goes alone until the list has shown such
 * an object: a list that hides it may hide the one that the number has. It is deleted again then, and the account stops.
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
    // Whatever becomes of the proof, the change was made, and its row has to say so.
    ends[0] = end;
    const id = end.kind === 'done' ? (end.result.handle ?? '') : '';
    if (id === '') return;
    try {
      const lie = await unprovenList(context, account, { kind: 'numbers', id, phoneNumber });
      const { attempts } = end;
      if (lie !== null) ends[0] = await deletedAgain(context, account, { phoneNumber, id, lie, attempts });
    } catch (caught) {
      account.stopped ??= asProviderError(caught);
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
  return { kind: 'unknown', error, attempts };
}
