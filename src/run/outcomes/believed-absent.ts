import { IncompleteListError } from '../../errors/app-error.ts';
import type { ProviderError } from '../../errors/provider-error.ts';
import type { OperationRecord } from '../../journal/records.ts';
import { hiddenFromList } from '../../plan/lists/hidden.ts';
import { allNumbers } from '../../plan/lists/whole-list.ts';
import { operationsOf } from '../../plan/read-state.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { endOperation, failedOutcome } from './end-operation.ts';

/**
 * Corrects rows that are `unchanged` because a list showed nothing for their numbers. When the account stopped because a list
 * hides something, each of them may have an address still; otherwise the list is read once more, and those that it shows now
 * have one.
 */
export async function correctBelievedAbsent(context: RunContext, account: RunAccount): Promise<void> {
  const { provider, stopped } = account;
  if (provider.unlistedNumber === undefined || provider.findsWithoutList) return;
  const isHidden = stopped?.cause instanceof IncompleteListError;
  let shown: ReadonlyMap<string, string> | null = null;
  for await (const operation of operationsOf(context, account.name)) {
    if (!isBelievedAbsent(operation)) continue;
    if (isHidden) await endOperation(context, operation, failedOutcome('refused', stopped));
    if (stopped !== null) continue;
    try {
      shown ??= await handlesOf(context, account);
    } catch (caught) {
      account.stopped = asProviderError(caught);
      return correctBelievedAbsent(context, account);
    }
    const id = shown.get(operation.request.phoneNumber);
    if (id === undefined) continue;
    await endOperation(context, operation, failedOutcome('refused', hidden(account, id)));
  }
}

function isBelievedAbsent({ before, outcome, request, writes }: OperationRecord): boolean {
  const isAbsent = before === null || (before.handle === '' && before.ambiguous === undefined);
  return outcome?.result === 'unchanged' && request.phoneNumber !== '' && isAbsent && writes === 0;
}

function hidden(account: RunAccount, id: string): ProviderError {
  return asProviderError(hiddenFromList(account, { what: 'number', id }));
}

/** What the account's list shows of each number now. */
async function handlesOf(
  { journal, host }: RunContext,
  account: RunAccount,
): Promise<ReadonlyMap<string, string>> {
  const shown = new Map<string, string>();
  for await (const { items } of allNumbers(journal, account, { signal: host.stop, priority: 'finish' })) {
    for (const { phoneNumber, handle } of items) shown.set(phoneNumber, handle || phoneNumber);
  }
  return shown;
}
