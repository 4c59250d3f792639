import { changedText } from '../../domain/address/address-changes.ts';
import { acceptable, correctionKind } from '../../domain/address/correction.ts';
import { addressKey } from '../../domain/address/place-key.ts';
import { outcomeFields } from '../../errors/outcomes.ts';
import type { ProviderError } from '../../errors/provider-error.ts';
import type { Instruction, OperationRecord, RowOutcome } from '../../journal/records.ts';
import { contentAgain } from '../../plan/addresses/address-again.ts';
import { verdictOfUnusable } from '../../plan/addresses/stored-verdict.ts';
import type { AddressVerdict, Step, StepResult } from '../../providers/contract.ts';
import type { RunAccount, RunContext } from '../context/run-context.ts';
import { addressFailure, reviewOutcome } from '../outcomes/address-outcomes.ts';
import { labelOutcome, storedLabel } from '../outcomes/stored-label.ts';

/*
 * What the provider makes of an address that a row changes. It is judged as a new one is: a correction counts only as far as
 * --accept goes, and what may not stay is rolled back.
 */

type Update = Extract<Step, { kind: 'update-address' }>;
type Near = Extract<AddressVerdict, { kind: 'near' }>;

/**
 * The operation after a step that was carried out. A provider may store another form of an address or of its label, or take
 * the new text and call it unusable for emergency calls (a Bandwidth location of status INVALID). Of what the row may not
 * leave so, the former text is written again.
 */
export async function afterStep(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  { step, result: { stored } }: { readonly step: Step; readonly result: StepResult },
): Promise<OperationRecord> {
  if (step.kind !== 'update-address' || stored === undefined) return operation;
  const isSecond = operation.putBackBecause !== null;
  const former = operation.beforeAddress;
  const isRolledBack = former?.emergencyEnabled === true && !isSecond;
  if (!stored.emergencyEnabled) {
    const { message: said } = verdictOfUnusable(stored);
    const fields = outcomeFields('updateUnusable', { addressId: step.addressId, said, isRolledBack });
    const unusable: RowOutcome = { result: 'failed', stage: 'address', detail: '', ...fields };
    return rollBack(account, operation, step, unusable);
  }
  if (isSecond) return operation;
  if (correctionKind(step.address, stored.address) !== 'none') {
    const message = 'The provider stored the address in another form.';
    const verdict: Near = { kind: 'near', suggested: stored.address, message };
    if (!accepts(context, operation, verdict)) {
      return rollBack(account, operation, step, reviewOutcome(asked(operation, step), verdict));
    }
    await remember(context, account, operation, verdict);
    return withText(operation, { ...step, address: stored.address });
  }
  const other = step.label === '' ? undefined : storedLabel(stored, step.label).storedLabel;
  return other === undefined ? operation : { ...operation, putBackBecause: labelOutcome(step.label, other) };
}

/**
 * How an operation continues whose update was refused because of the address: with the form that the provider suggests, where
 * `--accept` covers it, else to its end. Null when the refusal says nothing of the address.
 */
export async function afterRefusedUpdate(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  { step, error }: { readonly step: Step; readonly error: ProviderError },
): Promise<OperationRecord | RowOutcome | null> {
  const { verdict } = error;
  if (step.kind !== 'update-address' || operation.putBackBecause !== null) return null;
  if (verdict?.kind === 'none') return addressFailure(error);
  if (verdict?.kind !== 'near') return null;
  // A second suggestion for its own suggestion would go round for ever.
  const isSuggested = correctionKind(asked(operation, step), step.address) !== 'none';
  if (isSuggested || !accepts(context, operation, verdict)) {
    return reviewOutcome(asked(operation, step), verdict, error);
  }
  await remember(context, account, operation, verdict);
  return withText(operation, { ...step, address: verdict.suggested });
}

/** What a row says of a correction that was accepted for the address it changes; nothing for one that was sent as it is. */
export function acceptedCorrection({ request, program }: OperationRecord): Partial<RowOutcome> {
  const step = program.flatMap((each) => (each.do === 'step' ? each.step : [])).at(-1);
  if (step?.kind !== 'update-address' || request.address === null) return {};
  if (correctionKind(request.address, step.address) === 'none') return {};
  const detail = `the provider's form of the address is accepted: ${changedText(request.address, step.address)}`;
  return { detail, validation: 'near', suggested: step.address };
}

function asked({ request }: OperationRecord, step: Update): Update['address'] {
  return request.address ?? step.address;
}

function accepts({ options }: RunContext, { request }: OperationRecord, { suggested }: Near): boolean {
  return request.address !== null && acceptable(options.accept, correctionKind(request.address, suggested));
}

/** A later run of the same sheet finds the address by the form that was accepted. */
async function remember(
  { journal }: RunContext,
  { provider: { accountKey, capabilities } }: RunAccount,
  { request: { address, callerName } }: OperationRecord,
  { suggested }: Near,
): Promise<void> {
  if (address === null) return;
  const keyOf = (it: typeof address): string => addressKey(it, callerName, capabilities.callerNameIn);
  if (keyOf(address) !== keyOf(suggested)) {
    await journal.saveCorrection(accountKey, keyOf(address), keyOf(suggested));
  }
}

function withText(operation: OperationRecord, step: Update): OperationRecord {
  const program = operation.program.map(
    (each): Instruction =>
      // What was settled before the change (`addressKey`) is not what is sent now.
      each.do === 'step' && each.step.kind === 'update-address' ? { do: 'step', step } : each,
  );
  return { ...operation, program };
}

function rollBack(
  account: RunAccount,
  operation: OperationRecord,
  { addressId, addressKind }: Update,
  putBackBecause: RowOutcome,
): OperationRecord {
  const former = operation.beforeAddress;
  const program: Instruction[] = [];
  if (former?.emergencyEnabled === true && operation.putBackBecause === null) {
    // The label holds the whole former text of the field, tag and all.
    const again = { ...contentAgain(account, former, addressKind), label: former.label, tag: '' };
    program.push({ do: 'step', step: { ...again, kind: 'update-address', addressId } });
  }
  return { ...operation, program, next: 0, putBackBecause };
}
