import { type Address, addressLine } from '../../domain/address/address.ts';
import { changedText } from '../../domain/address/address-changes.ts';
import { acceptable, correctionKind } from '../../domain/address/correction.ts';
import { addressKey } from '../../domain/address/place-key.ts';
import { outcomeFields } from '../../errors/outcomes.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import { registeredId } from '../../plan/addresses/registered-address.ts';
import type { NumberState } from '../../providers/contract.ts';
import type { RunAccount, RunContext } from '../context/run-context.ts';

/**
 * What a row says when the provider registered another address than the one that was sent (Bandwidth's ADJUSTED orders):
 * `applied` only as far as `--accept` covers the change, else `needs_review` on a number that is covered. Null when the
 * address was registered as it was sent.
 */
export async function adjustedOutcome(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  { requested, emergency }: { readonly requested: Address; readonly emergency: NumberState['emergency'] },
): Promise<Partial<RowOutcome> | null> {
  const made = emergency.address;
  if (emergency.isAdjusted !== true || made === null) return null;
  const kind = correctionKind(requested, made);
  if (kind === 'none') return null;
  await remember(context, operation, made, emergency);
  const changes = changedText(requested, made);
  const shown = { validation: 'near', suggested: made, addressAfter: addressLine(made) };
  if (acceptable(context.options.accept, kind)) {
    const { provider } = account;
    const key = addressKey(made, operation.request.callerName, provider.capabilities.callerNameIn);
    await context.journal.saveCorrection(provider.accountKey, operation.addressKey, key);
    return {
      ...shown,
      detail: `the provider changed the address while registering it; accepted: ${changes}`,
    };
  }
  return {
    ...shown,
    result: 'needs_review',
    detail: `covered, but by a different form of the address: ${changes}`,
    ...outcomeFields('addressAdjusted', { status: emergency.status, made: addressLine(made) }),
  };
}

/** What the run left is what was registered: undo and verify compare with that, and call nothing a later change. */
async function remember(
  context: RunContext,
  operation: OperationRecord,
  made: Address,
  { callerName, status }: NumberState['emergency'],
): Promise<void> {
  const id = registeredId(operation.request.phoneNumber);
  const plain = { label: '', tag: '', emergencyEnabled: true, facts: {} };
  const stored = { ...plain, id, address: made, callerName, status };
  await context.journal.saveStoredAddress(context.runId, operation.account, id, stored);
}
