import { durationText } from '../../domain/duration-text.ts';
import { outcomeFields } from '../../errors/outcomes.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import { pollIntervalMs } from '../context/poll-interval.ts';
import { isoNow, type RunAccount, type RunContext } from '../context/run-context.ts';
import { waitMsOf } from '../context/wait-time.ts';
import { endOperation, keep } from '../outcomes/end-operation.ts';

/** Notes a poll that has not reached its goal, and when the next is due; ends the operation as pending when the wait is over. */
export async function pollAgain(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  status: string,
): Promise<OperationRecord> {
  const nowMs = context.host.clock.monotonicMs();
  if (operation.waitUntilMs !== null && nowMs >= operation.waitUntilMs) {
    return endOperation(context, operation, pendingOutcome(context, account, operation, status));
  }
  const intervalMs = pollIntervalMs(operation.polls);
  const later = { ...operation, polls: operation.polls + 1 };
  await context.journal.saveOperation(context.runId, later, nowMs + intervalMs);
  return later;
}

/** Steps past a wait that was reached. The gap closes when the number is covered again. */
export async function passWait(context: RunContext, operation: OperationRecord): Promise<OperationRecord> {
  const instruction = operation.program[operation.next];
  const closes = instruction?.do === 'await' && instruction.closesGap === true;
  return await keep(context, {
    ...operation,
    phase: 'active',
    next: operation.next + 1,
    waitUntilMs: null,
    ...(closes ? { gapClosedAt: isoNow(context) } : {}),
  });
}

function pendingOutcome(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  status: string,
): RowOutcome {
  const instruction = operation.program[operation.next];
  const hint = 'The provider may still finish. Type e911 resume to continue waiting, with a longer --wait.';
  if (instruction?.do === 'await' && instruction.state === 'switched') {
    return {
      result: 'failed',
      stage: 'verify',
      detail: '',
      emergencyStatus: status,
      ...outcomeFields('switchHadNoEffect', { on: instruction.on === true }),
    };
  }
  return {
    result: 'pending',
    stage: 'verify',
    detail: `still ${status || 'without a status'} after ${durationText(Math.round(waitMsOf(context, account, operation) / 1_000))}`,
    emergencyStatus: status,
    hint,
  };
}
