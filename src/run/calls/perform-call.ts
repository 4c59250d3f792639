import { ProviderError, stopsAccount } from '../../errors/provider-error.ts';
import type { Call, Priority } from '../../http/transport.ts';
import type { CallOwner } from '../../journal/records.ts';
import type { Step, StepResult } from '../../providers/contract.ts';
import { type Doubt, doubtOf, isRepeatable, leavesTheSame } from '../context/doubts.ts';
import { asProviderError, isoNow, type RunAccount, type RunContext } from '../context/run-context.ts';
import { checkEffect, clearWay, type Following, settleDoubt } from './settle-doubt.ts';
import { settledAtMs } from './settle-time.ts';

/** How a changing call ended for good. `refused` is a complete no; of an `unknown` one, reads do not show the effect. */
type CallEnd =
  | { readonly kind: 'done'; readonly result: StepResult; readonly attempts: number }
  | { readonly kind: 'refused'; readonly error: ProviderError; readonly attempts: number }
  | { readonly kind: 'unknown'; readonly error: ProviderError; readonly attempts: number };

/** A change to be made, and on behalf of what. */
export interface CallRequest {
  readonly owner: CallOwner;
  readonly step: Step;
  readonly priority: Priority;
  /** Aborted: nothing is sent any more, and a call in doubt stays in doubt. */
  readonly signal: AbortSignal;
  /** The number has no address now: a change that may be repeated does not wait until its first call is settled. */
  readonly isUrgent?: boolean;
  /** Called when the work has to wait until a call is settled: other work may take its place. */
  readonly onDoubt?: (() => void) | undefined;
}

const MAX_ATTEMPTS = 8;
const BACKOFF_BASE_MS = 500;
const BACKOFF_CAP_MS = 20_000;

/**
 * Start here for the promise "no effect twice". Makes one change at a provider: intent into the journal, call, outcome into
 * the journal. A call that was certainly not carried out is sent again. One that may have been is in doubt: its effect is
 * checked until it is seen or can no longer come (`--settle`), and only then is anything sent that it could overturn.
 * @throws ProviderError that stops the account: `credentials` or `paused`.
 */
export async function performCall(
  context: RunContext,
  account: RunAccount,
  request: CallRequest,
): Promise<CallEnd> {
  const { step, signal } = request;
  let lost = lostEarlier(context, account, request);
  if (lost === null && account.doubts.size > 0 && !(await clearWay(context, account, step, request))) {
    if (account.stopped) throw account.stopped;
    return { kind: 'refused', error: heldBack(account, step), attempts: 0 };
  }
  let { priority } = request;
  for (let attempt = 1; ; attempt++) {
    const sent: Sent = lost ?? (await sendOnce(context, account, { ...request, priority }, attempt));
    lost = null;
    if ('result' in sent) return { kind: 'done', result: sent.result, attempts: attempt };
    const { error, doubt } = sent;
    if (stopsAccount(error)) throw error;
    if (error.kind === 'refused') {
      const result = await doneBefore(context, account, request);
      return result === null
        ? { kind: 'refused', error, attempts: attempt }
        : { kind: 'done', result, attempts: attempt };
    }
    if (doubt !== null) {
      const mayRepeat = request.isUrgent === true && attempt < MAX_ATTEMPTS;
      const settled = await settleLost(context, account, doubt, { ...request, isUrgent: mayRepeat });
      if (settled === 'unknown') return { kind: 'unknown', error, attempts: attempt };
      if (settled !== 'again') return { kind: 'done', result: settled, attempts: attempt };
    }
    // Money is spent once: the outcome of a purchase is checked, and the user decides whether to buy again.
    const isLostPurchase = step.kind === 'buy' && doubt !== null;
    if (attempt >= MAX_ATTEMPTS || signal.aborted || isLostPurchase) {
      return { kind: doubt === null ? 'refused' : 'unknown', error, attempts: attempt };
    }
    // A renewed token is there now, and may not be for long.
    const isReady = error.kind === 'not-sent' && error.retryAfterMs === 0;
    priority = isReady ? 'finish' : request.priority;
    // A throttled account pauses as a whole.
    if (error.kind !== 'throttled' && !isReady) {
      const ceilingMs = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** attempt);
      await context.host.clock.sleep(context.host.random() * ceilingMs, signal).catch(() => undefined);
    }
  }
}

type Sent = { readonly result: StepResult } | { readonly error: ProviderError; readonly doubt: Doubt | null };

