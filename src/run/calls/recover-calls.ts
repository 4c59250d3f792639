import { ProviderError } from '../../errors/provider-error.ts';
import type { CallOwner, CallRecord } from '../../journal/records.ts';
import { forEachBounded } from '../../plan/context/bounded.ts';
import { isoNow, type RunAccount, type RunContext } from '../context/run-context.ts';
import { settle } from './perform-call.ts';

/** A process that dies leaves its requests on their way: how long after it was sent a change can still take effect. */
const LATE_ARRIVAL_MS = 10_000;

/**
 * Settles the changing calls of an account whose answer never came into the journal: by reading, twice with a gap, never by
 * sending. What cannot be settled stays `unknown` and is looked at again the next time. Changes nothing at the provider.
 */
export async function recoverCalls(context: RunContext, account: RunAccount): Promise<void> {
  const { journal, runId } = context;
  const inDoubt: CallRecord[] = [];
  for (const call of await journal.callsInDoubt(runId)) {
    // Another account's carrier would say of this call that it was never carried out.
    if (call.account === account.name && (await isLastOfOwner(context, call))) inDoubt.push(call);
  }
  await forEachBounded(inDoubt, account.provider.capabilities.limits.concurrency, async (call) => {
    // A stop does not keep a lost answer from being looked for.
    const checkEffect = () => settle(context, account, call.step, 'finish', new AbortController().signal);
    let seen = await checkEffect();
    // A clock that was set back would make the age negative, and the wait as long as the step.
    const ageMs = Math.max(0, context.host.clock.wallMs() - Date.parse(call.sentAt));
    if (seen.found === 'absent' && ageMs < LATE_ARRIVAL_MS && canWait(account, call)) {
      await context.host.clock.sleep(LATE_ARRIVAL_MS - ageMs);
      seen = await checkEffect();
    }
    const finishedAt = isoNow(context);
    if (seen.found === 'done') {
      await journal.conclude(call.callId, { state: 'adopted', result: seen.result, finishedAt });
    } else if (seen.found === 'absent') await journal.conclude(call.callId, { state: 'absent', finishedAt });
    else await journal.conclude(call.callId, { state: 'unknown', finishedAt, error: seen.why });
  });
}

/**
 * Whether it is worth waiting until a call that is not seen cannot come any more: a second creation would make a second
 * thing, and a removal that comes late would uncover a number behind our back. An association is the end of such a gap:
 * made twice it is the same, and each second counts.
 */
function canWait({ provider }: RunAccount, { step }: CallRecord): boolean {
  return step.kind !== 'associate' || provider.capabilities.tag?.names === 'order';
}

/** The calls of an owner that were carried out, in order, and whether its last one could not be settled. */
export async function ledger(
  context: RunContext,
  owner: CallOwner,
): Promise<{
  readonly done: readonly CallRecord[];
  readonly unsettled: CallRecord | null;
  readonly attempts: number;
}> {
  const calls = await context.journal.callsOf(context.runId, owner);
  const last = calls.at(-1);
  return {
    done: calls.filter(({ state }) => state === 'done' || state === 'adopted'),
    unsettled: last && (last.state === 'unknown' || last.state === 'intended') ? last : null,
    attempts: calls.length,
  };
}

/** The error of a call that could not be settled, for the rows that wait for it. */
export function unsettledError(account: RunAccount, call: CallRecord): ProviderError {
  return new ProviderError(
    'The answer to a call was lost, and reading does not show whether it was carried out.',
    {
      kind: 'unknown',
      provider: account.provider.provider,
      operation: call.step.kind,
      hint: 'Look at the number or address with the provider, then type e911 resume to have it looked for again.',
    },
  );
}

/** An earlier attempt that a later one of the same owner has replaced needs no look any more. */
async function isLastOfOwner(context: RunContext, call: CallRecord): Promise<boolean> {
  return (await context.journal.callsOf(context.runId, call.owner)).at(-1)?.callId === call.callId;
}
