import type { ProviderError } from '../../errors/provider-error.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import { operationOwner } from '../../journal/subject.ts';
import { failedAddressRow } from '../../plan/addresses/address-row.ts';
import { forEachBounded } from '../../plan/context/bounded.ts';
import type { LateAddresses } from '../addresses/settle-addresses.ts';
import { createHeld } from '../calls/held.ts';
import { ledger, unsettledError } from '../calls/recover-calls.ts';
import { doubtOf } from '../context/doubts.ts';
import {
  accountStopped,
  finished,
  involvesGap,
  notAttempted,
  notChecked,
  type Progress,
} from '../context/progress.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { ofAddress } from '../outcomes/address-outcomes.ts';
import { endOperation, failedOutcome, interruptedOutcome, isUncovered } from '../outcomes/end-operation.ts';
import { advance } from './advance.ts';
import { refuseUncovered } from './covered-elsewhere.ts';
import { pollWaiting } from './poll-waiting.ts';
import { runGap } from './run-gap.ts';

/** What one pass over an account's operations works with. */
interface Pass {
  readonly progress: Progress;
  /** Operations whose addresses are in doubt come in a second pass. */
  readonly without: ReadonlySet<string>;
}

/**
 * Carries out an account's operations: additions and removals side by side with their polls, changes that uncover a number
 * a few at a time, the first of them alone. What waits for a call in doubt gives its place to others. Returns when every
 * operation has ended.
 */
export async function carryOut(
  context: RunContext,
  account: RunAccount,
  progress: Progress,
  late: LateAddresses,
): Promise<void> {
  let starting = true;
  let writing = true;
  const start = async (without: ReadonlySet<string>): Promise<void> => {
    const pass: Pass = { progress, without };
    const plain = startPlain(context, account, pass).finally(() => {
      writing = false;
    });
    await Promise.all([plain, runGaps(context, account, pass)]);
  };
  const starters = (async () => {
    await Promise.all([start(late.keys), late.ended()]);
    if (late.keys.size > 0) await start(new Set());
  })().finally(() => {
    starting = false;
  });
  const polls = pollWaiting(context, account, progress, {
    mayGrow: () => starting,
    isWriting: () => writing,
  });
  await Promise.all([starters, polls]);
}

async function startPlain(context: RunContext, account: RunAccount, pass: Pass): Promise<void> {
  const { progress } = pass;
  // Plain operations that wait are polled; a gap that waits is closed here, by the code that opened it.
  const isPlain = (operation: OperationRecord) => !involvesGap(operation) && operation.phase !== 'waiting';
  const plain = unfinished(context, account, pass, isPlain);
  const held = createHeld();
  const carry = async (operation: OperationRecord, onDoubt: () => void): Promise<void> => {
    const refusal = await cannotStart(context, account, operation, progress);
    if (refusal) return finished(context, account, await endOperation(context, operation, refusal), progress);
    try {
      const how = { priority: 'start', signal: context.host.stop, onDoubt } as const;
      const moved = await advance(context, account, operation, how);
      if (moved.operation.phase === 'ended') finished(context, account, moved.operation, progress);
    } catch (caught) {
      finished(context, account, await stopAccount(context, account, operation, caught), progress);
    }
  };
  await forEachBounded(plain, account.provider.capabilities.limits.concurrency * 2, async (operation) => {
    await held.place((onDoubt) => carry(operation, onDoubt));
  });
  await held.ended();
}

