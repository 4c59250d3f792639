import type { OperationRecord } from '../../journal/records.ts';
import type { PlanAccount, PlanContext } from './plan-context.ts';

/** How many runs are searched for the name of a number, newest first. */
const MOST_RUNS = 200;

/**
 * The caller name with which a number's former address is written again, where the provider needs a name and never tells it:
 * the one of an earlier row for the number, the one that was typed for the undo, the one of the row itself, or the number's
 * own display name. Empty when there is none.
 */
export async function formerName(
  context: PlanContext,
  account: PlanAccount,
  operation: Pick<OperationRecord, 'subject' | 'before' | 'request'>,
  ofRun: string,
): Promise<string> {
  const earlier = await nameOfEarlierRow(context, account, operation.subject, ofRun);
  const { request, before } = operation;
  return earlier || context.options.callerName || request.callerName || (before?.settings.display_name ?? '');
}

async function nameOfEarlierRow(
  { journal }: PlanContext,
  { name, provider }: PlanAccount,
  subject: OperationRecord['subject'],
  ofRun: string,
): Promise<string> {
  const runs = await journal.runs(MOST_RUNS);
  // Newest first: what comes behind the run is older.
  const older = runs.slice(runs.findIndex(({ runId }) => runId === ofRun) + 1);
  for (const { runId } of older) {
    if ((await journal.accountKeyOf(runId, name)) !== provider.accountKey) continue;
    const found = await journal.findOperation(runId, name, subject);
    const isWritten = found?.outcome?.result === 'applied' || found?.outcome?.result === 'undone';
    if (isWritten && found.request.callerName !== '') return found.request.callerName;
  }
  return '';
}
