import { outcomeFields } from '../../errors/outcomes.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import type { AddressContent, StoredAddress } from '../../providers/contract.ts';
import type { PlanContext } from '../context/plan-context.ts';

/** Results after which the address is there, or can still come to be. */
const PASSABLE: ReadonlySet<RowOutcome['result']> = new Set(['applied', 'unchanged', 'would_apply', 'valid']);
/** Results that a resume may turn into others. */
const OPEN: ReadonlySet<RowOutcome['result']> = new Set(['not_attempted', 'pending', 'unknown']);

/**
 * How an operation ends that uses the address of an `add-address` row, when that row has ended without its address. Null
 * where it uses none, or that row has not ended so.
 */
export async function failedAddressRow(
  { journal, runId }: Pick<PlanContext, 'journal' | 'runId'>,
  { addressOperation, request }: Pick<OperationRecord, 'addressOperation' | 'request'>,
): Promise<RowOutcome | null> {
  if (addressOperation === undefined) return null;
  const outcome = (await journal.operation(runId, addressOperation))?.outcome ?? null;
  if (outcome === null || PASSABLE.has(outcome.result)) return null;
  // The address is there; only its label is another than the one that was sent.
  if (outcome.errorCode === 'ADDRESS_LABEL_CHANGED') return null;
  return afterAddressRow(request.addressRow ?? 0, outcome);
}

/** The answer to a row whose address row ended with this outcome: the address was never there to be used. */
export function afterAddressRow(line: number, outcome: RowOutcome): RowOutcome {
  const isOpen = OPEN.has(outcome.result);
  const said = outcome.errorMessage || outcome.detail || outcome.result;
  return {
    result: isOpen ? 'not_attempted' : 'failed',
    stage: 'address',
    detail: '',
    ...outcomeFields('addressRowFailed', { line, said, isOpen }),
  };
}

/** The address of an `add-address` row as if it were there already: what the cells of a row that uses it are compared with. */
export function asStored(content: AddressContent): StoredAddress {
  const { address, callerName, label, addressKind } = content;
  const facts = { address_location_type: addressKind };
  return { id: '', address, callerName, label, tag: '', emergencyEnabled: true, status: '', facts };
}
