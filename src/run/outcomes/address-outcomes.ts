import type { ProviderError } from '../../errors/provider-error.ts';
import type { AddressRecord, RowOutcome } from '../../journal/records.ts';
import type { AddressVerdict } from '../../providers/contract.ts';
import { failureFields } from '../context/run-context.ts';

/** What a result row says of an address that was asked about. */
export function validationText(record: AddressRecord, providerTitle: string): string {
  if (record.verdict) return record.verdict.kind;
  return record.state === 'open' ? `not checked: ${providerTitle} checks on creation` : '';
}

/** An address that a person has to look at: the provider suggests another form than the options let through. */
export function inReview(
  record: AddressRecord,
  verdict: Extract<AddressVerdict, { kind: 'near' }>,
  error?: ProviderError,
): AddressRecord {
  const outcome: RowOutcome = {
    ...(error ? failureFields(error) : {}),
    result: 'needs_review',
    stage: 'address',
    detail: 'the provider suggests another form of the address',
    errorCode: 'ADDRESS_NEEDS_REVIEW',
    errorColumn: 'street',
    errorMessage: `The provider knows this address in another form: ${verdict.message}`,
    hint: 'Compare with the suggested_ columns and mend the row, or use --accept formatting (or all).',
  };
  return { ...record, state: 'review', verdict, outcome: { ...outcome, suggested: verdict.suggested } };
}

/** An address that the provider's check does not know. */
export function refusedBy(
  record: AddressRecord,
  verdict: Extract<AddressVerdict, { kind: 'none' }>,
): AddressRecord {
  return {
    ...record,
    state: 'refused',
    verdict,
    outcome: {
      result: 'failed',
      stage: 'address',
      detail: candidatesText(verdict),
      errorCode: 'ADDRESS_NOT_FOUND_BY_PROVIDER',
      errorColumn: 'street',
      errorMessage: `The provider does not know this address: ${verdict.message}`,
      hint: 'Correct the address and feed retry.csv in again.',
    },
  };
}

function candidatesText(verdict: Extract<AddressVerdict, { kind: 'none' }>): string {
  return verdict.candidates.length === 0
    ? ''
    : `candidates: ${verdict.candidates.map((c) => [c.street, c.unit, c.city, c.region, c.postalCode].filter(Boolean).join(' ')).join(' | ')}`;
}

/** How the rows of an address end whose check or creation was refused. */
export function addressFailure(error: ProviderError): RowOutcome {
  const isAddress = error.verdict?.kind === 'none';
  return {
    result: 'failed',
    stage: 'address',
    detail: error.verdict?.kind === 'none' ? candidatesText(error.verdict) : '',
    errorColumn: isAddress ? 'street' : '',
    ...failureFields(error),
    ...(isAddress ? { errorCode: 'ADDRESS_NOT_FOUND_BY_PROVIDER' } : {}),
  };
}

/** How the rows of an address end whose creation could not be settled. */
export function unknownOutcome(error: ProviderError): RowOutcome {
  return {
    result: 'unknown',
    stage: 'address',
    detail: 'the answer was lost and reading did not settle it',
    ...failureFields(error),
  };
}
