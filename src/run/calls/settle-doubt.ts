import type { Call, Priority } from '../../http/transport.ts';
import { forEachBounded } from '../../plan/context/bounded.ts';
import { allAddresses, allNumbers } from '../../plan/lists/whole-list.ts';
import type { EffectCheck, Step } from '../../providers/contract.ts';
import { couldOverturn, type Doubt, targetName } from '../context/doubts.ts';
import { asProviderError, isoNow, type RunAccount, type RunContext } from '../context/run-context.ts';

/** Pauses before one check of an effect and the next; the last one repeats. */
const CHECK_PAUSES_MS = [1_000, 1_000, 2_000, 4_000, 8_000, 15_000] as const;
/** So many checks are made whatever else is going on: a stop does not keep a lost answer from being looked for. */
const LEAST_CHECKS = 2;

/** What checks of effects need of a run, or of a command without one. */
export interface Checking {
  readonly journal: RunContext['journal'];
  readonly host: Pick<RunContext['host'], 'clock' | 'watcher'>;
}

/** How far a call in doubt is followed. */
export interface Following {
  readonly priority: Priority;
  /** Aborted: the call stays in doubt. */
  readonly signal: AbortSignal;
  /** Ends after the first checks, though the call may still take effect. */
  readonly isBrief?: boolean;
  /** Called when the first checks have not settled it and the wait begins. */
  readonly onDoubt?: (() => void) | undefined;
}

/**
 * Checks the effect of a call in doubt until it is seen or can no longer come, and writes down which. `absent` is certain
 * only when `isOver`; until then, and when reads do not decide it, the call stays in doubt.
 */
export async function settleDoubt(
  context: Checking,
  account: RunAccount,
  doubt: Doubt,
  following: Following,
): Promise<EffectCheck & { readonly isOver: boolean }> {
  const { clock } = context.host;
  const { priority, signal, isBrief = false, onDoubt } = following;
  for (let checks = 1; ; checks++) {
    const pauseMs = CHECK_PAUSES_MS[checks - 1] ?? CHECK_PAUSES_MS.at(-1) ?? 0;
    const leftMs = Math.max(0, doubt.untilMs - clock.monotonicMs());
    const isFirst = checks <= LEAST_CHECKS;
    await clock.sleep(Math.min(pauseMs, leftMs), isFirst ? undefined : signal).catch(() => undefined);
    const isOver = clock.monotonicMs() >= doubt.untilMs;
    const read = await checkEffect(account, doubt.step, priority);
    const seen =
      isOver && read.found === 'absent' ? await confirmAbsent(context, account, doubt.step, priority) : read;
    if (seen.found === 'done' || (isOver && (seen.found === 'absent' || !isFirst))) {
      await conclude(context, account, doubt, seen);
      return { ...seen, isOver };
    }
    if (checks < LEAST_CHECKS) continue;
    if (isBrief || signal.aborted || account.stopped) return { ...seen, isOver };
    if (checks === LEAST_CHECKS) {
      const forMs = Math.max(0, doubt.untilMs - context.host.clock.monotonicMs());
      context.host.watcher.waiting(waitText(account, doubt, forMs), { account: account.name, forMs });
      onDoubt?.();
    }
  }
}

/** Waits until no call in doubt can overturn what `step` will leave any more. */
export async function clearWay(
  context: Checking,
  account: RunAccount,
  step: Step,
  following: Following,
): Promise<boolean> {
  for (const doubt of [...account.doubts.values()]) {
    if (!couldOverturn(doubt.step, step, account.provider.capabilities)) continue;
    const { found, isOver } = await settleDoubt(context, account, doubt, following);
    if (found !== 'done' && !isOver) return false;
  }
  return true;
}

/** Waits until every call in doubt of an account is settled or can no longer take effect. */
export async function settleDoubts(
  context: Checking,
  account: RunAccount,
  following: Following,
): Promise<void> {
  await forEachBounded(
    [...account.doubts.values()],
    account.provider.capabilities.limits.concurrency,
    async (doubt) => void (await settleDoubt(context, account, doubt, following)),
  );
}

/** What one read shows of a step's effect. Never changes anything; a failed read is `unclear`, not `absent`. */
export async function checkEffect(account: RunAccount, step: Step, priority: Priority): Promise<EffectCheck> {
  try {
    return await account.provider.checkEffect(step, { signal: new AbortController().signal, priority });
  } catch (caught) {
    const error = asProviderError(caught);
    if (error.kind === 'paused') account.stopped ??= error;
    return { found: 'unclear', why: error.message };
  }
}

/**
 * That nothing was made is said by a list. Before it is made again, the whole list has to show what the account is known to
 * hold, and the effect is checked once more after that.
 */
async function confirmAbsent(
  { journal }: Checking,
  account: RunAccount,
  step: Step,
  priority: Priority,
): Promise<EffectCheck> {
  const { provider } = account;
  const call: Call = { signal: new AbortController().signal, priority };
  const isEndpoint = step.kind === 'associate' && step.handle === '' && provider.unlistedNumber !== undefined;
  if (step.kind !== 'create-address' && !isEndpoint) return { found: 'absent' };
  try {
    const pages = isEndpoint ? allNumbers(journal, account, call) : allAddresses(journal, account, call);
    for await (const _page of pages);
  } catch (caught) {
    const error = asProviderError(caught);
    account.stopped ??= error;
    return { found: 'unclear', why: error.message };
  }
  return await checkEffect(account, step, priority);
}

/** Writes down what became of a call in doubt; one that reads do not decide stays in the journal as it is. */
export async function conclude(
  context: Checking,
  account: RunAccount,
  { callId, isReplaced }: Doubt,
  seen: EffectCheck,
): Promise<void> {
  account.doubts.delete(callId);
  const finishedAt = isoNow(context);
  if (seen.found === 'unclear') return;
  // What is seen is the effect of the call that replaced it.
  if (seen.found === 'absent' || isReplaced) {
    await context.journal.conclude(callId, { state: 'absent', finishedAt });
    return;
  }
  await context.journal.conclude(callId, { state: 'adopted', result: seen.result, finishedAt });
}

function waitText({ name }: RunAccount, doubt: Doubt, forMs: number): string {
  const leftS = Math.ceil(forMs / 1_000);
  return `${name}: the answer to ${doubt.step.kind} was lost (${targetName(doubt.step)}); checking its effect for up to ${leftS} s`;
}
