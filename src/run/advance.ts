import { samePlace } from '../domain/place-key.ts';
import type { ProviderError } from '../errors/provider-error.ts';
import type { Priority } from '../http/transport.ts';
import type { AddressRecord, Instruction, OperationRecord, RowOutcome } from '../journal/records.ts';
import { SWITCH_IGNORED } from '../plan/switch-ignored.ts';
import type { NumberState, Step } from '../providers/contract.ts';
import { adjustedOutcome } from './adjusted.ts';
import { checkedOutcome } from './checked-address.ts';
import { performCall } from './perform-call.ts';
import { notAttempted } from './progress.ts';
import { failureFields, isoNow, type RunAccount, type RunContext } from './run-context.ts';

const FIRST_POLL_MS = 500;
const POLL_CAP_MS = 15_000;
const POLL_GROWTH = 1.6;

/** Where an operation stands after it was moved on. `refusedInWindow`: the number is uncovered and the write was refused. */
export interface Advanced {
  readonly operation: OperationRecord;
  readonly refusedInWindow: ProviderError | null;
}

/**
 * Carries out an operation's instructions up to its next wait or its end. Every step forward is in the journal when it is
 * made, so that a restart goes on from there.
 */
export async function advance(
  context: RunContext,
  account: RunAccount,
  start: OperationRecord,
  priority: Priority,
  signal: AbortSignal,
): Promise<Advanced> {
  let operation: OperationRecord = { ...start, phase: 'active' };
  for (;;) {
    const instruction = operation.program[operation.next];
    if (!instruction)
      return {
        operation: endOperation(context, operation, appliedOutcome(context, operation)),
        refusedInWindow: null,
      };
    if (instruction.do === 'await') {
      const firstPollMs = account.provider.capabilities.registration === 'synchronous' ? 0 : FIRST_POLL_MS;
      const nowMs = context.host.clock.wallMs();
      operation = { ...operation, phase: 'waiting', polls: 0, waitUntilMs: nowMs + context.options.waitMs };
      context.journal.saveOperation(context.runId, operation, nowMs + firstPollMs);
      return { operation, refusedInWindow: null };
    }
    const step = realise(context, operation, instruction);
    if (instruction.opensWindow) operation = keep(context, { ...operation, windowOpenedAt: isoNow(context) });
    const end = await performCall(context, account, operation.operationId, step, priority, signal);
    operation = { ...operation, attempts: operation.attempts + end.attempts };
    if (end.kind === 'done') {
      operation = keep(context, {
        ...operation,
        next: operation.next + 1,
        writes: operation.writes + 1,
        handle: end.result.handle ?? operation.handle,
        following: end.result.following ?? operation.following,
        requestId: end.result.requestId,
      });
      continue;
    }
    if (end.kind === 'refused' && signal.aborted && isUnsent(end.error)) {
      const outcome = interruptedOutcome(operation.writes > 0);
      const unopened = instruction.opensWindow ? { ...operation, windowOpenedAt: null } : operation;
      return { operation: endOperation(context, unopened, outcome), refusedInWindow: null };
    }
    if (end.kind === 'refused' && isUncovered(operation) && !instruction.opensWindow) {
      return { operation: keep(context, operation), refusedInWindow: end.error };
    }
    // A refused opening call left the number as it was: there is no window.
    if (end.kind === 'refused' && instruction.opensWindow) operation = { ...operation, windowOpenedAt: null };
    return {
      operation: endOperation(context, operation, failedOutcome(end.kind, end.error)),
      refusedInWindow: null,
    };
  }
}

/** What one poll says about a waiting operation. */
export type PollAnswer =
  | { readonly kind: 'reached'; readonly adjusted?: Partial<RowOutcome> }
  | { readonly kind: 'not-yet' }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly isSetting?: boolean;
      /** Code, words and hint of the provider, where it gives them. */
      readonly said?: Pick<RowOutcome, 'providerCode' | 'providerMessage' | 'hint'>;
    };

