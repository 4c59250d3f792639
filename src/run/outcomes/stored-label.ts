import { isSameText } from '../../domain/address/same-text.ts';
import { outcomeFields } from '../../errors/outcomes.ts';
import { cellProblem, type Problem } from '../../errors/problem.ts';
import type { AddressRecord, OperationRecord, RowOutcome } from '../../journal/records.ts';
import type { StoredAddress } from '../../providers/contract.ts';

/** The label that a provider stored in place of the one that was sent; empty where it is the same, or shares its field with the tag. */
export function storedLabel(
  stored: StoredAddress | undefined,
  sent: string,
): Pick<AddressRecord, 'storedLabel'> {
  const isApart = stored !== undefined && stored.tag !== stored.label;
  return isApart && !isSameText(stored.label, sent) ? { storedLabel: stored.label } : {};
}

/** How a row about the address itself ends when its label was stored in another form. */
export function labelOutcome(label: string, stored: string): RowOutcome {
  const fields = outcomeFields('labelStored', { label, stored });
  return { result: 'needs_review', stage: 'address', detail: '', ...fields };
}

/** What a row about a number says of it: its address is registered all the same. */
export function labelProblems(record: AddressRecord | null, { request }: OperationRecord): Problem[] {
  if (record?.storedLabel === undefined || request.action === 'add-address') return [];
  const label = record.content.label;
  const { errorCode, errorColumn, errorMessage, hint } = outcomeFields('labelStored', {
    label,
    stored: record.storedLabel,
  });
  const told = { column: errorColumn, code: errorCode, message: errorMessage, hint } as const;
  return [cellProblem({ ...told, value: label, severity: 'warning' })];
}
