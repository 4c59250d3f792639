import { outcomeFields } from '../../errors/outcomes.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import { operationOwner } from '../../journal/subject.ts';
import type { Step } from '../../providers/contract.ts';
import { withOrderTag } from '../calls/order-tag.ts';
import { type CallRequest, performCall } from '../calls/perform-call.ts';
import { doubtOf } from '../context/doubts.ts';
import { FIRST_POLL_MS } from '../context/poll-interval.ts';
import { isoNow, type RunAccount, type RunContext } from '../context/run-context.ts';
import { waitMsOf } from '../context/wait-time.ts';
import { checkedOutcome } from '../outcomes/checked-address.ts';
import {
  endOperation,
  failedOutcome,
  interruptedOutcome,
  isRedirect,
  isUncovered,
  isUnsent,
  keep,
} from '../outcomes/end-operation.ts';
import { labelOutcome } from '../outcomes/stored-label.ts';
import { acceptedCorrection, afterRefusedUpdate, afterStep } from './address-update.ts';
import { ignoredSwitch } from './ignored-switch.ts';
import { performProven } from './perform-proven.ts';
import { resolveStep, settledAddress } from './resolve-step.ts';

/** An operation after it was moved on. `refusedInGap`: the number is uncovered and the write was refused. */
interface Advanced {
  readonly operation: OperationRecord;
  readonly refusedInGap: ProviderError | null;
}

/**
 * Carries out an operation's instructions up to its next wait or its end. Every step forward is in the journal when it is
 * made, so that a restart continues from there.
 */
export async function advance(
  context: RunContext,
  account: RunAccount,
  start: OperationRecord,
  how: Pick<CallRequest, 'priority' | 'signal' | 'onDoubt'>,
): Promise<Advanced> {
  const { signal } = how;
  let operation: OperationRecord = { ...start, phase: 'active' };
  for (;;) {
    const instruction = operation.program[operation.next];
    if (!instruction) {
      return {
        operation: await endOperation(context, operation, await appliedOutcome(context, operation)),
        refusedInGap: null,
      };
    }
    if (instruction.do === 'await') {
      const firstPollMs = account.provider.capabilities.registration === 'synchronous' ? 0 : FIRST_POLL_MS;
      const nowMs = context.host.clock.monotonicMs();
      operation = {
        ...operation,
        phase: 'waiting',
        polls: 0,
        waitUntilMs: nowMs + waitMsOf(context, account, operation),
      };
      await context.journal.saveOperation(context.runId, operation, nowMs + firstPollMs);
      return { operation, refusedInGap: null };
    }
    const resolved = await resolveStep(context, operation, instruction);
    const step = withOrderTag(context, account, operation, resolved);
    if (instruction.opensGap) operation = await keep(context, { ...operation, gapOpenedAt: isoNow(context) });
    const owner = operationOwner(operation);
    const isUrgent = isUncovered(operation) && !instruction.opensGap;
    const request = { ...how, owner, step, isUrgent };
    const end = await (instruction.opensGap
      ? performOpening(context, account, request, operation)
      : performProven(context, account, request));
    operation = { ...operation, attempts: operation.attempts + end.attempts };
    if (end.kind === 'done') {
      const ignored = end.result.isIgnored ? await ignoredSwitch(context, account, operation) : null;
      if (ignored !== null) {
        return { operation: await endOperation(context, operation, ignored), refusedInGap: null };
      }
      const moved: OperationRecord = {
        ...operation,
        next: operation.next + 1,
        writes: operation.writes + 1,
        handle: end.result.handle ?? operation.handle,
        following: end.result.following ?? operation.following,
        requestId: end.result.requestId,
      };
      const { result } = end;
      operation = await keep(context, await afterStep(context, account, moved, { step, result }));
      continue;
    }
    if (end.kind === 'refused' && signal.aborted && isUnsent(end.error)) {
      const outcome = interruptedOutcome(operation.writes > 0);
      const unopened = instruction.opensGap ? { ...operation, gapOpenedAt: null } : operation;
      return { operation: await endOperation(context, unopened, outcome), refusedInGap: null };
    }
    if (end.kind === 'refused' && isUncovered(operation) && !instruction.opensGap) {
      return { operation: await keep(context, operation), refusedInGap: end.error };
    }
    const left = await afterFailure(context, account, operation, {
      end,
      step,
      opensGap: instruction.opensGap,
    });
    if ('refusedInGap' in left) return left;
    operation = left;
  }
}

type Failed = Exclude<Awaited<ReturnType<typeof performProven>>, { kind: 'done' }>;

/** The operation as it continues, or as it ends, after a call that was refused or whose outcome is unknown. */
async function afterFailure(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  {
    end,
    step,
    opensGap,
  }: { readonly end: Failed; readonly step: Step; readonly opensGap: boolean | undefined },
): Promise<OperationRecord | Advanced> {
  const ended = async (it: OperationRecord, outcome: RowOutcome): Promise<Advanced> => ({
    operation: await endOperation(context, it, outcome),
    refusedInGap: null,
  });
  const failed = failedOutcome(end.kind, end.error, end.detail);
  if (end.kind === 'unknown') return ended(operation, failed);
  const judged = await afterRefusedUpdate(context, account, operation, { step, error: end.error });
  if (judged !== null) return 'program' in judged ? keep(context, judged) : ended(operation, judged);
  // A refused opening call left the number as it was: no gap is open.
  const unopened = opensGap ? { ...operation, gapOpenedAt: null } : operation;
  // Half done and unable to continue is not a failure yet: e911 resume finishes it.
  const isBegun = operation.writes > 0;
  const isUnfinished = isBegun && (isUnsent(end.error) || isRedirect(end.error));
  const detail = isBegun ? 'started, not finished' : failed.detail;
  const { hint } = outcomeFields('interrupted');
  return ended(
    unopened,
    isUnfinished ? { ...failed, result: 'pending', detail, hint } : { ...failed, detail },
  );
}

/** The call that opens a gap. When it stops the account instead, the number is covered as before, unless its answer was lost. */
async function performOpening(
  context: RunContext,
  account: RunAccount,
  request: CallRequest,
  operation: OperationRecord,
): ReturnType<typeof performCall> {
  try {
    return await performCall(context, account, request);
  } catch (error) {
    // A journal that could not keep the answer says nothing of the call, which may have opened the gap.
    const isUnsentCall =
      error instanceof ProviderError && doubtOf(account.doubts, context.runId, request.owner) === null;
    if (isUnsentCall) await keep(context, { ...operation, gapOpenedAt: null });
    throw error;
  }
}

async function appliedOutcome(context: RunContext, operation: OperationRecord): Promise<RowOutcome> {
  if (operation.request.action === 'validate') {
    return checkedOutcome(await settledAddress(context, operation), 'address');
  }
  if (operation.request.action === 'add-address') {
    const settled = await settledAddress(context, operation);
    if (settled?.isEnabledByRun) {
      return { result: 'applied', stage: 'address', detail: 'the address was there and is enabled now' };
    }
    if (settled?.storedLabel !== undefined) return labelOutcome(settled.content.label, settled.storedLabel);
    const isNew = settled?.createdByRun === true;
    return {
      result: isNew ? 'applied' : 'unchanged',
      stage: 'address',
      detail: isNew ? '' : 'the address already exists',
    };
  }
  return operation.writes === 0
    ? { result: 'unchanged', stage: 'verify', detail: 'became as requested without a write' }
    : { result: 'applied', stage: 'verify', detail: '', ...acceptedCorrection(operation) };
}
