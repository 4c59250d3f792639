import { EXIT_CODES, type ExitName } from '../../errors/exit-codes.ts';
import type { Result } from '../../journal/records.ts';
import type { RunContext } from '../context/run-context.ts';
import type { RunReport } from '../context/run-options.ts';
import type { RunEnd } from './finish-run.ts';

/** The exit code of a run and its reason (CONTRACT section 3): an uncovered number wins over everything. */
export function exitOf(
  context: RunContext,
  end: Pick<RunEnd, 'exit'>,
  results: Readonly<Record<Result, number>>,
  found: { readonly uncovered: number; readonly drifted: number },
): { code: number; reason: string } {
  const pick = (name: ExitName, reason?: string) => ({
    code: EXIT_CODES[name].code,
    reason: reason ?? EXIT_CODES[name].reason,
  });
  if (found.uncovered > 0) return pick('uncovered');
  if (context.options.command === 'verify')
    return verifyExit(context, end, { results, drifted: found.drifted }, pick);
  if (end.exit) return pick(end.exit.name, end.exit.reason);
  if (context.host.stop.aborted) return pick(isTerminated(context.host.stop) ? 'terminated' : 'interrupted');
  if ([...context.accounts.values()].some((account) => account.stopped)) return pick('access');
  if (results.unknown > 0) return pick('unsettled');
  if (results.failed + results.needs_review + results.not_attempted > 0) return pick('rowsFailed');
  if (results.pending > 0) return pick('pending');
  if (context.options.failOnChanges && results.would_apply > 0)
    return pick('findings', `${results.would_apply} rows would change something`);
  return pick('done');
}

/** A verification finds: what differs comes before what is pending, and one account that could not be read makes it incomplete. */
function verifyExit(
  context: RunContext,
  end: Pick<RunEnd, 'exit'>,
  { results, drifted }: { readonly results: Readonly<Record<Result, number>>; readonly drifted: number },
  pick: (name: ExitName, reason?: string) => { code: number; reason: string },
): { code: number; reason: string } {
  const { stop } = context.host;
  if (end.exit) return pick(end.exit.name, end.exit.reason);
  if (stop.aborted) return pick(isTerminated(stop) ? 'terminated' : 'interrupted');
  const unread = [...context.accounts.values()].filter((account) => account.stopped);
  if (unread.length > 0)
    return pick('incomplete', `could not be read: ${unread.map(({ name }) => name).join(', ')}`);
  if (drifted > 0) return pick('findings', `${drifted} stand otherwise than they should`);
  if (results.unknown > 0) return pick('unsettled');
  if (results.failed + results.needs_review + results.not_attempted > 0) return pick('rowsFailed');
  return pick(results.pending > 0 ? 'pending' : 'done');
}

/** Numbers without an address because of this run, or found without theirs by a verification. */
export async function uncoveredOf(
  { journal, runId }: RunContext,
  lostCoverage: RunReport['uncovered'],
): Promise<RunReport['uncovered']> {
  const open = (await journal.openGaps()).filter((gap) => gap.runId === runId);
  return [...open.map(({ account, phoneNumber }) => ({ account, phoneNumber })), ...lostCoverage];
}

function isTerminated(stop: AbortSignal): boolean {
  const { reason } = stop as { reason: unknown };
  return reason instanceof Error && reason.message.includes('SIGTERM');
}
