import type { AddressRecord, Instruction, OperationRecord } from '../../journal/records.ts';
import type { Step } from '../../providers/contract.ts';
import type { RunContext } from '../context/run-context.ts';

/** The step with what only the run knows: the settled address and the present handle. */
export async function resolveStep(
  context: RunContext,
  operation: OperationRecord,
  instruction: Extract<Instruction, { do: 'step' }>,
): Promise<Step> {
  const step = withTypedName(context, operation, instruction.step);
  const handled = 'handle' in step && operation.handle !== '' ? { ...step, handle: operation.handle } : step;
  if (instruction.addressKey === undefined) return handled;
  const settled = await settledAddress(context, operation);
  if (!settled) return handled;
  // The address was only checked: it is written as it was accepted.
  if (handled.kind === 'update-address') return { ...handled, address: settled.content.address };
  if (handled.kind !== 'associate') return handled;
  const { address, tag } = settled.content;
  return { ...handled, address, tag, addressId: settled.providerAddressId };
}

/** A name that was not known when the step was planned may have been typed since: `resume --caller-name`. */
function withTypedName({ accounts, options }: RunContext, { account }: OperationRecord, step: Step): Step {
  const { callerName = '' } = options;
  const isMissing = step.kind === 'associate' && step.callerName === '' && callerName !== '';
  const isHidden = accounts.get(account)?.provider.capabilities.hidesCallerName === true;
  return isMissing && isHidden ? { ...step, callerName } : step;
}

/** The address that an operation waits for; null when it waits for none. */
export async function settledAddress(
  context: RunContext,
  operation: OperationRecord,
): Promise<AddressRecord | null> {
  return operation.addressKey === ''
    ? null
    : await context.journal.address(context.runId, operation.account, operation.addressKey);
}

type AssociateStep = Extract<Step, { kind: 'associate' }>;

/** The step that was to cover the number, as it was sent; null when the operation has none. */
export async function requestedStep(
  context: RunContext,
  operation: OperationRecord,
): Promise<AssociateStep | null> {
  const last = operation.program.findLast((i) => i.do === 'step' && i.step.kind === 'associate');
  const step = last?.do === 'step' ? await resolveStep(context, operation, last) : null;
  return step?.kind === 'associate' ? step : null;
}
