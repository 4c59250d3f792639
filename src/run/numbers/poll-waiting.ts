import { IncompleteListError } from '../../errors/app-error.ts';
import { outcomeFields } from '../../errors/outcomes.ts';
import { stopsAccount } from '../../errors/provider-error.ts';
import type { Call } from '../../http/transport.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import { forEachBounded } from '../../plan/context/bounded.ts';
import { isListCheaper } from '../../plan/context/list-or-single.ts';
import { readNumber } from '../../plan/lists/read-number.ts';
import { allNumbers } from '../../plan/lists/whole-list.ts';
import type { NumberState } from '../../providers/contract.ts';
import { finished, involvesGap, type Progress } from '../context/progress.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { endOperation } from '../outcomes/end-operation.ts';
import { advance } from './advance.ts';
import { judgePoll } from './judge-poll.ts';
import { passWait, pollAgain } from './wait.ts';

/** Fewer due polls than this ask for each number. */
const BULK_POLL_FROM = 5;
/** While writes are still going out, polls only take their turns away: the list is read when this many are due. */
const BULK_POLL_BESIDE_WRITES = 200;
const POLL_BATCH = 1_000;
const LIST_AHEAD_MS = 1_000;
const IDLE_MS = 100;
/** After so many pauses without a poll, each one is longer: a call in doubt or an open gap may keep the run for minutes. */
const SHORT_PAUSES = 50;
const LONG_PAUSE_MS = 1_000;

/** Polls what waits for the provider until nothing waits and nothing new can come. */
export async function pollWaiting(
  context: RunContext,
  account: RunAccount,
  progress: Progress,
  starters: { mayGrow(): boolean; isWriting(): boolean },
): Promise<void> {
  const { clock, stop } = context.host;
  let pauses = 0;
  for (;;) {
    const inBulk = account.provider.capabilities.listShowsEmergency;
    const due = await plainDue(context, account, clock.monotonicMs());
    // One list tells of those that are due in a moment as well.
    const isAhead = inBulk && due.length > 0;
    const waiting = isAhead ? await plainDue(context, account, clock.monotonicMs() + LIST_AHEAD_MS) : due;
    const isWorthIt = !(inBulk && starters.isWriting()) || waiting.length >= BULK_POLL_BESIDE_WRITES;
    if (waiting.length > 0 && isWorthIt) {
      await pollBatch(context, account, waiting, progress);
      pauses = 0;
      continue;
    }
    // Before the journal is asked: what begins to wait while it answers is not in the answer.
    const mayGrow = starters.mayGrow();
    const dueMs = await context.journal.nextDueMs(context.runId, account.name);
    if (dueMs === null && !mayGrow) return;
    // Due, and nothing to poll: what is left waits in a gap that has ended already (a journal that could not keep its end).
    const isOverdue = dueMs !== null && dueMs <= clock.monotonicMs() && waiting.length === 0;
    if (isOverdue && !mayGrow && !(await isPlainWaiting(context, account))) return;
    pauses++;
    const shortMs =
      dueMs === null ? IDLE_MS : Math.min(250, Math.max(isWorthIt ? 20 : 200, dueMs - clock.monotonicMs()));
    if (dueMs !== null && !mayGrow) {
      context.host.watcher.waiting(`${account.name}: waiting for the provider to register numbers`, {
        account: account.name,
      });
    }
    const pauseMs = pauses > SHORT_PAUSES ? LONG_PAUSE_MS : shortMs;
    await clock.sleep(pauseMs, stop.aborted ? undefined : stop).catch(() => undefined);
    if (stop.aborted || account.stopped) await endWaiting(context, account, progress);
  }
}

/** Waiting operations outside of gaps whose poll is due by then. */
async function plainDue(
  { journal, runId }: RunContext,
  account: RunAccount,
  untilMs: number,
): Promise<OperationRecord[]> {
  const due = await journal.takeDue(runId, account.name, untilMs, POLL_BATCH);
  return due.filter((operation) => !involvesGap(operation));
}

async function isPlainWaiting(context: RunContext, account: RunAccount): Promise<boolean> {
  for await (const operation of context.journal.openOperations(context.runId, account.name)) {
    if (operation.phase === 'waiting' && !involvesGap(operation)) return true;
  }
  return false;
}

