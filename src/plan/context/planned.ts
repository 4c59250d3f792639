import { addressLine } from '../../domain/address/address.ts';
import type { OperationRecord } from '../../journal/records.ts';
import type { ProviderName } from '../../providers/contract.ts';
import type { Composed } from './present.ts';

/** An operation after planning, and what was composed for it. */
export interface Planned {
  readonly operation: OperationRecord;
  readonly composed: Composed;
}

/** An operation that has nothing to carry out: it ends with the outcome that was composed. */
export function settledBy(
  composed: Extract<Composed, { kind: 'settled' }>,
  operation: OperationRecord,
  provider: ProviderName,
): Planned {
  const before = operation.beforeAddress?.address ?? operation.before?.emergency.address;
  const shown = before ? { addressBefore: addressLine(before), addressAfter: addressLine(before) } : {};
  return {
    composed,
    operation: { ...operation, phase: 'ended', outcome: { provider, ...shown, ...composed.outcome } },
  };
}
