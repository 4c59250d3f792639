import { ProviderError } from '../../errors/provider-error.ts';
import type { Call, Priority } from '../../http/transport.ts';
import type { CallOwner } from '../../journal/records.ts';
import type { Step, StepResult } from '../../providers/contract.ts';
import { asProviderError, isoNow, type RunAccount, type RunContext } from '../context/run-context.ts';

/** How a changing call ended for good. `refused` is a complete no; `unknown` could not be settled by reading. */
type CallEnd =
  | { readonly kind: 'done'; readonly result: StepResult; readonly attempts: number }
  | { readonly kind: 'refused'; readonly error: ProviderError; readonly attempts: number }
  | { readonly kind: 'unknown'; readonly error: ProviderError; readonly attempts: number };

const MAX_ATTEMPTS = 8;
const BACKOFF_BASE_MS = 500;
const BACKOFF_CAP_MS = 20_000;
/** A late request may land after the first look, so there are two, this far apart (docs/reliability.md). */
const CHECK_PAUSE_MS = 1_000;

/**
 * Start here for the promise "no effect twice". Makes one change at a provider: intent into the journal, call, outcome into
 * the journal. A call that certainly was not carried out is sent again; one that may have been is settled by looking, twice
 * with a gap, and sent again only when it is surely absent.
 * @throws ProviderError of kind `credentials`, which stops the account.
 */
// biome-ignore lint/complexity/useMaxParams: older than the limit
export async function performCall(
  context: RunContext,
  account: RunAccount,
  owner: CallOwner,
  step: Step,
  priority: Priority,
  signal: AbortSignal,
): Promise<CallEnd> {
  for (let attempt = 1; ; attempt++) {
    const sent = await sendOnce(context, account, owner, step, priority, signal, attempt);
    if ('result' in sent) return { kind: 'done', result: sent.result, attempts: attempt };
    const { error } = sent;
    if (error.kind === 'credentials') throw error;
    if (error.kind === 'refused') return { kind: 'refused', error, attempts: attempt };
    if (error.kind === 'unknown') {
      // A stop does not keep a lost answer from being looked for.
      const settled = await settle(context, account, step, priority, new AbortController().signal);
      if (settled.found === 'done') {
        await context.journal.conclude(sent.callId, {
          state: 'adopted',
          result: settled.result,
          finishedAt: isoNow(context),
        });
        return { kind: 'done', result: settled.result, attempts: attempt };
      }
      if (settled.found === 'unclear') return { kind: 'unknown', error, attempts: attempt };
      await context.journal.conclude(sent.callId, {
        state: 'absent',
        finishedAt: isoNow(context),
        error: error.message,
      });
    }
    // Money is spent once: the outcome of a purchase is checked, and the user decides whether to buy again.
    const isLostPurchase = step.kind === 'buy' && error.kind === 'unknown';
    if (attempt >= MAX_ATTEMPTS || signal.aborted || isLostPurchase) {
      return { kind: error.kind === 'unknown' ? 'unknown' : 'refused', error, attempts: attempt };
    }
    if (error.kind !== 'throttled') {
      const ceilingMs = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** attempt);
      await context.host.clock.sleep(context.host.random() * ceilingMs, signal).catch(() => undefined);
    }
  }
}

type Sent = { readonly result: StepResult } | { readonly error: ProviderError; readonly callId: number };

// biome-ignore lint/complexity/useMaxParams: older than the limit
async function sendOnce(
  context: RunContext,
  account: RunAccount,
  owner: CallOwner,
  step: Step,
  priority: Priority,
  signal: AbortSignal,
  attempt: number,
): Promise<Sent> {
  let callId = -1;
  const call: Call = {
    signal,
    priority,
    beforeSend: async () => {
      callId = await context.journal.intend({
        runId: context.runId,
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
      await context.journal.conclude(callId, { state: 'done', result, finishedAt: isoNow(context) });
    }
    return { result };
  } catch (caught) {
    const error = asProviderError(caught);
    // What was lost was a read before the change: nothing was sent, so no effect needs to be checked.
    if (callId < 0) return { error: error.kind === 'unknown' ? notSent(error) : error, callId };
    const state = error.kind === 'unknown' ? 'unknown' : error.kind === 'refused' ? 'refused' : 'not-sent';
    await context.journal.conclude(callId, { state, finishedAt: isoNow(context), error: error.message });
    return { error, callId };
  }
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

/** Looks for the step's effect, twice with a gap. Never changes anything; a failed read is `unclear`, not `absent`. */
// biome-ignore lint/complexity/useMaxParams: older than the limit
export async function settle(
  context: Pick<RunContext, 'host'>,
  account: RunAccount,
  step: Step,
  priority: Priority,
  signal: AbortSignal,
): ReturnType<RunAccount['provider']['checkEffect']> {
  for (let look = 1; ; look++) {
    await context.host.clock.sleep(CHECK_PAUSE_MS).catch(() => undefined);
    try {
      const seen = await account.provider.checkEffect(step, { signal, priority });
      if (seen.found !== 'absent' || look === 2) return seen;
    } catch (caught) {
      const error = asProviderError(caught);
      if (look === 2) return { found: 'unclear', why: error.message };
    }
  }
}