/** Compares a number's live state with what the operation waits for. A state word nobody knows is never success. */
export function judgePoll(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  state: NumberState | null,
): PollAnswer {
  const instruction = operation.program[operation.next];
  if (instruction?.do !== 'await') return { kind: 'reached' };
  if (instruction.state === 'absent') return { kind: state === null ? 'reached' : 'not-yet' };
  // A number that was bought a moment ago may not be listed yet.
  if (instruction.state === 'present') return { kind: state === null ? 'not-yet' : 'reached' };
  if (!state) return { kind: 'failed', message: 'The number is not in the account any more.' };
  const { emergency } = state;
  switch (instruction.state) {
    case 'settings': {
      const [failed] = Object.entries(state.settingsFailed ?? {}).filter(([column]) =>
        asks(operation, column),
      );
      if (failed)
        return {
          kind: 'failed',
          isSetting: true,
          message: `The provider reports ${failed[1]} for ${failed[0]}.`,
        };
      return { kind: state.settingsPending === '' ? 'reached' : 'not-yet' };
    }
    case 'switched':
      return { kind: emergency.switchedOn === instruction.on ? 'reached' : 'not-yet' };
    case 'missing':
      if (emergency.state === 'removal-failed') return registrationFailed(state);
      return { kind: emergency.state === 'missing' && emergency.addressId === '' ? 'reached' : 'not-yet' };
    case 'covered': {
      if (emergency.state === 'failed') return registrationFailed(state);
      if (emergency.state !== 'covered') return { kind: 'not-yet' };
      const asked = wishedStep(context, operation)?.address ?? operation.wish.address;
      const adjusted = asked && adjustedOutcome(context, account, operation, asked, state);
      if (adjusted) return { kind: 'reached', adjusted };
      if (!hasWishedAddress(context, account, operation, state)) return { kind: 'not-yet' };
      noteIgnoredSwitch(context, account, operation, state);
      return { kind: 'reached' };
    }
  }
}

function registrationFailed({ emergency }: NumberState): PollAnswer {
  const { status, failure, failureCode, failureHint } = emergency;
  const said = {
    ...(failureCode === undefined ? {} : { providerCode: failureCode }),
    ...(failure === '' ? {} : { providerMessage: failure }),
    ...(failureHint ? { hint: failureHint } : {}),
  };
  return { kind: 'failed', message: `The provider reports ${status}. ${failure}`.trim(), said };
}

/** Whether a step of the operation sets this column. */
function asks(operation: OperationRecord, column: string): boolean {
  return operation.program.some((i) => i.do === 'step' && 'settings' in i.step && column in i.step.settings);
}

/** Notes a poll that has not reached its goal, and when the next is due; ends the operation as pending when the wait is over. */
export function pollAgain(context: RunContext, operation: OperationRecord, status: string): OperationRecord {
  const nowMs = context.host.clock.wallMs();
  if (operation.waitUntilMs !== null && nowMs >= operation.waitUntilMs)
    return endOperation(context, operation, pendingOutcome(context, operation, status));
  const intervalMs = Math.min(POLL_CAP_MS, FIRST_POLL_MS * POLL_GROWTH ** operation.polls);
  const later = { ...operation, polls: operation.polls + 1 };
  context.journal.saveOperation(context.runId, later, nowMs + intervalMs);
  return later;
}

/** Steps past a wait that was reached. The window closes when the number is covered again. */
export function passWait(context: RunContext, operation: OperationRecord): OperationRecord {
  const instruction = operation.program[operation.next];
  const closes = instruction?.do === 'await' && instruction.closesWindow === true;
  return keep(context, {
    ...operation,
    phase: 'active',
    next: operation.next + 1,
    waitUntilMs: null,
    ...(closes ? { windowClosedAt: isoNow(context) } : {}),
  });
}

/** Whether the number stands without an address because of this operation. */
export function isUncovered(operation: OperationRecord): boolean {
  return operation.windowOpenedAt !== null && operation.windowClosedAt === null;
}

/** Ends an operation for this run. */
export function endOperation(
  context: RunContext,
  operation: OperationRecord,
  outcome: RowOutcome,
): OperationRecord {
  const given = operation.putBackBecause ?? outcome;
  const isPutBack = context.options.command === 'undo' && given.result === 'applied';
  const final: RowOutcome = isPutBack ? { ...given, result: 'undone' } : given;
  const ended: OperationRecord = {
    ...operation,
    phase: 'ended',
    waitUntilMs: null,
    outcome: { ...final, finishedAt: isoNow(context) },
  };
  context.journal.saveOperation(context.runId, ended);
  return ended;
}

/** Whether a call that a stop kept back certainly did nothing. */
export function isUnsent(error: ProviderError): boolean {
  return error.kind === 'not-sent' || error.kind === 'throttled';
}

/** How an operation ends for now that a stop came before; a run that goes on takes it up again. */
export function interruptedOutcome(isBegun: boolean): RowOutcome {
  const hint = 'Type e911 resume to go on.';
  return isBegun
    ? { result: 'pending', stage: 'assign', detail: 'begun, and interrupted before its last call', hint }
    : notAttempted('INTERRUPTED', 'The run was interrupted before this row.', hint);
}

