import type { Instruction, OperationRecord } from '../../journal/records.ts';
import { operationOwner } from '../../journal/subject.ts';
import type { NumberState } from '../../providers/contract.ts';
import { ledger } from '../calls/recover-calls.ts';
import { checkEffect, conclude } from '../calls/settle-doubt.ts';
import { isoNow, type RunAccount, type RunContext } from '../context/run-context.ts';
import { hasRequestedAddress } from '../numbers/judge-poll.ts';
import { catchUp } from '../numbers/recover-operations.ts';
import { endOperation, isUncovered } from '../outcomes/end-operation.ts';

/**
 * Ends a row of unknown outcome whose number is now seen as it was requested: the reads that should have told were refused, or
 * came too soon. A row that has more to send is left to `e911 resume`.
 * @returns whether the row is ended
 */
export async function finishUnknown(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  state: NumberState,
): Promise<boolean> {
  if (!(await isAsRequested(context, account, operation, state))) return false;
  const { unsettled } = await ledger(context, account, operationOwner(operation));
  if (unsettled !== null) {
    const seen = await checkEffect(account, unsettled.step, 'finish');
    if (seen.found !== 'done') return false;
    const untilMs = context.host.clock.monotonicMs();
    await conclude(context, account, { ...unsettled, untilMs, isReplaced: false }, seen);
  }
  const caughtUp = await catchUp(context, account, operation);
  if (!caughtUp.program.slice(caughtUp.next).every(isOfAddress)) return false;
  const closed = isUncovered(caughtUp) ? { ...caughtUp, gapClosedAt: isoNow(context) } : caughtUp;
  await endOperation(context, closed, { result: 'applied', stage: 'verify', detail: '' });
  return true;
}

/** A wait for what `isAsRequested` has seen. */
function isOfAddress(instruction: Instruction): boolean {
  return instruction.do === 'await' && ['covered', 'missing'].includes(instruction.state);
}

async function isAsRequested(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  state: NumberState,
): Promise<boolean> {
  const { emergency, ambiguous } = state;
  if (ambiguous !== undefined) return false;
  const { action } = operation.request;
  if (action === 'remove') return emergency.state === 'missing' && emergency.addressId === '';
  if (action !== 'assign' || emergency.state !== 'covered') return false;
  return hasRequestedAddress(context, account, operation, state);
}
