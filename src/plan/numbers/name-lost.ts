import { cellProblem, type Problem } from '../../errors/problem.ts';
import type { OperationRecord } from '../../journal/records.ts';
import { formerName } from '../context/former-name.ts';
import type { PlanAccount, PlanContext } from '../context/plan-context.ts';

/** A removal takes the name with the address; where the provider never tells it, an undo has to be given one. */
export async function nameLost(
  context: PlanContext,
  account: PlanAccount,
  operation: OperationRecord,
): Promise<Problem[]> {
  const { request, before } = operation;
  if (!account.provider.capabilities.hidesCallerName || request.action !== 'remove') return [];
  if (before === null || before.emergency.address === null) return [];
  if ((await formerName(context, account, operation, context.runId)) !== '') return [];
  const { title } = account.provider.capabilities;
  return [
    cellProblem({
      column: 'phone_number',
      value: request.phoneNumber,
      severity: 'warning',
      code: 'UNDO_NEEDS_NAME',
      message: `${title} does not tell the name of the address of ${request.phoneNumber}, so an undo of this removal needs one.`,
      hint: 'Note the name before you apply, and undo with --caller-name "NAME".',
    }),
  ];
}
