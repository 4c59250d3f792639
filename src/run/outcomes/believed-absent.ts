import { IncompleteListError } from '../../errors/app-error.ts';
import type { ProviderError } from '../../errors/provider-error.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import { hiddenFromList } from '../../plan/lists/hidden.ts';
import { allNumbers } from '../../plan/lists/whole-list.ts';
import { operationsOf } from '../../plan/read-state.ts';
import { accountStopped } from '../context/progress.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { endOperation, failedOutcome, interruptedOutcome } from './end-operation.ts';

/**
 * Corrects rows that are `unchanged` because a list showed nothing for their numbers. The list is read once more, and those that
 * it shows now have something. Where it cannot be read any more, nothing confirms them: a resume asks again. When it is known
 * to hide something, each of them may have an address still.
 */
export async function correctBelievedAbsent(context: RunContext, account: RunAccount): Promise<void> {
  if (!isFoundByList(account)) return;
  let shown: ReadonlyMap<string, string> | null = null;
  for await (const operation of operationsOf(context, account.name)) {
    if (!isBelievedAbsent(operation)) continue;
    try {
      if (shown === null && isReadable(context, account)) shown = await handlesOf(context, account);
    } catch (caught) {
      // Reads that a stop cut short say nothing of the account.
      if (!context.host.stop.aborted) account.stopped = asProviderError(caught);
    }
    if (shown === null) {
      await endOperation(context, operation, unconfirmed(account.stopped));
      continue;
    }
    const id = shown.get(operation.request.phoneNumber);
    if (id === undefined) continue;
    await endOperation(context, operation, failedOutcome('refused', hidden(account, id)));
  }
}

/** Answers such rows as those that were not begun, in a run that something stopped before the list was read once more. */
export async function leaveBelievedAbsent(
  context: RunContext,
  account: RunAccount,
  notBegun: Pick<RowOutcome, 'errorCode' | 'errorMessage' | 'hint'>,
): Promise<void> {
  if (!isFoundByList(account)) return;
  for await (const operation of operationsOf(context, account.name)) {
    if (!isBelievedAbsent(operation)) continue;
    const outcome = { result: 'not_attempted', stage: 'validate', detail: '', ...notBegun } as const;
    await endOperation(context, operation, outcome);
  }
}

/** Whether only a list tells that a number of the account has nothing. */
function isFoundByList({ provider }: RunAccount): boolean {
  return provider.unlistedNumber !== undefined && !provider.findsWithoutList;
}

function isReadable({ host }: RunContext, { stopped }: RunAccount): boolean {
  return stopped === null && !host.stop.aborted;
}

function isBelievedAbsent({ before, outcome, request, writes }: OperationRecord): boolean {
  const isAbsent = before === null || (before.handle === '' && before.ambiguous === undefined);
  return outcome?.result === 'unchanged' && request.phoneNumber !== '' && isAbsent && writes === 0;
}

/** How such a row ends when the list could not be read once more; without an error, because a stop came first. */
function unconfirmed(stopped: ProviderError | null): RowOutcome {
  if (stopped === null) return interruptedOutcome(false);
  return stopped.cause instanceof IncompleteListError
    ? failedOutcome('refused', stopped)
    : accountStopped(stopped);
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
