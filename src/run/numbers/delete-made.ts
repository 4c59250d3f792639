import { outcomeFields } from '../../errors/outcomes.ts';
import { isRefusalOfOne, type ProviderError } from '../../errors/provider-error.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import { operationsOf } from '../../plan/read-state.ts';
import { notInUse } from '../addresses/prune.ts';
import { accountStopped, notAttempted } from '../context/progress.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { endOperation } from '../outcomes/end-operation.ts';
import { advance } from './advance.ts';

/**
 * Deletes the addresses that the undone run made, once the numbers have their former ones: only those that no number uses
 * now, as the provider says. Returns how many were deleted.
 */
export async function deleteMade(context: RunContext, account: RunAccount): Promise<number> {
  const open: OperationRecord[] = [];
  for await (const operation of operationsOf(context, account.name)) {
    if (operation.subject.kind === 'made-address' && operation.phase !== 'ended') open.push(operation);
  }
  if (open.length === 0) return 0;
  const idOf = ({ request }: OperationRecord): string => request.addressId;
  let deleted = 0;
  try {
    const isHeld = account.stopped !== null || context.host.stop.aborted;
    const use = isHeld ? NOT_ASKED : await readUse(context, account, open.map(idOf));
    for (const operation of open) {
      const refusal = cannotDelete(context, account, idOf(operation), use);
      if (refusal) {
        await endOperation(context, operation, refusal);
        if (refusal.result === 'skipped') {
          context.host.watcher.warn(
            `${account.name}: the address ${idOf(operation)} was not deleted: ${refusal.detail}.`,
          );
        }
        continue;
      }
      const how = { priority: 'start', signal: context.host.stop } as const;
      const { operation: ended } = await advance(context, account, operation, how);
      if (ended.outcome?.result === 'undone') deleted++;
      else {
        context.host.watcher.warn(
          `${account.name}: the address ${idOf(operation)} was not deleted: ${ended.outcome?.errorMessage ?? ''}`,
        );
      }
    }
  } catch (caught) {
    const error = asProviderError(caught);
    account.stopped ??= error;
    for (const { operationId } of open) {
      const live = await context.journal.operation(context.runId, operationId);
      if (live && live.phase !== 'ended') await endOperation(context, live, accountStopped(error));
    }
  }
  return deleted;
}

/** Which addresses no number uses, and the answer for a number that could not be read. */
interface Use {
  readonly unused: ReadonlySet<string>;
  readonly unread: ProviderError | null;
}

const NOT_ASKED: Use = { unused: new Set(), unread: null };

/** One number's refusal belongs to that number: it stops no account, and no address is known to be unused then. */
async function readUse(context: RunContext, account: RunAccount, ids: readonly string[]): Promise<Use> {
  try {
    return { unused: await notInUse(context, account, ids), unread: null };
  } catch (caught) {
    if (!isRefusalOfOne(caught)) throw caught;
    return { unused: new Set(), unread: caught };
  }
}

function cannotDelete(
  context: RunContext,
  account: RunAccount,
  addressId: string,
  { unused, unread }: Use,
): RowOutcome | null {
  if (context.host.stop.aborted) return notAttempted('interrupted');
  if (account.stopped) return accountStopped(account.stopped);
  if (unused.has(addressId)) return null;
  if (unread !== null) {
    const fields = outcomeFields('addressUseUnknown', { said: unread.message });
    return {
      result: 'skipped',
      stage: 'address',
      detail: 'kept, because a number cannot be read',
      ...fields,
    };
  }
  return {
    result: 'skipped',
    stage: 'address',
    detail: 'kept, because numbers use it',
    ...outcomeFields('addressKept'),
  };
}
