import { outcomeFields } from '../../errors/outcomes.ts';
import type { Instruction, OperationRecord, RowOutcome } from '../../journal/records.ts';
import { contentAgain } from '../../plan/addresses/address-again.ts';
import { verdictOfUnusable } from '../../plan/addresses/stored-verdict.ts';
import type { Step, StepResult } from '../../providers/contract.ts';
import type { RunAccount } from '../context/run-context.ts';
import { labelOutcome, storedLabel } from '../outcomes/stored-label.ts';

/**
 * The operation after a step that was carried out. A label that the provider changed needs a review. A provider may take an address's new text and call it unusable for
 * emergency calls (a Bandwidth location of status INVALID): the former text is then written again, and the row fails.
 */
export function afterStep(
  account: RunAccount,
  operation: OperationRecord,
  step: Step,
  { stored }: StepResult,
): OperationRecord {
  if (step.kind !== 'update-address' || stored === undefined) return operation;
  const isSecond = operation.putBackBecause !== null;
  if (stored.emergencyEnabled) {
    const other = isSecond || step.label === '' ? undefined : storedLabel(stored, step.label).storedLabel;
    return other === undefined
      ? operation
      : { ...operation, putBackBecause: labelOutcome(step.label, other) };
  }
  const former = operation.beforeAddress;
  const isRolledBack = former?.emergencyEnabled === true && !isSecond;
  const { message: said } = verdictOfUnusable(stored);
  const fields = outcomeFields('updateUnusable', { addressId: step.addressId, said, isRolledBack });
  const putBackBecause: RowOutcome = { result: 'failed', stage: 'address', detail: '', ...fields };
  const program: Instruction[] = [];
  if (isRolledBack) {
    // The label holds the whole former text of the field, tag and all.
    const again = { ...contentAgain(account, former, step.addressKind), label: former.label, tag: '' };
    program.push({ do: 'step', step: { ...again, kind: 'update-address', addressId: step.addressId } });
  }
  return { ...operation, program, next: 0, putBackBecause };
}
