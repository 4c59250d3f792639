import { EXIT_CODES, type ExitName } from '../../errors/exit-codes.ts';
import type { OperationRecord, Result } from '../../journal/records.ts';
import type { RunContext } from '../context/run-context.ts';
import type { RunReport } from '../context/run-options.ts';
import { DRIFT, UNCOVERED_NOW } from '../outcomes/drift.ts';
import type { RunEnd } from './finish-run.ts';

/** The exit code of a run and its reason (CONTRACT section 3): an uncovered number wins over everything. */
export async function exitOf(
  context: RunContext,
  end: RunEnd,
  results: Readonly<Record<Result, number>>,
  uncoveredCount: number,
): Promise<{ code: number; reason: string }> {
  const pick = (name: ExitName, reason?: string) => ({
    code: EXIT_CODES[name].code,
    reason: reason ?? EXIT_CODES[name].reason,
  });
  if (uncoveredCount > 0) return pick('uncovered');
  if (context.options.command === 'verify') return await verifyExit(context, end, results, pick);
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
async function verifyExit(
  context: RunContext,
  end: RunEnd,
  results: Readonly<Record<Result, number>>,
  pick: (name: ExitName, reason?: string) => { code: number; reason: string },
): Promise<{ code: number; reason: string }> {
  const { stop } = context.host;
  if (end.exit) return pick(end.exit.name, end.exit.reason);
  if (stop.aborted) return pick(isTerminated(stop) ? 'terminated' : 'interrupted');
  const unread = [...context.accounts.values()].filter((account) => account.stopped);
  if (unread.length > 0)
    return pick('incomplete', `could not be read: ${unread.map(({ name }) => name).join(', ')}`);
  const drifts = (await driftedOperations(context)).length;
  if (drifts > 0) return pick('findings', `${drifts} stand otherwise than they should`);
  if (results.unknown > 0) return pick('unsettled');
  if (results.failed + results.needs_review + results.not_attempted > 0) return pick('rowsFailed');
  return pick(results.pending > 0 ? 'pending' : 'done');
}

async function driftedOperations(context: RunContext): Promise<OperationRecord[]> {
  const drifted: OperationRecord[] = [];
  for await (const operation of context.journal.operations(context.runId)) {
    const code = operation.outcome?.errorCode;
    if (code === DRIFT || code === UNCOVERED_NOW) drifted.push(operation);
  }
  return drifted;
}

/** Numbers that stand without an address because of this run, or that a verification found without theirs. */
export async function uncoveredOf(context: RunContext): Promise<RunReport['uncovered']> {
  const { journal, runId, options } = context;
  const open = (await journal.openGaps()).filter((gap) => gap.runId === runId);
  const found =
    options.command === 'verify'
      ? (await driftedOperations(context)).filter(({ outcome }) => outcome?.errorCode === UNCOVERED_NOW)
      : [];
  return [
    ...open.map(({ account, phoneNumber }) => ({ account, phoneNumber })),
    ...found.map(({ account, request }) => ({ account, phoneNumber: request.phoneNumber })),
  ];
}

function isTerminated(stop: AbortSignal): boolean {
  const { reason } = stop as { reason: unknown };
  return reason instanceof Error && reason.message.includes('SIGTERM');
}
