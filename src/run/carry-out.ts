import type pLimit from 'p-limit';
import type { ProviderError } from '../errors/provider-error.ts';
import type { OperationRecord, RowOutcome } from '../journal/records.ts';
import { ERRORS_FROM, exceeds } from '../plan/guards.ts';
import { operationsOf } from '../plan/read-state.ts';
import type { NumberState } from '../providers/contract.ts';
import {
  advance,
  endOperation,
  failedOutcome,
  isUncovered,
  judgePoll,
  passWait,
  pollAgain,
} from './advance.ts';
import { forEachBounded } from './bounded.ts';
import { asProviderError, type RunAccount, type RunContext } from './run-context.ts';
import { runWindow } from './run-window.ts';

/** From this many due polls on, the whole list is read instead of each number, where the list shows enough. */
const BULK_POLL_FROM = 40;
/** While writes are still going out, polls only take their turns away: the list is read when this many are due. */
const BULK_POLL_BESIDE_WRITES = 200;
const POLL_BATCH = 1_000;
const IDLE_MS = 100;

/** What all accounts of a run share while it is carried out. */
export interface Progress {
  /** Places for open windows, over all accounts (`--max-open`). */
  readonly windows: ReturnType<typeof pLimit>;
  ended: number;
  failed: number;
  total: number;
  /** Why nothing new is started; null while it goes on. */
  halted: RowOutcome | null;
}

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
  const starters = Promise.all([plain, runWindows(context, account, progress)]).finally(() => {
    starting = false;
  });
  const polls = pollWaiting(context, account, progress, {
    mayGrow: () => starting,
    isWriting: () => writing,
  });
  await Promise.all([starters, polls]);
}

async function startPlain(context: RunContext, account: RunAccount, progress: Progress): Promise<void> {
  const plain = filtered(context, account, (operation) => !opensWindow(operation));
  await forEachBounded(plain, account.provider.capabilities.limits.concurrency * 2, async (operation) => {
    const refusal = cannotStart(context, account, operation, progress);
    if (refusal) return finished(context, account, endOperation(context, operation, refusal), progress);
    try {
      const moved = await advance(context, account, operation, 'start', context.host.stop);
      if (moved.operation.phase === 'ended') finished(context, account, moved.operation, progress);
    } catch (caught) {
      stopAccount(context, account, operation, caught, progress);
    }
  });
}

async function runWindows(context: RunContext, account: RunAccount, progress: Progress): Promise<void> {
  let canary: OperationRecord | null = null;
  const changes = () => filtered(context, account, opensWindow);
  const change = async (operation: OperationRecord): Promise<OperationRecord> => {
    const refusal = cannotStart(context, account, operation, progress);
    if (refusal && !isUncovered(operation)) {
      const ended = endOperation(context, operation, refusal);
      finished(context, account, ended, progress);
      return ended;
    }
    try {
      const ended = await runWindow(context, account, operation);
      finished(context, account, ended, progress);
      return ended;
    } catch (caught) {
      return stopAccount(context, account, operation, caught, progress);
    }
  };
  for (const operation of changes()) {
    canary = await progress.windows(() => change(operation));
    const { result } = canary.outcome ?? { result: 'failed' };
    // A change that never opened its window says nothing about the next one.
    if (canary.windowOpenedAt === null) continue;
    if (result !== 'applied' && !progress.halted) {
      progress.halted = notAttempted(
        'CANARY_FAILED',
        `The first change of address (${canary.wish.phoneNumber}) did not go through, so no other was started.`,
        'Look at that row first; then feed retry.csv in.',
      );
    }
    break;
  }
  await forEachBounded(changes(), context.options.maxOpen, async (operation) => {
    await progress.windows(() => change(operation));
  });
}

