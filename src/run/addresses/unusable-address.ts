import { isOwnTag } from '../../domain/request/tag.ts';
import { outcomeFields } from '../../errors/outcomes.ts';
import type { AddressRecord } from '../../journal/records.ts';
import { performCall } from '../calls/perform-call.ts';
import type { RunAccount, RunContext } from '../context/run-context.ts';
import { unknownOutcome } from '../outcomes/address-outcomes.ts';
import { isUnsent } from '../outcomes/end-operation.ts';

/**
 * Deletes what an earlier run left under the ID that an address is to get, where the provider calls it unusable for emergency
 * calls (a Bandwidth location of status INVALID): with that id taken, no run could ever create the address.
 * @returns the record as it ends when the ID stays taken; null when the way is free
 */
export async function deleteUnusable(
  context: RunContext,
  account: RunAccount,
  record: AddressRecord,
  addressId: string,
): Promise<AddressRecord | null> {
  const { journal, runId, host } = context;
  const stored = addressId === '' ? null : await journal.storedAddressById(runId, account.name, addressId);
  if (stored === null || stored.emergencyEnabled) return null;
  const refusedFor = (said: string): AddressRecord => {
    const fields = outcomeFields('unusableAddressInUse', { addressId, status: stored.status, said });
    const outcome = { result: 'failed', stage: 'address', detail: '', ...fields } as const;
    return { ...record, state: 'refused', outcome };
  };
  const { created } = await journal.writtenAddresses(account.provider.accountKey);
  if (!isOwnTag(addressId) && !created.has(addressId)) return refusedFor('this program did not create it.');
  const owner = { kind: 'address', addressKey: record.addressKey } as const;
  const step = { kind: 'delete-address', addressId } as const;
  const end = await performCall(context, account, { owner, step, priority: 'start', signal: host.stop });
  if (end.kind === 'done') return null;
  if (end.kind === 'unknown') return { ...record, state: 'unknown', outcome: unknownOutcome(end.error) };
  // Stopped before it was sent: the address stays open for a resume.
  return host.stop.aborted && isUnsent(end.error) ? record : refusedFor(end.error.message);
}
