import { labelWithoutTag, ownTagOf } from '../../domain/request/tag.ts';
import { outcomeFields } from '../../errors/outcomes.ts';
import type { AddressRecord } from '../../journal/records.ts';
import type { StoredAddress } from '../../providers/contract.ts';
import { performCall } from '../calls/perform-call.ts';
import type { RunAccount, RunContext } from '../context/run-context.ts';
import { unknownOutcome } from '../outcomes/address-outcomes.ts';
import { isUnsent } from '../outcomes/end-operation.ts';

/**
 * Enables an address that the account has for the requested place and does not use for emergency calls, so that no second
 * one is created. Its text, name, and label stay as they are.
 * @returns the record as it ends; null where the provider refuses and another address can serve
 */
export async function enableAddress(
  context: RunContext,
  account: RunAccount,
  record: AddressRecord,
): Promise<AddressRecord | null> {
  const { journal, runId, host } = context;
  const { addressId = '', isNamed = false } = record.enables ?? {};
  const stored = addressId === '' ? null : await journal.storedAddressById(runId, account.name, addressId);
  if (stored === null) return null;
  const owner = { kind: 'address', addressKey: record.addressKey } as const;
  const content = contentAsStored(record, stored);
  const step = { kind: 'update-address', addressId, ...content } as const;
  const end = await performCall(context, account, { owner, step, priority: 'start', signal: host.stop });
  if (end.kind === 'done') {
    const verdict = { kind: 'exact' } as const;
    const ready = { state: 'ready', providerAddressId: addressId, isEnabledByRun: true, verdict } as const;
    return { ...record, ...ready, content };
  }
  if (end.kind === 'unknown') return { ...record, state: 'unknown', outcome: unknownOutcome(end.error) };
  // Stopped before it was sent: the address stays open for a resume.
  if (host.stop.aborted && isUnsent(end.error)) return record;
  const said = end.error.message;
  if (!isNamed) {
    host.watcher.warn(
      `${account.name}: address ${addressId} has the requested text, and the provider refuses to enable it for emergency calls, so another address is created. ${said}`,
    );
    return null;
  }
  const fields = outcomeFields('addressNotEnabled', { addressId, said });
  const outcome = { result: 'failed', stage: 'address', detail: '', ...fields } as const;
  return { ...record, state: 'refused', outcome };
}

function contentAsStored(record: AddressRecord, stored: StoredAddress): AddressRecord['content'] {
  return {
    ...record.content,
    address: stored.address,
    callerName: stored.callerName ?? record.content.callerName,
    tag: ownTagOf(stored.tag),
    label: labelWithoutTag(stored.label),
  };
}
