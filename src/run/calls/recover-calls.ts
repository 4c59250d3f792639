import { ProviderError } from '../../errors/provider-error.ts';
import type { CallOwner, CallRecord } from '../../journal/records.ts';
import { forEachBounded } from '../../plan/context/bounded.ts';
import type { Doubt } from '../context/doubts.ts';
import type { RunAccount, RunContext } from '../context/run-context.ts';
import { checkEffect, conclude } from './settle-doubt.ts';
import { earlierSettledAtMs, settleMsOf } from './settle-time.ts';

/**
 * Checks once the effect of each changing call of this run and account whose answer never came into the journal. What is
 * seen is adopted; what is not seen and may still come is in doubt, and whatever waits for it settles it. Sends nothing.
 */
export async function recoverCalls(context: RunContext, account: RunAccount): Promise<void> {
  const { journal, runId, options } = context;
  const calls = (await journal.callsInDoubt(runId)).filter((call) => call.account === account.name);
  const settleMs = settleMsOf(options, account.provider);
  await forEachBounded(calls, account.provider.capabilities.limits.concurrency, async (call) => {
    const doubt: Doubt = {
      ...call,
      untilMs: earlierSettledAtMs(context, settleMs, call),
      isReplaced: !(await isLastOfOwner(context, call)),
    };
    account.doubts.set(doubt.callId, doubt);
    const isOver = (): boolean => context.host.clock.monotonicMs() >= doubt.untilMs;
    const wasOver = isOver();
    const seen = doubt.isReplaced
      ? ({ found: 'absent' } as const)
      : await checkEffect(account, doubt.step, 'finish');
    if (seen.found === 'done' || wasOver) await conclude(context, account, doubt, seen);
  });
}

/** The calls of an owner that were carried out, in order, and whether its last one could not be settled. */
export async function ledger(
  context: RunContext,
  account: Pick<RunAccount, 'name'>,
  owner: CallOwner,
): Promise<{
  readonly done: readonly CallRecord[];
  readonly unsettled: CallRecord | null;
  readonly attempts: number;
}> {
  const calls = await context.journal.callsOf(context.runId, account.name, owner);
  const last = calls.at(-1);
  return {
    done: calls.filter(({ state }) => state === 'done' || state === 'adopted'),
    unsettled: last && (last.state === 'unknown' || last.state === 'intended') ? last : null,
    attempts: calls.length,
  };
}

/** The error of a call that could not be settled, for the rows that wait for it. */
export function unsettledError(account: RunAccount, call: Pick<CallRecord, 'step'>): ProviderError {
  return new ProviderError(
    'The answer to a call was lost, and reading does not show whether it was carried out.',
    {
      kind: 'unknown',
      provider: account.provider.provider,
      operation: call.step.kind,
      hint: 'Look at the number or address with the provider, then type e911 resume to check its effect again.',
    },
  );
}

/** Whether no later call of the same owner was sent. */
async function isLastOfOwner(context: RunContext, call: CallRecord): Promise<boolean> {
  return (
    (await context.journal.callsOf(context.runId, call.account, call.owner)).at(-1)?.callId === call.callId
  );
}
