import type { SubjectKey } from '../../domain/request/subject-key.ts';
import { IncompleteListError } from '../../errors/app-error.ts';
import type { CallRecord, OperationRecord } from '../../journal/records.ts';
import { operationOwner } from '../../journal/subject.ts';
import { hiddenFromList } from '../../plan/lists/hidden.ts';
import { operationsOf } from '../../plan/read-state.ts';
import type { NumberState } from '../../providers/contract.ts';
import { unprovenList } from '../addresses/prove-list.ts';
import { ledger } from '../calls/recover-calls.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { endOperation, failedOutcome } from '../outcomes/end-operation.ts';
import { deleteDuplicates, deletedAgain, makesObjects, UNPROVEN } from './perform-proven.ts';
import { isOpen } from './recover-operations.ts';

/**
 * Takes up the proofs that an earlier process of the run died before: it made an object for a number because a list showed
 * none, and did not come to look for it in that list. Where the list still hides it, it is deleted again and the account stops, as
 * that process would have done. Of a number that the list shows with several objects, those are deleted that the run does not use.
 * @throws ProviderError that stops the account when its list cannot be read: the row is `unknown` then
 */
export async function proveRecovered(context: RunContext, account: RunAccount): Promise<void> {
  if (!makesObjects(account)) return;
  for await (const operation of operationsOf(context, account.name)) {
    const made = await madeUnproven(context, account, operation);
    if (made === null) continue;
    const { phoneNumber } = operation.request;
    const { id, attempts } = made;
    if (await isDeletedAgain(context, account, id)) {
      const error = asProviderError(hiddenFromList(account, { what: 'number', id }));
      await endOperation(context, operation, failedOutcome('refused', error));
      continue;
    }
    try {
      if (await isMadeSingle(context, account, { ...operation, handle: id })) continue;
      const lie = await unprovenList(context, account, { kind: 'numbers', id, phoneNumber });
      if (lie === null) continue;
      const end = await deletedAgain(context, account, { phoneNumber, id, lie, attempts });
      await endOperation(context, operation, failedOutcome(end.kind, end.error, end.detail));
    } catch (caught) {
      const error = asProviderError(caught);
      await endOperation(context, operation, failedOutcome('unknown', error, UNPROVEN));
      throw error;
    }
  }
}

/** What a call made for a number that had nothing, when its row was not moved on: that comes after the proof. */
async function madeUnproven(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
): Promise<{ readonly id: string; readonly attempts: number } | null> {
  if (operation.phase === 'ended' && !isOpen(operation)) return null;
  const { done, attempts } = await ledger(context, account, operationOwner(operation));
  const id = idOfMade(done[operation.writes]);
  return id === '' ? null : { id, attempts };
}

function idOfMade(call: CallRecord | undefined): string {
  const isMade = call?.step.kind === 'associate' && call.step.handle === '';
  return isMade ? (call.result?.handle ?? '') : '';
}

/** Whether the process that died had deleted it already. */
async function isDeletedAgain(
  { journal, runId }: RunContext,
  { name }: RunAccount,
  addressId: string,
): Promise<boolean> {
  const calls = await journal.callsOf(runId, name, { kind: 'prune', addressId });
  return calls.some(({ state }) => state === 'done' || state === 'adopted');
}

/**
 * Whether the list showed several objects of the number, and those are deleted now that the run does not use.
 * @throws ProviderError when one of them is left
 */
async function isMadeSingle(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
): Promise<boolean> {
  const state = await shownNumber(account, operation.request.phoneNumber);
  if (state?.ambiguous === undefined) return false;
  const { found, left } = await deleteDuplicates(context, account, operation, state);
  if (left !== null) throw left;
  return found > 0;
}

/** The number as a list shows it; null when the list hides it, or is cut short. */
async function shownNumber({ provider }: RunAccount, phoneNumber: SubjectKey): Promise<NumberState | null> {
  try {
    return await provider.findNumber(phoneNumber, {
      signal: new AbortController().signal,
      priority: 'finish',
    });
  } catch (caught) {
    if (caught instanceof IncompleteListError) return null;
    throw caught;
  }
}
