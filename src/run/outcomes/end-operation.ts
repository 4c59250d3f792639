import { failureFields } from '../../errors/failure-fields.ts';
import { outcomeFields } from '../../errors/outcomes.ts';
import type { ProviderError } from '../../errors/provider-error.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import { rememberChoice } from '../../plan/context/accepted-key.ts';
import { subjectMembers, type ToldEvent } from '../context/events.ts';
import { notAttempted } from '../context/progress.ts';
import { isoNow, type RunContext } from '../context/run-context.ts';
import { LOST_ANSWER } from './address-outcomes.ts';

/** Whether the number has no address because of this operation. */
export function isUncovered(operation: OperationRecord): boolean {
  return operation.gapOpenedAt !== null && operation.gapClosedAt === null;
}

/** Saves the operation as it is now, and returns it. */
export async function keep(context: RunContext, operation: OperationRecord): Promise<OperationRecord> {
  await context.journal.saveOperation(context.runId, operation);
  return operation;
}

/** Ends an operation for this run. */
export async function endOperation(
  context: RunContext,
  operation: OperationRecord,
  outcome: RowOutcome,
): Promise<OperationRecord> {
  // A rollback that was not carried out ends with its own failure, not with the one that it was to answer.
  const given = outcome.result === 'applied' ? (operation.putBackBecause ?? outcome) : outcome;
  const isPutBack = context.options.command === 'undo' && given.result === 'applied';
  const final: RowOutcome = isPutBack ? { ...given, result: 'undone' } : given;
  const ended: OperationRecord = {
    ...operation,
    phase: 'ended',
    waitUntilMs: null,
    outcome: { ...final, finishedAt: isoNow(context) },
  };
  await context.journal.saveOperation(context.runId, ended);
  context.host.watcher.event?.(changeEvent(context.runId, ended));
  const provider = context.accounts.get(operation.account)?.provider;
  if (given.result === 'applied' && provider && context.options.command === 'apply') {
    await rememberChoice(context.journal, provider, operation.request);
  }
  return ended;
}

function changeEvent(runId: string, { account, request, outcome }: OperationRecord): ToldEvent {
  return {
    type: 'change',
    run_id: runId,
    ...subjectMembers(account, request.phoneNumber),
    action: request.action,
    result: outcome?.result ?? 'pending',
    detail: outcome?.detail ?? '',
    error_code: outcome?.errorCode ?? '',
    error_message: outcome?.errorMessage ?? '',
  };
}

/** Whether a call certainly did nothing. */
export function isUnsent(error: ProviderError): boolean {
  return ['not-sent', 'throttled', 'paused'].includes(error.kind);
}

/** Whether a call was answered by something between here and the carrier, which said nothing of it. */
export function isRedirect({ status = 0 }: ProviderError): boolean {
  return status >= 300 && status < 400;
}

/** How an operation ends for now when a stop came first; e911 resume takes it up again. */
export function interruptedOutcome(isBegun: boolean): RowOutcome {
  const hint = outcomeFields('interrupted').hint;
  return isBegun
    ? { result: 'pending', stage: 'assign', detail: 'started, and interrupted before its last call', hint }
    : notAttempted('interrupted');
}

/** How a failed call ends its row; `detail` says why it is unknown. */
export function failedOutcome(
  kind: 'refused' | 'unknown',
  error: ProviderError,
  detail = LOST_ANSWER,
): RowOutcome {
  return kind === 'refused'
    ? { result: 'failed', stage: 'assign', detail: '', ...failureFields(error) }
    : {
        result: 'unknown',
        stage: 'assign',
        detail,
        ...failureFields(error),
      };
}