async function pollBatch(
  context: RunContext,
  account: RunAccount,
  waiting: readonly OperationRecord[],
  progress: Progress,
): Promise<void> {
  const { provider } = account;
  const call = { signal: context.host.stop, priority: 'read' as const };
  try {
    const seen = await listed(context, account, waiting, call);
    await forEachBounded(waiting, provider.capabilities.limits.concurrency, async (operation) => {
      const { phoneNumber } = operation.request;
      const state = seen
        ? (seen.get(phoneNumber) ?? provider.unlistedNumber?.(phoneNumber) ?? null)
        : await readWaiting(context, account, operation, call);
      const ended = await afterPoll(context, account, operation, state);
      if (ended) finished(context, account, ended, progress);
    });
  } catch (caught) {
    const error = asProviderError(caught);
    if (stopsAccount(error)) account.stopped = error;
    for (const operation of waiting) {
      const live = await context.journal.operation(context.runId, operation.operationId);
      if (live?.phase !== 'waiting') continue;
      const later = await pollAgain(context, account, live, live.before?.emergency.status ?? '');
      if (later.phase === 'ended') finished(context, account, later, progress);
    }
    if (account.stopped || context.host.stop.aborted) await endWaiting(context, account, progress);
  }
}

/**
 * Waiting numbers as one list shows them; null where they are asked for by themselves: there are few, that takes fewer calls, or
 * the list cannot be read to its end, which says nothing of each number.
 * @throws ProviderError that a look at one number would meet as well
 */
async function listed(
  { journal }: RunContext,
  account: RunAccount,
  waiting: readonly OperationRecord[],
  call: Call,
): Promise<Map<string, NumberState> | null> {
  const { accountKey, capabilities } = account.provider;
  if (!capabilities.listShowsEmergency || waiting.length < BULK_POLL_FROM) return null;
  const held = await journal.countKnown(accountKey, 'numbers');
  if (!isListCheaper(capabilities, held, waiting.length)) return null;
  const wanted = new Set(waiting.map((operation) => operation.request.phoneNumber));
  const seen = new Map<string, NumberState>();
  try {
    for await (const page of allNumbers(journal, account, call)) {
      for (const state of page.items) if (wanted.has(state.phoneNumber)) seen.set(state.phoneNumber, state);
    }
    return seen;
  } catch (caught) {
    if (!(caught instanceof IncompleteListError)) throw caught;
    return null;
  }
}

/** The number of a waiting operation: at the first poll only the part that may have changed since the plan, where that is one call less. */
async function readWaiting(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  call: Call,
): Promise<NumberState | null> {
  const { before, following, polls, program, next, request } = operation;
  const { provider } = account;
  const instruction = program[next];
  const waitsFor = instruction?.do === 'await' ? instruction.state : null;
  const isEmergencyOnly = waitsFor === 'covered' || waitsFor === 'missing';
  if (provider.completeNumber && before && isEmergencyOnly && polls === 0 && following === '') {
    return await provider.completeNumber(before, call);
  }
  return await readNumber(context, account, { ...operation, phoneNumber: request.phoneNumber }, call);
}

/** Continues an operation with what its poll saw; returns it when it has ended. */
async function afterPoll(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  state: NumberState | null,
): Promise<OperationRecord | null> {
  const answer = await judgePoll(context, account, operation, state);
  if (answer.kind === 'not-yet') {
    const later = await pollAgain(context, account, operation, waitedFor(operation, state));
    return later.phase === 'ended' ? later : null;
  }
  if (answer.kind === 'failed') {
    const outcome: RowOutcome = {
      result: 'failed',
      stage: 'verify',
      detail: '',
      emergencyStatus: state?.emergency.status ?? '',
      ...outcomeFields(answer.isSetting ? 'settingFailed' : 'registrationFailed', { said: answer.message }),
      ...answer.said,
    };
    return endOperation(context, operation, outcome);
  }
  const passed = await passWait(context, operation);
  const how = { priority: 'finish', signal: context.host.stop } as const;
  const moved = await advance(context, account, passed, how);
  if (moved.operation.phase !== 'ended') return null;
  const outcome = {
    ...(moved.operation.outcome ?? failedEmpty),
    ...answer.adjusted,
    emergencyStatus: state?.emergency.status ?? '',
  };
  const shown: OperationRecord = { ...moved.operation, outcome };
  await context.journal.saveOperation(context.runId, shown);
  return shown;
}

/** The provider's own word for what is being waited for. */
function waitedFor(operation: OperationRecord, state: NumberState | null): string {
  const instruction = operation.program[operation.next];
  const isSetting = instruction?.do === 'await' && instruction.state === 'settings';
  return (isSetting ? state?.settingsPending : state?.emergency.status) ?? '';
}

const failedEmpty: RowOutcome = { result: 'failed', stage: 'verify', detail: '' };

/** A stop or a lost account: what was written and not confirmed yet is pending, and stays so in the files. */
async function endWaiting(context: RunContext, account: RunAccount, progress: Progress): Promise<void> {
  for await (const operation of context.journal.openOperations(context.runId, account.name)) {
    if (operation.phase !== 'waiting' || involvesGap(operation)) continue;
    const outcome: RowOutcome = {
      result: 'pending',
      stage: 'verify',
      detail: 'not confirmed by the provider when the run stopped',
      hint: 'Type e911 resume to continue waiting, or e911 verify to read the state.',
    };
    finished(context, account, await endOperation(context, operation, outcome), progress);
  }
}
