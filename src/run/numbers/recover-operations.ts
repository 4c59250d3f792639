import type { OperationRecord } from '../../journal/records.ts';
import { operationOwner } from '../../journal/subject.ts';
import { readNumber } from '../../plan/lists/read-number.ts';
import { operationsOf } from '../../plan/read-state.ts';
import { ledger, unsettledError } from '../calls/recover-calls.ts';
import { doubtOf } from '../context/doubts.ts';
import { isoNow, type RunAccount, type RunContext } from '../context/run-context.ts';
import { waitMsOf } from '../context/wait-time.ts';
import { endOperation, failedOutcome, isUncovered } from '../outcomes/end-operation.ts';
import { staleOutcome } from '../outcomes/stale.ts';
import { afterStep } from './address-update.ts';
import { hasRequestedAddress } from './judge-poll.ts';

/** Results that are not final: a resumed run carries out such rows. */
const OPEN_RESULTS: ReadonlySet<string> = new Set(['not_attempted', 'pending', 'unknown']);

/**
 * Brings the operations of an account to where their calls have brought them, and takes those up again that had not come to
 * an end. Reads and writes only the journal.
 */
export async function recoverOperations(context: RunContext, account: RunAccount): Promise<void> {
  for await (const operation of operationsOf(context, account.name)) {
    if (operation.phase === 'ended' && !isOpen(operation)) continue;
    const caughtUp = await catchUp(context, account, operation);
    const owner = operationOwner(operation);
    const { unsettled } = await ledger(context, account, owner);
    // One that may still take effect is settled by whoever carries the operation out.
    const isInDoubt = doubtOf(account.doubts, context.runId, owner) !== null;
    if (unsettled && !isInDoubt) {
      await endOperation(context, caughtUp, failedOutcome('unknown', unsettledError(account, unsettled)));
      continue;
    }
    // Due times are in this process's monotonic time: those of the earlier process mean nothing here.
    const nowMs = context.host.clock.monotonicMs();
    const waits = caughtUp.program[caughtUp.next]?.do === 'await';
    const isBegun = isInDoubt || caughtUp.writes > 0 || isUncovered(caughtUp);
    const again: OperationRecord = {
      ...caughtUp,
      phase: waits && caughtUp.phase !== 'ready' && isBegun ? 'waiting' : isBegun ? 'active' : 'ready',
      outcome: null,
      polls: 0,
      waitUntilMs: waits ? nowMs + waitMsOf(context, account, caughtUp) : null,
    };
    await context.journal.saveOperation(context.runId, again, nowMs);
  }
}

/** Whether a row that has ended is carried out by a resumed run. */
export function isOpen(operation: OperationRecord): boolean {
  const { result, errorCode } = operation.outcome ?? {};
  return (
    isUncovered(operation) ||
    (result !== undefined && OPEN_RESULTS.has(result)) ||
    (result === 'failed' && errorCode === 'ACCOUNT_STOPPED')
  );
}

/** The operation after a call whose outcome is in the journal without the step forward that it allows. */
export async function catchUp(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
): Promise<OperationRecord> {
  const { done, attempts, unsettled } = await ledger(context, account, operationOwner(operation));
  const call = done[operation.writes];
  const result = call?.result;
  if (result) {
    const moved: OperationRecord = {
      ...operation,
      attempts,
      next: operation.next + 1,
      writes: operation.writes + 1,
      handle: result.handle ?? operation.handle,
      following: result.following ?? operation.following,
      requestId: result.requestId,
    };
    return afterStep(context, account, moved, { step: call.step, result });
  }
  const instruction = operation.program[operation.next];
  // A call that may have opened the gap leaves it open until the number was read.
  const neverOpened = !unsettled && instruction?.do === 'step' && instruction.opensGap === true;
  return neverOpened ? { ...operation, attempts, gapOpenedAt: null } : { ...operation, attempts };
}

/**
 * Reads a number that had no address when its run ended. When it was covered since, the gap is
 * closed: with the requested address the operation is finished, another one is kept.
 */
export async function closeIfCovered(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
): Promise<OperationRecord> {
  const call = { signal: new AbortController().signal, priority: 'finish' as const };
  const { phoneNumber } = operation.request;
  const state = await readNumber(context, account, { ...operation, phoneNumber }, call);
  if (state?.emergency.state !== 'covered') return operation;
  const closed: OperationRecord = { ...operation, gapClosedAt: isoNow(context) };
  if (await hasRequestedAddress(context, account, operation, state)) {
    return endOperation(context, closed, { result: 'applied', stage: 'verify', detail: '' });
  }
  const former = operation.before?.emergency;
  if (former && former.addressId !== '' && former.addressId === state.emergency.addressId) return operation;
  return endOperation(context, closed, {
    ...staleOutcome(context),
    detail: 'the number has another address by now; it was kept',
  });
}
