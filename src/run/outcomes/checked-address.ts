import { outcomeFields } from '../../errors/outcomes.ts';
import type { AddressRecord, RowOutcome, Stage } from '../../journal/records.ts';

/** The answer to a row that asked only for a check: an address that is not verified needs your decision. */
export function checkedOutcome(record: AddressRecord | null, stage: Stage): RowOutcome {
  if (record?.verdict?.kind !== 'unverified') return { result: 'valid', stage, detail: '' };
  return {
    result: 'needs_review',
    stage: 'address',
    detail: 'the provider accepts the address and does not confirm it',
    ...outcomeFields('addressNotVerified', { said: record.verdict.message }),
  };
}
