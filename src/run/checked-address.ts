import type { AddressRecord, RowOutcome, Stage } from '../journal/records.ts';
import type { AddressVerdict, StoredAddress } from '../providers/contract.ts';

/** What an address that the provider keeps says of itself. */
export function verdictOfStored(stored: StoredAddress | undefined): AddressVerdict {
  return stored?.unverified === undefined
    ? { kind: 'exact' }
    : { kind: 'unverified', message: stored.unverified };
}

/** The answer to a row that asked for a check alone: an address that is not verified is for a person to look at. */
export function checkedOutcome(record: AddressRecord | null, stage: Stage): RowOutcome {
  if (record?.verdict?.kind !== 'unverified') return { result: 'valid', stage, detail: '' };
  return {
    result: 'needs_review',
    stage: 'address',
    detail: 'the provider takes the address without saying that it is right',
    errorCode: 'ADDRESS_NOT_VERIFIED',
    errorColumn: 'street',
    errorMessage: record.verdict.message,
    hint: 'Compare the address with a postal service, or ask the provider for its status.',
  };
}
