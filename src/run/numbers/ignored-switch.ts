import { outcomeFields } from '../../errors/outcomes.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import { isoNow, type RunAccount, type RunContext } from '../context/run-context.ts';

/**
 * Notes that the account ignores its emergency switch, so that no later row spends a write on it.
 * @returns the outcome of a row that asked for the switch itself; null for any other row, which does without
 */
export async function ignoredSwitch(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
): Promise<RowOutcome | null> {
  await context.journal.observe(account.provider.accountKey, 'emergency-status-ignored', isoNow(context));
  const { action } = operation.request;
  if (action !== 'enable' && action !== 'disable') return null;
  return { result: 'failed', stage: 'assign', detail: '', ...outcomeFields('switchIgnored') };
}
