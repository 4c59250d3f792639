import type { CallOwner, CallRecord } from '../../journal/records.ts';
import { isoNow, type RunAccount, type RunContext } from '../context/run-context.ts';
import { checkEffect } from './settle-doubt.ts';

/**
 * Adopts the last call of an owner whose answer was lost and whose effect was not seen in its time, where the state shows that
 * effect now: what equals the effect of our own call is ours, so that the row counts as applied and an undo rolls it back.
 * Null when there is none.
 */
export async function adoptLate(
  context: RunContext,
  account: RunAccount,
  owner: CallOwner,
): Promise<CallRecord | null> {
  const { journal, runId } = context;
  const last = (await journal.callsOf(runId, account.name, owner)).at(-1);
  if (last === undefined || (last.state !== 'absent' && last.state !== 'unknown')) return null;
  const seen = await checkEffect(account, last.step, 'finish');
  if (seen.found !== 'done') return null;
  account.doubts.delete(last.callId);
  const end = { state: 'adopted', result: seen.result, finishedAt: isoNow(context) } as const;
  await journal.conclude(last.callId, end);
  return { ...last, ...end };
}
