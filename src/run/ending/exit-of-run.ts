import { many } from '../../domain/plural.ts';
import { EXIT_CODES, type ExitName } from '../../errors/exit-codes.ts';
import { StopRequest } from '../../errors/stop-request.ts';
import type { Result } from '../../journal/records.ts';
import type { EndedAccount, EndingContext } from '../context/run-context.ts';
import type { RunReport } from '../context/run-options.ts';
import { doneReason, planReason, progressReason } from './exit-reasons.ts';
import type { RunEnd } from './run-end.ts';

/** The exit code of a run and its reason (docs/contract.md): an uncovered number wins over everything. */
export function exitOf(
  context: EndingContext,
  end: Pick<RunEnd, 'exit'>,
  results: Readonly<Record<Result, number>>,
  found: { readonly uncovered: number; readonly drifted: number },
): { code: number; reason: string } {
  const pick = (name: ExitName, reason?: string) => ({
    code: EXIT_CODES[name].code,
    reason: reason ?? EXIT_CODES[name].reason,
  });
  if (found.uncovered > 0) return pick('uncovered');
  if (context.options.command === 'verify') {
    return verifyExit(context, end, { results, drifted: found.drifted }, pick);
  }
  if (end.exit) return pick(end.exit.name, end.exit.reason);
  if (context.host.stop.aborted) return pick(isTerminated(context.host.stop) ? 'terminated' : 'interrupted');
  const stopped = [...context.accounts.values()].filter((account) => account.stopped !== null);
  const isPaused = stopped.length > 0 && stopped.every((account) => account.stopped?.kind === 'paused');
  if (stopped.length > 0 && !isPaused) return pick('access', stoppedReason(stopped));
  if (results.unknown > 0) return pick('unsettled');
  if (isPaused) return pick('pending', stoppedReason(stopped));
  if (results.failed + results.needs_review + results.not_attempted > 0) {
    return pick('rowsFailed', progressReason(context.options.command, results, 'did not succeed'));
  }
  if (results.pending > 0) {
    return pick('pending', progressReason(context.options.command, results, 'still pending'));
  }
  if (context.options.failOnChanges && results.would_apply > 0) return pick('findings', planReason(results));
  return pick('done', doneReason(context.options.command, results));
}

/** Which accounts were stopped and why: `twilio: the token was refused`. */
function stoppedReason(accounts: readonly EndedAccount[]): string {
  return accounts
    .map(({ name, stopped }) => {
      const why = (stopped?.message ?? '').replace(/\.$/, '');
      return why.startsWith(`${name}: `) ? why : `${name}: ${why}`;
    })
    .join('; ');
}

/** A verification finds: what differs comes before what is pending, and one account that could not be read makes it incomplete. */
function verifyExit(
  context: EndingContext,
  end: Pick<RunEnd, 'exit'>,
  { results, drifted }: { readonly results: Readonly<Record<Result, number>>; readonly drifted: number },
  pick: (name: ExitName, reason?: string) => { code: number; reason: string },
): { code: number; reason: string } {
  const { stop } = context.host;
  if (end.exit) return pick(end.exit.name, end.exit.reason);
  if (stop.aborted) return pick(isTerminated(stop) ? 'terminated' : 'interrupted');
  const unread = [...context.accounts.values()].filter((account) => account.stopped);
  if (unread.length > 0 && unread.every((account) => account.stopped?.kind === 'paused')) {
    return pick('pending', stoppedReason(unread));
  }
  if (unread.length > 0) {
    return pick('incomplete', `could not be read: ${unread.map(({ name }) => name).join(', ')}`);
  }
  if (drifted > 0) {
    return pick('findings', `${many(drifted, 'number does', 'numbers do')} not match the expected state`);
  }
  if (results.unknown > 0) return pick('unsettled');
  if (results.failed + results.needs_review + results.not_attempted > 0) return pick('rowsFailed');
  if (results.pending > 0) return pick('pending');
  return pick('done', doneReason('verify', results));
}

/** Numbers without an address because of this run, or found without theirs by a verification. */
export async function uncoveredOf(
  { journal, runId }: EndingContext,
  lostCoverage: RunReport['uncovered'],
): Promise<RunReport['uncovered']> {
  const open = (await journal.openGaps()).filter((gap) => gap.runId === runId);
  return [...open.map(({ account, phoneNumber }) => ({ account, phoneNumber })), ...lostCoverage];
}

function isTerminated(stop: AbortSignal): boolean {
  const { reason } = stop as { reason: unknown };
  return reason instanceof StopRequest && reason.signal === 'SIGTERM';
}
