import { type Address, addressLine } from '../../domain/address/address.ts';
import { changedText } from '../../domain/address/address-changes.ts';
import { addressAdvice, choiceAdvice } from '../../errors/address-advice.ts';
import { failureFields } from '../../errors/failure-fields.ts';
import { OUTCOMES, outcomeFields } from '../../errors/outcomes.ts';
import type { ProviderError } from '../../errors/provider-error.ts';
import type { AddressRecord, OperationRecord, RowOutcome } from '../../journal/records.ts';
import { afterAddressRow } from '../../plan/addresses/address-row.ts';
import type { AddressVerdict } from '../../providers/contract.ts';

/** Detail of a row whose call was made and whose effect could not be read. */
export const LOST_ANSWER =
  'the answer was lost, and reading the state does not show whether the call took effect';

/** How an operation ends whose address ended so: a row that uses the address of another row names that row. */
export function ofAddress({ request }: OperationRecord, outcome: RowOutcome): RowOutcome {
  return request.addressRow === undefined ? outcome : afterAddressRow(request.addressRow, outcome);
}

/** What a result row says about an address that was checked. */
export function validationText(record: AddressRecord, providerTitle: string): string {
  if (record.verdict) return record.verdict.kind;
  return record.state === 'open' ? `not checked: ${providerTitle} checks on creation` : '';
}

/** An address that needs your decision: the provider suggests a form that `--accept` does not allow. */
export function inReview(
  record: AddressRecord,
  verdict: Extract<AddressVerdict, { kind: 'near' }>,
  error?: ProviderError,
): AddressRecord {
  return {
    ...record,
    state: 'review',
    verdict,
    outcome: reviewOutcome(record.content.address, verdict, error),
  };
}

/** How a row ends whose address the provider knows in another form. */
export function reviewOutcome(
  asked: Address,
  verdict: Extract<AddressVerdict, { kind: 'near' }>,
  error?: ProviderError,
): RowOutcome {
  const changes = changedText(asked, verdict.suggested) || 'case and punctuation only';
  return {
    ...(error ? failureFields(error) : {}),
    result: 'needs_review',
    stage: 'address',
    detail: `the provider suggests a different form of the address: ${changes}`,
    ...outcomeFields('addressNeedsReview', { changes, said: verdict.message }),
    suggested: verdict.suggested,
  };
}

/** An address that the provider's check does not find. */
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
      ...outcomeFields('addressUnknownToProvider', { said: verdict.message }),
      ...offersOf(verdict),
    },
  };
}

type Offers = Pick<RowOutcome, 'suggested' | 'candidates' | 'hint'>;

/** What the provider offers instead: one place is a suggestion; of several, none is more right than another. */
function offersOf({ candidates }: Extract<AddressVerdict, { kind: 'none' }>): Offers {
  const distinct = [...new Map(candidates.map((each) => [addressLine(each), each])).values()];
  const [only] = distinct;
  if (only === undefined) return {};
  return distinct.length === 1 ? { suggested: only } : { candidates: distinct, hint: choiceAdvice() };
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
    ...(isAddress
      ? { errorCode: OUTCOMES.addressUnknownToProvider.code, hint: error.hint || addressAdvice() }
      : {}),
    ...(error.verdict?.kind === 'none' ? offersOf(error.verdict) : {}),
  };
}

/** How the rows of an address end whose creation has an unknown outcome. */
export function unknownOutcome(error: ProviderError): RowOutcome {
  return {
    result: 'unknown',
    stage: 'address',
    detail: LOST_ANSWER,
    ...failureFields(error),
  };
}
