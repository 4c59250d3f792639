import type { ProviderError } from '../../errors/provider-error.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import { forEachBounded } from '../../plan/context/bounded.ts';
import { operationsOf } from '../../plan/read-state.ts';
import {
  accountStopped,
  finished,
  involvesGap,
  notAttempted,
  notChecked,
  type Progress,
} from '../context/progress.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { endOperation, failedOutcome, interruptedOutcome, isUncovered } from '../outcomes/end-operation.ts';
import { advance } from './advance.ts';
import { pollWaiting } from './poll-waiting.ts';
import { runGap } from './run-gap.ts';

/**
 * Carries out an account's operations: additions and removals side by side with their polls, changes that uncover a number
 * a few at a time, the first of them alone. Returns when every operation has ended.
 */
export async function carryOut(context: RunContext, account: RunAccount, progress: Progress): Promise<void> {
  let starting = true;
  let writing = true;
  const plain = startPlain(context, account, progress).finally(() => {
    writing = false;
  });
  const starters = Promise.all([plain, runGaps(context, account, progress)]).finally(() => {
    starting = false;
  });
  const polls = pollWaiting(context, account, progress, {
    mayGrow: () => starting,
    isWriting: () => writing,
  });
  await Promise.all([starters, polls]);
}

async function startPlain(context: RunContext, account: RunAccount, progress: Progress): Promise<void> {
  // Plain operations that wait are polled; a gap that waits is closed here, by the code that opened it.
  const isPlain = (operation: OperationRecord) => !involvesGap(operation) && operation.phase !== 'waiting';
  const plain = unfinished(context, account, isPlain);
  await forEachBounded(plain, account.provider.capabilities.limits.concurrency * 2, async (operation) => {
    const refusal = await cannotStart(context, account, operation, progress);
    if (refusal) return finished(context, account, await endOperation(context, operation, refusal), progress);
    try {
      const moved = await advance(context, account, operation, 'start', context.host.stop);
      if (moved.operation.phase === 'ended') finished(context, account, moved.operation, progress);
    } catch (caught) {
      await stopAccount(context, account, operation, caught, progress);
    }
  });
}

async function runGaps(context: RunContext, account: RunAccount, progress: Progress): Promise<void> {
  let canary: OperationRecord | null = null;
  const changes = () => unfinished(context, account, involvesGap);
  const change = async (operation: OperationRecord): Promise<OperationRecord> => {
    const refusal = await cannotStart(context, account, operation, progress);
    // A gap that an earlier process left waiting, of an account that is lost: there is nothing to wait for.
    const isLost = account.stopped !== null && operation.phase === 'waiting';
    if (refusal && (!isUncovered(operation) || isLost)) {
      const ended = await endOperation(context, operation, refusal);
      finished(context, account, ended, progress);
      return ended;
    }
    try {
      const ended = await runGap(context, account, operation);
      finished(context, account, ended, progress);
      return ended;
    } catch (caught) {
      return stopAccount(context, account, operation, caught, progress);
    }
  };
  for await (const operation of changes()) {
    canary = await progress.shared.gaps(() => change(operation));
    const { result } = canary.outcome ?? { result: 'failed' };
    // A change that never opened its gap says nothing about the next one.
    if (canary.gapOpenedAt === null) continue;
    if (result !== 'applied' && result !== 'undone' && !progress.halted) {
      progress.halted = notAttempted('canaryFailed', { phoneNumber: canary.request.phoneNumber });
    }
    break;
  }
  await forEachBounded(changes(), context.options.maxOpen, async (operation) => {
    await progress.shared.gaps(() => change(operation));
  });
}

async function cannotStart(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  progress: Progress,
): Promise<RowOutcome | null> {
  const isBegun = operation.writes > 0;
  if (context.host.stop.aborted) return interruptedOutcome(isBegun);
  if (account.stopped) {
    return isBegun ? leftBegun(operation, account.stopped) : accountStopped(account.stopped);
  }
  // What has started is finished, whatever happened to others.
  if (progress.halted && !isBegun) return progress.halted;
  const isAddressOnly = operation.request.action === 'validate' || operation.request.action === 'add-address';
  if (!isAddressOnly && operation.program.every((i) => i.do !== 'step' || i.addressKey === undefined)) {
    return null;
  }
  const settled = await context.journal.address(context.runId, account.name, operation.addressKey);
  if (settled?.state === 'ready') return null;
  if (settled?.state === 'open' && operation.request.action === 'validate') return notChecked(account);
  return settled?.outcome ?? notAttempted('addressNotSettled');
}

// biome-ignore lint/complexity/useMaxParams: older than the limit
async function stopAccount(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  caught: unknown,
  progress: Progress,
): Promise<OperationRecord> {
  const error = asProviderError(caught);
  account.stopped ??= error;
  const live = (await context.journal.operation(context.runId, operation.operationId)) ?? operation;
  const outcome = live.writes === 0 && !isUncovered(live) ? accountStopped(error) : leftBegun(live, error);
  const ended = await endOperation(context, live, outcome);
  finished(context, account, ended, progress);
  return ended;
}

/**
 * A row that was half done when its account was lost; e911 resume finishes it. `failed` says that nothing was changed or
 * that something is wrong, so only a number without its address is called so.
 */
function leftBegun(operation: OperationRecord, error: ProviderError): RowOutcome {
  return {
    ...failedOutcome('refused', error),
    ...accountStopped(error),
    result: isUncovered(operation) ? 'failed' : 'pending',
    detail: 'started, not finished',
  };
}

async function* unfinished(
  context: RunContext,
  account: RunAccount,
  keep: (operation: OperationRecord) => boolean,
): AsyncGenerator<OperationRecord> {
  for await (const operation of operationsOf(context, account.name)) {
    if (operation.phase === 'ended') continue;
    // An address that an undo deletes is in use until the numbers are done.
    if (operation.subject.kind !== 'made-address' && keep(operation)) yield operation;
  }
}
