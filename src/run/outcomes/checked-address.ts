import type { AddressRecord, RowOutcome, Stage } from '../../journal/records.ts';

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