async function pollWaiting(
  context: RunContext,
  account: RunAccount,
  progress: Progress,
  starters: { mayGrow(): boolean; isWriting(): boolean },
): Promise<void> {
  const { clock, stop } = context.host;
  for (;;) {
    const waiting = context.journal
      .takeOperations(context.runId, account.name, 'waiting', POLL_BATCH, clock.wallMs())
      .filter((operation) => !opensWindow(operation));
    const inBulk = account.provider.capabilities.listShowsEmergency;
    const isWorthIt = !(inBulk && starters.isWriting()) || waiting.length >= BULK_POLL_BESIDE_WRITES;
    if (waiting.length > 0 && isWorthIt) {
      await pollBatch(context, account, waiting, progress);
      continue;
    }
    const dueMs = nextPlainDueMs(context, account);
    if (dueMs === null && !starters.mayGrow()) return;
    const pauseMs =
      dueMs === null ? IDLE_MS : Math.min(250, Math.max(isWorthIt ? 20 : 200, dueMs - clock.wallMs()));
    if (dueMs !== null && !starters.mayGrow())
      context.host.watcher.waiting(`${account.name}: waiting for the provider to register numbers`);
    await clock.sleep(pauseMs, stop.aborted ? undefined : stop).catch(() => undefined);
    if (stop.aborted || account.stopped) endWaiting(context, account, progress);
  }
}

function nextPlainDueMs(context: RunContext, account: RunAccount): number | null {
  return context.journal.nextDueMs(context.runId, account.name);
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
    const seen = new Map<string, NumberState>();
    const inBulk = provider.capabilities.listShowsEmergency && waiting.length >= BULK_POLL_FROM;
    if (inBulk) {
      const wanted = new Set(waiting.map((operation) => operation.wish.phoneNumber));
      for await (const page of provider.listNumbers(call)) {
        for (const state of page.items) if (wanted.has(state.phoneNumber)) seen.set(state.phoneNumber, state);
      }
    }
    await forEachBounded(waiting, provider.capabilities.limits.concurrency, async (operation) => {
      const { phoneNumber } = operation.wish;
      const state = inBulk
        ? (seen.get(phoneNumber) ?? null)
        : await provider.findNumber(phoneNumber, call, operation.following);
      await afterPoll(context, account, operation, state, progress);
    });
  } catch (caught) {
    const error = asProviderError(caught);
    if (error.kind === 'credentials') account.stopped = error;
    for (const operation of waiting) {
      const live = context.journal.operation(context.runId, operation.operationId);
      if (live?.phase !== 'waiting') continue;
      const later = pollAgain(context, live, live.before?.emergency.status ?? '');
      if (later.phase === 'ended') finished(context, account, later, progress);
    }
    if (account.stopped || context.host.stop.aborted) endWaiting(context, account, progress);
  }
}

async function afterPoll(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  state: NumberState | null,
  progress: Progress,
): Promise<void> {
  const answer = judgePoll(context, account, operation, state);
  if (answer.kind === 'not-yet') {
    const later = pollAgain(context, operation, state?.emergency.status ?? '');
    if (later.phase === 'ended') finished(context, account, later, progress);
    return;
  }
  if (answer.kind === 'failed') {
    const outcome: RowOutcome = {
      result: 'failed',
      stage: 'verify',
      detail: '',
      emergencyStatus: state?.emergency.status ?? '',
      errorCode: 'REGISTRATION_FAILED',
      errorMessage: answer.message,
      hint: 'Check the address with the provider and feed retry.csv in again.',
    };
    return finished(context, account, endOperation(context, operation, outcome), progress);
  }
  const passed = passWait(context, operation);
  const moved = await advance(context, account, passed, 'finish', context.host.stop);
  if (moved.operation.phase !== 'ended') return;
  const outcome = {
    ...(moved.operation.outcome ?? failedEmpty),
    emergencyStatus: state?.emergency.status ?? '',
  };
  const shown: OperationRecord = { ...moved.operation, outcome };
  context.journal.saveOperation(context.runId, shown);
  finished(context, account, shown, progress);
}

const failedEmpty: RowOutcome = { result: 'failed', stage: 'verify', detail: '' };

