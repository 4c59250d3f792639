import { addressLine } from '../domain/address/address.ts';
import { changedText } from '../domain/address/address-changes.ts';
import { samePlace } from '../domain/address/place-key.ts';
import { isSameText } from '../domain/address/same-text.ts';
import { isEndUserId } from '../domain/request/subject-key.ts';
import type { OperationRecord } from '../journal/records.ts';
import type { StepKind } from '../providers/contract.ts';

const WORD_OF_STEP: Readonly<Record<StepKind, string>> = {
  'create-address': 'add',
  'update-address': 'update',
  'delete-address': 'delete',
  associate: 'assign',
  disassociate: 'remove',
  'switch-emergency': 'enable',
  buy: 'buy',
  release: 'release',
  'update-number': 'update',
  'add-recipient': 'add',
};

/**
 * What an operation changes, in one word for people: `assign`, `replace` (over another address), `remove`, `enable`, ...;
 * `check` asks only, `wait` follows what is already under way, `none` does nothing.
 */
export function changeOf(operation: OperationRecord): string {
  const steps = operation.program.flatMap((instruction) =>
    instruction.do === 'step' ? [instruction.step] : [],
  );
  const gained = steps.find(({ kind }) => kind === 'buy' || kind === 'release');
  if (gained) return gained.kind;
  if (steps.some((step) => step.kind === 'associate')) return hadAddress(operation) ? 'replace' : 'assign';
  if (steps.some((step) => step.kind === 'disassociate')) return 'remove';
  const first = steps[0];
  if (first !== undefined && (operation.moves ?? []).length > 0) return 'replace';
  if (first === undefined) return wordWithoutSteps(operation);
  return first.kind === 'switch-emergency' && !first.on ? 'disable' : WORD_OF_STEP[first.kind];
}

/** How many numbers or addresses an operation changes: all that move with their address, else one. */
export function changedBy({ moves = [] }: OperationRecord): number {
  return Math.max(1, moves.length);
}

function wordWithoutSteps(operation: OperationRecord): string {
  // Its creation is the address's own call, not a step of the operation. Without a plan it has no address to create.
  if (operation.request.action === 'add-address') return operation.addressKey === '' ? 'none' : 'add';
  if (operation.request.action === 'validate') return 'check';
  return operation.program.length > 0 ? 'wait' : 'none';
}

/** `replace: the number has another address`: what an operation changes, and why where that says more. */
export function changeAndWhy(operation: OperationRecord): string {
  const { addressRow } = operation.request;
  const said = [changeOf(operation), whyOf(operation)].filter(Boolean).join(': ');
  return addressRow === undefined ? said : `${said}; its address is the one of row ${addressRow}`;
}

/** Why an operation changes something, from the state that it was planned from; empty when the word says all. */
function whyOf(operation: OperationRecord): string {
  const emergency = operation.before?.emergency;
  switch (changeOf(operation)) {
    case 'assign':
      if (emergency?.state === 'failed') {
        return `its registration failed${emergency.failure === '' ? '' : `: ${emergency.failure}`}`;
      }
      if (emergency?.state === 'removing') return 'its former address is being taken off';
      return `the ${subjectOf(operation)} has no emergency address`;
    case 'replace':
      return whyReplaced(operation);
    case 'wait':
      return 'the provider is still registering it';
    case 'enable':
      return 'emergency calling is off';
    case 'disable':
      return 'emergency calling is on';
    case 'update':
      return `differs: ${changedSettings(operation).join(', ')}`;
    default:
      return '';
  }
}

function subjectOf({ request }: OperationRecord): string {
  return isEndUserId(request.phoneNumber) ? 'end user' : 'number';
}

function whyReplaced(operation: OperationRecord): string {
  const { moves = [] } = operation;
  if (moves.length > 0) return `the address changes in place, for all that have it (${moves.length})`;
  const before = operation.beforeAddress?.address ?? operation.before?.emergency.address ?? null;
  const { address } = operation.request;
  if (before === null || address === null || !samePlace(before, address)) {
    return `the ${subjectOf(operation)} has another address`;
  }
  if (operation.before?.emergency.state === 'failed') return 'its registration failed';
  const { endUserId } = operation.request;
  const present = operation.before?.facts['endpoint_user_id'] ?? '';
  if (endUserId !== undefined && endUserId !== present) {
    return `the address is the same, the end user is ${present}, not ${endUserId}`;
  }
  const differences = [callerNameChange(operation), changedText(before, address)].filter(Boolean);
  return `the address is the same, ${differences.length === 0 ? 'the caller name or its written form is not' : `but for ${differences.join('; ')}`}`;
}

/** Empty when the caller name stays, or when the provider does not tell it. */
function callerNameChange({ beforeAddress, before, request }: OperationRecord): string {
  const was = (beforeAddress ?? before?.emergency)?.callerName ?? '';
  return was === '' || isSameText(was, request.callerName)
    ? ''
    : `caller_name: ${was} → ${request.callerName}`;
}

function changedSettings(operation: OperationRecord): string[] {
  const names = operation.program.flatMap((instruction) =>
    instruction.do === 'step' && instruction.step.kind === 'update-number'
      ? Object.keys(instruction.step.settings)
      : [],
  );
  return names.length > 0 ? [...new Set(names)] : ['the address'];
}

/** The changing calls of an operation, in order. Creating a shared address is not among them: it belongs to the address. */
export function stepKinds(operation: OperationRecord): readonly StepKind[] {
  return operation.program.flatMap((instruction) =>
    instruction.do === 'step' ? [instruction.step.kind] : [],
  );
}

/** Whether carrying it out leaves the number uncovered for a while. */
export function opensGap(operation: OperationRecord): boolean {
  return operation.program.some((instruction) => instruction.do === 'step' && instruction.opensGap === true);
}

/** The address that the number has before, on one line; its ID when only that is known; empty when it has none. */
export function addressBefore(operation: OperationRecord): string {
  const emergency = operation.before?.emergency;
  const address = operation.beforeAddress?.address ?? emergency?.address ?? null;
  return address === null ? (emergency?.addressId ?? '') : addressLine(address);
}

function hadAddress(operation: OperationRecord): boolean {
  const emergency = operation.before?.emergency;
  return emergency !== undefined && (emergency.addressId !== '' || emergency.address !== null);
}