/** The call that an earlier process sent for this owner and that is still in doubt, as if it had been lost now. */
function lostEarlier(
  { runId }: RunContext,
  { doubts, provider }: RunAccount,
  { owner, step }: CallRequest,
): Sent | null {
  const doubt = doubts.size === 0 ? null : doubtOf(doubts, runId, owner);
  if (doubt === null || !leavesTheSame(doubt.step, step)) return null;
  const error = new ProviderError('The answer to a call was lost.', {
    kind: 'unknown',
    provider: provider.provider,
    operation: doubt.step.kind,
  });
  return { error, doubt };
}

async function sendOnce(
  context: RunContext,
  account: RunAccount,
  { owner, step, priority, signal }: CallRequest,
  attempt: number,
): Promise<Sent> {
  const { runId, journal } = context;
  let callId = -1;
  const call: Call = {
    signal,
    priority,
    beforeSend: async () => {
      callId = await journal.intend({
        runId,
        account: account.name,
        accountKey: account.provider.accountKey,
        owner,
        step,
        attempt,
        sentAt: isoNow(context),
      });
    },
  };
  try {
    const result = await account.provider.execute(step, call);
    if (callId >= 0) {
      await journal.conclude(callId, { state: 'done', result, finishedAt: isoNow(context) });
    }
    return { result };
  } catch (caught) {
    const error = asProviderError(caught);
    // What was lost was a read before the change: nothing was sent, so no effect needs to be checked.
    if (callId < 0) return { error: error.kind === 'unknown' ? notSent(error) : error, doubt: null };
    const state = error.kind === 'unknown' ? 'unknown' : error.kind === 'refused' ? 'refused' : 'not-sent';
    await journal.conclude(callId, { state, finishedAt: isoNow(context), error: error.message });
    if (state !== 'unknown') return { error, doubt: null };
    const untilMs = settledAtMs(context, account.provider);
    const doubt: Doubt = { callId, runId, owner, step, untilMs, isReplaced: false };
    account.doubts.set(callId, doubt);
    return { error, doubt };
  }
}

/** What became of a lost call: its result, `again` when it may be sent once more, `unknown` when that cannot be told. */
async function settleLost(
  context: RunContext,
  account: RunAccount,
  doubt: Doubt,
  request: CallRequest,
): Promise<StepResult | 'again' | 'unknown'> {
  const isBrief = request.isUrgent === true && isRepeatable(doubt.step, account.provider.capabilities);
  const following: Following = { ...request, isBrief };
  const settled = await settleDoubt(context, account, doubt, following);
  if (settled.found === 'done') return settled.result;
  if (settled.found === 'absent' && settled.isOver) return 'again';
  if (!isBrief || request.signal.aborted || account.stopped) return 'unknown';
  account.doubts.set(doubt.callId, { ...doubt, isReplaced: true });
  return 'again';
}

/**
 * What an earlier call of the same owner left whose answer was lost; null when there was none or it took no effect. A carrier
 * refuses to make what is there already and to delete what is gone: after a lost answer that means done.
 */
async function doneBefore(
  context: RunContext,
  account: RunAccount,
  { owner, step, priority }: CallRequest,
): Promise<StepResult | null> {
  const wanted = JSON.stringify(step);
  const calls = await context.journal.callsOf(context.runId, account.name, owner);
  const lost = calls.findLast(
    (call) => (call.state === 'unknown' || call.state === 'absent') && JSON.stringify(call.step) === wanted,
  );
  if (lost === undefined) return null;
  const seen = await checkEffect(account, step, priority);
  if (seen.found !== 'done') return null;
  account.doubts.delete(lost.callId);
  await context.journal.conclude(lost.callId, {
    state: 'adopted',
    result: seen.result,
    finishedAt: isoNow(context),
  });
  return seen.result;
}

/** Nothing was sent, because a call in doubt could overturn it and the run stops before that call is settled. */
function heldBack(account: RunAccount, step: Step): ProviderError {
  return new ProviderError(
    'Nothing was sent: an earlier change whose answer was lost may still take effect.',
    {
      kind: 'not-sent',
      provider: account.provider.provider,
      operation: step.kind,
      hint: 'Type e911 resume to check its effect and continue.',
    },
  );
}

function notSent(error: ProviderError): ProviderError {
  const { message, provider, operation, status, requestId, hint } = error;
  return new ProviderError(message, {
    kind: 'not-sent',
    provider,
    operation,
    status,
    requestId,
    hint,
    cause: error,
  });
}