/** How a failed call ends its row. */
export function failedOutcome(kind: 'refused' | 'unknown', error: ProviderError): RowOutcome {
  return kind === 'refused'
    ? { result: 'failed', stage: 'assign', detail: '', ...failureFields(error) }
    : {
        result: 'unknown',
        stage: 'assign',
        detail: 'the answer was lost and reading did not settle it',
        ...failureFields(error),
      };
}

function keep(context: RunContext, operation: OperationRecord): OperationRecord {
  context.journal.saveOperation(context.runId, operation);
  return operation;
}

function appliedOutcome(context: RunContext, operation: OperationRecord): RowOutcome {
  if (operation.wish.action === 'validate')
    return checkedOutcome(settledAddress(context, operation), 'address');
  if (operation.wish.action === 'add-address') {
    const isNew = settledAddress(context, operation)?.createdByRun === true;
    return {
      result: isNew ? 'applied' : 'unchanged',
      stage: 'address',
      detail: isNew ? '' : 'the address is there already',
    };
  }
  return operation.writes === 0
    ? { result: 'unchanged', stage: 'verify', detail: 'it became so without a write' }
    : { result: 'applied', stage: 'verify', detail: '' };
}

function pendingOutcome(context: RunContext, operation: OperationRecord, status: string): RowOutcome {
  const instruction = operation.program[operation.next];
  const hint = 'Type e911 runs to see it; the provider may still finish. Feed retry.csv in later.';
  if (instruction?.do === 'await' && instruction.state === 'switched') {
    return {
      result: 'failed',
      stage: 'verify',
      detail: '',
      emergencyStatus: status,
      errorCode: 'SWITCH_HAD_NO_EFFECT',
      errorColumn: 'action',
      errorMessage: `The provider accepted the call, but emergency calling did not switch ${instruction.on ? 'on' : 'off'} within the wait.`,
      hint: 'Some accounts ignore this switch; coverage then follows the address alone: use assign or remove.',
    };
  }
  return {
    result: 'pending',
    stage: 'verify',
    detail: `still ${status} after ${Math.round(context.options.waitMs / 1000)} s`,
    emergencyStatus: status,
    hint,
  };
}

/** The step with what only the run knows: the settled address and the present handle. */
function realise(
  context: RunContext,
  operation: OperationRecord,
  instruction: Extract<Instruction, { do: 'step' }>,
): Step {
  const { step } = instruction;
  const handled = 'handle' in step && operation.handle !== '' ? { ...step, handle: operation.handle } : step;
  if (handled.kind !== 'associate' || instruction.addressKey === undefined) return handled;
  const settled = settledAddress(context, operation);
  if (!settled) return handled;
  const { address, mark } = settled.content;
  return { ...handled, address, mark, addressId: settled.providerAddressId };
}

function settledAddress(context: RunContext, operation: OperationRecord): AddressRecord | null {
  return operation.addressKey === ''
    ? null
    : context.journal.address(context.runId, operation.account, operation.addressKey);
}

type AssociateStep = Extract<Step, { kind: 'associate' }>;

/** The step that was to cover the number, as it was sent; null when the operation has none. */
function wishedStep(context: RunContext, operation: OperationRecord): AssociateStep | null {
  const last = operation.program.findLast((i) => i.do === 'step' && i.step.kind === 'associate');
  const step = last?.do === 'step' ? realise(context, operation, last) : null;
  return step?.kind === 'associate' ? step : null;
}

/** Whether the number has the address that the operation associates. */
export function hasWishedAddress(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  state: NumberState,
): boolean {
  const wanted = wishedStep(context, operation);
  if (!wanted) return true;
  if (account.provider.capabilities.addressModel === 'own-resource')
    return state.emergency.addressId === wanted.addressId;
  return state.emergency.address !== null && samePlace(state.emergency.address, wanted.address);
}

/** Twilio is said to ignore the switch since 2021-10 (PROVIDERS 1.3): then it is no sign, and asking again is a wasted write. */
function noteIgnoredSwitch(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  state: NumberState,
): void {
  const asked = operation.program.some(
    (i) => i.do === 'step' && i.step.kind === 'switch-emergency' && i.step.on,
  );
  if (asked && state.emergency.switchedOn === false) {
    context.journal.saveFact(account.provider.accountKey, SWITCH_IGNORED, isoNow(context));
  }
}