async function runGaps(context: RunContext, account: RunAccount, pass: Pass): Promise<void> {
  const { progress } = pass;
  const begun = new Set<string>();
  const changes = () =>
    unfinished(context, account, pass, (each) => involvesGap(each) && !begun.has(each.operationId));
  const end = (ended: OperationRecord): OperationRecord => {
    finished(context, account, ended, progress);
    return ended;
  };
  const change = async (operation: OperationRecord, onDoubt?: () => void): Promise<OperationRecord> => {
    const refusal = await cannotStart(context, account, operation, progress);
    // A gap that an earlier process left waiting, of an account that is lost: there is nothing to wait for.
    const isLost = account.stopped !== null && operation.phase === 'waiting';
    if (refusal && (!isUncovered(operation) || isLost)) {
      return end(await endOperation(context, operation, refusal));
    }
    try {
      return end(await runGap(context, account, operation, onDoubt));
    } catch (caught) {
      return end(await stopAccount(context, account, operation, caught));
    }
  };
  const held = createHeld();
  for await (const operation of changes()) {
    begun.add(operation.operationId);
    let canary: OperationRecord | null = null;
    // One whose first call is in doubt keeps its place, since it may lose its address any moment; the next one is tried.
    const isWaiting = await held.place(async (onDoubt) => {
      canary = await progress.shared.gaps(() => change(operation, onDoubt));
      judgeCanary(canary, progress);
    });
    if (!isWaiting && opened(canary)) break;
  }
  await forEachBounded(changes(), context.options.maxOpen, async (operation) => {
    begun.add(operation.operationId);
    await progress.shared.gaps(() => change(operation));
  });
  await held.ended();
}

/** A change that never opened its gap says nothing about the next one. */
function opened(canary: OperationRecord | null): boolean {
  return canary !== null && canary.gapOpenedAt !== null;
}

/** The first number that lost its address and did not get the new one: the next ones keep theirs. */
function judgeCanary(canary: OperationRecord, progress: Progress): void {
  const { result } = canary.outcome ?? { result: 'failed' };
  if (!opened(canary) || result === 'applied' || result === 'undone' || progress.halted) return;
  progress.halted = notAttempted('canaryFailed', { phoneNumber: canary.request.phoneNumber });
}

async function cannotStart(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  progress: Progress,
): Promise<RowOutcome | null> {
  const isHeld = context.host.stop.aborted || account.stopped !== null;
  const owner = operationOwner(operation);
  // A resume that was held before it came to the calls of an earlier process knows them from the journal alone.
  const earlier = isHeld ? await ledger(context, account, owner) : null;
  const doubt = doubtOf(account.doubts, context.runId, owner) ?? earlier?.unsettled ?? null;
  if (doubt && isHeld) return failedOutcome('unknown', unsettledError(account, doubt));
  const isBegun = operation.writes > 0 || doubt !== null || (earlier?.done.length ?? 0) > 0;
  if (context.host.stop.aborted) return interruptedOutcome(isBegun);
  if (account.stopped) {
    return isBegun ? leftBegun(operation, account.stopped) : accountStopped(account.stopped);
  }
  // What has started is finished, whatever happened to others.
  if (progress.halted && !isBegun) return progress.halted;
  if (!isBegun) {
    const refusal =
      (await failedAddressRow(context, operation)) ?? (await refuseUncovered(context, operation));
    if (refusal !== null) return refusal;
  }
  const isAddressOnly = operation.request.action === 'validate' || operation.request.action === 'add-address';
  if (!isAddressOnly && operation.program.every((i) => i.do !== 'step' || i.addressKey === undefined)) {
    return null;
  }
  const settled = await context.journal.address(context.runId, account.name, operation.addressKey);
  if (settled?.state === 'ready') return null;
  if (settled?.state === 'open' && operation.request.action === 'validate') return notChecked(account);
  return settled?.outcome ? ofAddress(operation, settled.outcome) : notAttempted('addressNotSettled');
}

async function stopAccount(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  caught: unknown,
): Promise<OperationRecord> {
  const error = asProviderError(caught);
  account.stopped ??= error;
  const live = (await context.journal.operation(context.runId, operation.operationId)) ?? operation;
  if (isUncovered(live)) {
    context.host.watcher.warn(
      `${account.name}: ${live.request.phoneNumber} has NO emergency address right now: ${error.message}`,
    );
  }
  const outcome = live.writes === 0 && !isUncovered(live) ? accountStopped(error) : leftBegun(live, error);
  return endOperation(context, live, outcome);
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
  { without }: Pass,
  keep: (operation: OperationRecord) => boolean,
): AsyncGenerator<OperationRecord> {
  for await (const operation of context.journal.openOperations(context.runId, account.name)) {
    if (without.has(operation.addressKey)) continue;
    // An address that an undo deletes is in use until the numbers are done.
    if (operation.subject.kind !== 'made-address' && keep(operation)) yield operation;
  }
}