/** A stop or a lost account: what was written and not confirmed yet is pending, and stays so in the files. */
function endWaiting(context: RunContext, account: RunAccount, progress: Progress): void {
  for (const operation of operationsOf(context, account.name)) {
    if (operation.phase !== 'waiting' || opensWindow(operation)) continue;
    const outcome: RowOutcome = {
      result: 'pending',
      stage: 'verify',
      detail: 'not confirmed by the provider when the run was stopped',
      hint: 'Apply the same sheet again: what is registered by then is unchanged.',
    };
    finished(context, account, endOperation(context, operation, outcome), progress);
  }
}

function cannotStart(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  progress: Progress,
): RowOutcome | null {
  if (context.host.stop.aborted)
    return notAttempted(
      'INTERRUPTED',
      'The run was interrupted before this row.',
      'Apply the sheet or retry.csv again.',
    );
  if (account.stopped) return accountStopped(account.stopped);
  if (progress.halted) return progress.halted;
  const isAddressOnly = operation.wish.action === 'validate' || operation.wish.action === 'add-address';
  if (!isAddressOnly && operation.program.every((i) => i.do !== 'step' || i.addressKey === undefined))
    return null;
  const settled = context.journal.address(context.runId, account.name, operation.addressKey);
  if (settled?.state === 'ready') return null;
  if (settled?.state === 'open' && operation.wish.action === 'validate') return notChecked(account);
  return (
    settled?.outcome ??
    notAttempted('ADDRESS_NOT_SETTLED', 'Its address was not settled.', 'Apply the sheet or retry.csv again.')
  );
}

function stopAccount(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  caught: unknown,
  progress: Progress,
): OperationRecord {
  const error = asProviderError(caught);
  account.stopped ??= error;
  const live = context.journal.operation(context.runId, operation.operationId) ?? operation;
  const outcome =
    live.writes === 0 && !isUncovered(live) ? accountStopped(error) : failedOutcome('refused', error);
  const ended = endOperation(context, live, outcome);
  finished(context, account, ended, progress);
  return ended;
}

function finished(
  context: RunContext,
  _account: RunAccount,
  operation: OperationRecord,
  progress: Progress,
): void {
  progress.ended++;
  context.host.watcher.progress(progress.ended);
  if (operation.outcome?.result !== 'failed') return;
  progress.failed++;
  if (!progress.halted && exceeds(context.options.maxErrors, progress.failed, progress.total, ERRORS_FROM)) {
    progress.halted = notAttempted(
      'MAX_ERRORS',
      `${progress.failed} of ${progress.total} operations failed, more than --max-errors allows; nothing new was started.`,
      'Look at errors.csv, mend retry.csv and feed it in.',
    );
  }
}

function accountStopped(error: ProviderError): RowOutcome {
  return notAttempted(
    'ACCOUNT_STOPPED',
    `Nothing more was sent to this account: ${error.message}`,
    error.hint,
  );
}

function notChecked(account: RunAccount): RowOutcome {
  const { title } = account.provider.capabilities;
  return {
    result: 'skipped',
    stage: 'address',
    detail: `not checked: ${title} checks on creation`,
    hint: 'Add --check-by-create to have the address made and deleted again.',
  };
}

function notAttempted(errorCode: string, errorMessage: string, hint: string): RowOutcome {
  return { result: 'not_attempted', stage: 'assign', detail: '', errorCode, errorMessage, hint };
}

function opensWindow(operation: OperationRecord): boolean {
  return (
    operation.windowOpenedAt !== null ||
    operation.program.some((i) => i.do === 'step' && i.opensWindow === true)
  );
}

function* filtered(
  context: RunContext,
  account: RunAccount,
  keep: (operation: OperationRecord) => boolean,
): Generator<OperationRecord> {
  for (const operation of operationsOf(context, account.name)) {
    if (operation.phase !== 'ended' && operation.phase !== 'waiting' && keep(operation)) yield operation;
  }
}
