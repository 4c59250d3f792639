import type { OperationRecord } from '../../journal/records.ts';
import { operationOwner } from '../../journal/subject.ts';
import { isNotBegun } from '../../plan/context/not-begun.ts';
import { planOperation } from '../../plan/make-plan.ts';
import { operationsOf, readState } from '../../plan/read-state.ts';
import { operationDigest } from '../../report/operation-digest.ts';
import { adoptLate } from '../calls/adopt-late.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { endOperation } from '../outcomes/end-operation.ts';
import { staleOutcome } from '../outcomes/stale.ts';
import { catchUp } from './recover-operations.ts';

/**
 * Reads the present state again and compares every operation that was not begun: it is carried out only if it still starts
 * from what it was planned from. What a call of this run brought about since is its own work; what became true without it is
 * `unchanged`, and every other change makes the row `failed` with code `stale`.
 */
export async function refreshNotBegun(context: RunContext, account: RunAccount): Promise<void> {
  const notBegun: string[] = [];
  for await (const operation of operationsOf(context, account.name)) {
    if (isNotBegun(operation)) notBegun.push(operation.operationId);
  }
  if (notBegun.length === 0) return;
  try {
    await readState(context, account);
  } catch (caught) {
    account.stopped = asProviderError(caught);
    return;
  }
  for (const operationId of notBegun) {
    const operation = await context.journal.operation(context.runId, operationId);
    if (operation && operation.phase !== 'ended') await refresh(context, account, operation);
  }
}

async function refresh(context: RunContext, account: RunAccount, operation: OperationRecord): Promise<void> {
  const now = (await planOperation(context, account, operation)).operation;
  const isSame = now.phase !== 'ended' && operationDigest(now) === operationDigest(operation);
  if (isSame || (await isMadeByRun(context, operation))) return;
  const adopted = await adoptLate(context, account, operationOwner(operation));
  if (adopted !== null) {
    const instruction = operation.program[operation.next];
    const opensGap = instruction?.do === 'step' && instruction.opensGap === true;
    const begun: OperationRecord = { ...operation, gapOpenedAt: opensGap ? adopted.sentAt : null };
    const caughtUp = await catchUp(context, account, begun);
    await context.journal.saveOperation(context.runId, { ...caughtUp, phase: 'active' });
    return;
  }
  if (now.phase === 'ended') await context.journal.saveOperation(context.runId, now);
  else await endOperation(context, operation, staleOutcome(context));
}

/** Whether an address that a row requests by itself was created by this run, before it was interrupted. */
async function isMadeByRun({ journal, runId }: RunContext, operation: OperationRecord): Promise<boolean> {
  if (operation.request.action !== 'add-address') return false;
  return (await journal.address(runId, operation.account, operation.addressKey))?.createdByRun === true;
}
