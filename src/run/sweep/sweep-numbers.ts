import { isRequestedLoss } from '../../domain/request/requested-loss.ts';
import { outcomeFields } from '../../errors/outcomes.ts';
import { ProviderError, stopsAccount } from '../../errors/provider-error.ts';
import type { Instruction, OperationRecord } from '../../journal/records.ts';
import { operationOwner, ownerColumns } from '../../journal/subject.ts';
import { forEachBounded } from '../../plan/context/bounded.ts';
import { readNumber } from '../../plan/lists/read-number.ts';
import { allNumbers } from '../../plan/lists/whole-list.ts';
import { operationsOf } from '../../plan/read-state.ts';
import type { NumberState } from '../../providers/contract.ts';
import { isProven } from '../addresses/prove-list.ts';
import { doubtOf } from '../context/doubts.ts';
import { asProviderError, isoNow, type RunAccount, type RunContext } from '../context/run-context.ts';
import { hasRequestedAddress } from '../numbers/judge-poll.ts';
import { deleteDuplicates, makesObjects } from '../numbers/perform-proven.ts';
import { requestedStep } from '../numbers/resolve-step.ts';
import { runGap } from '../numbers/run-gap.ts';
import { failedOutcome, isUncovered, keep } from '../outcomes/end-operation.ts';
import { finishUnknown } from './finish-unknown.ts';

/** Results after which the number was seen as its row asks. */
const DONE: ReadonlySet<string> = new Set(['applied', 'unchanged', 'undone']);

/**
 * Reads every number of an account that had a call in doubt, and every one that was covered when the plan was made and whose
 * row did not succeed after something was sent or changed. A number that lost its address to a late call is covered again;
 * one that stays uncovered is an open gap of its operation, so that the run names it and ends with exit 9.
 */
export async function sweepNumbers(context: RunContext, account: RunAccount): Promise<void> {
  const calls = await context.journal.callsOnceInDoubt(context.runId, account.name);
  const owners = new Set(calls.map(({ owner }) => ownerColumns(owner).join('|')));
  const wasInDoubt = (operation: OperationRecord): boolean =>
    owners.has(ownerColumns(operationOwner(operation)).join('|'));
  // An earlier process may have died between making an object for a number and finding it in the list.
  const isUnproven = makesObjects(account) && !isProven(account, 'numbers');
  const isMadeUnproven = ({ before, handle, writes }: OperationRecord): boolean =>
    isUnproven && writes > 0 && handle !== '' && before?.handle === '';
  const doubled = await doubledNumbers(context, account);
  const toRead = async function* (): AsyncGenerator<OperationRecord> {
    for await (const operation of operationsOf(context, account.name)) {
      if (operation.phase !== 'ended' || operation.request.phoneNumber === '') continue;
      const isOpen = isUncovered(operation) || (await mayHaveLost(context, operation));
      // What it followed last is one of several objects, and would be shown alone.
      if (doubled.has(operation.request.phoneNumber)) yield { ...operation, following: '' };
      else if (wasInDoubt(operation) || isOpen || isMadeUnproven(operation)) yield operation;
    }
  };
  const { concurrency } = account.provider.capabilities.limits;
  await forEachBounded(toRead(), concurrency, async (operation) => {
    if (account.stopped) return;
    try {
      await sweepOne(context, account, operation);
    } catch (caught) {
      const error = asProviderError(caught);
      if (stopsAccount(error)) account.stopped ??= error;
      context.host.watcher.warn(
        `${account.name}: ${operation.request.phoneNumber} could not be read at the end of the run: ${error.message}`,
      );
    }
  });
}

/**
 * The numbers of a resumed run that its account shows with several objects: the process before may have died between making one
 * and finding in the list that the number had another. One list, whatever the run holds.
 */
async function doubledNumbers(context: RunContext, account: RunAccount): Promise<ReadonlySet<string>> {
  const doubled = new Set<string>();
  if (!context.isResumed || !makesObjects(account)) return doubled;
  const call = { signal: new AbortController().signal, priority: 'finish' as const };
  try {
    for await (const { items } of allNumbers(context.journal, account, call)) {
      for (const { phoneNumber, ambiguous } of items) if (ambiguous !== undefined) doubled.add(phoneNumber);
    }
  } catch (caught) {
    const error = asProviderError(caught);
    if (stopsAccount(error)) account.stopped ??= error;
    context.host.watcher.warn(
      `${account.name}: the numbers could not be read at the end of the run, so a duplicate may be left: ${error.message}`,
    );
  }
  return doubled;
}

/** Whether a number that had an address may have none now, though its row does not ask for that. */
async function mayHaveLost(context: RunContext, operation: OperationRecord): Promise<boolean> {
  const { outcome, request, attempts } = operation;
  if (outcome === null || DONE.has(outcome.result) || isRequestedLoss(request.action)) return false;
  const isTouched = attempts > 0 || outcome.errorCode === outcomeFields('stale').errorCode;
  if (operation.before?.emergency.state === 'covered') return isTouched;
  // An undo that fails leaves a number without the address that it had before the run that is undone.
  const { command, ofRun } = context.options;
  if (command !== 'undo' || outcome.result !== 'failed' || request.action !== 'assign') return false;
  const past = await context.journal.operation(ofRun ?? '', operation.operationId);
  return past?.before?.emergency.state === 'covered';
}

async function sweepOne(context: RunContext, account: RunAccount, operation: OperationRecord): Promise<void> {
  const found = await read(context, account, operation);
  const state =
    found?.ambiguous === undefined ? found : await withoutDuplicates(context, account, operation, found);
  const { result = '' } = operation.outcome ?? {};
  const isInDoubt = doubtOf(account.doubts, context.runId, operationOwner(operation)) !== null;
  if (result === 'unknown' && !isInDoubt && state !== null) {
    if (await finishUnknown(context, account, operation, state)) return;
  }
  if (isRequestedLoss(operation.request.action)) return;
  if (isWithoutAddress(state)) {
    if (DONE.has(result)) await coverAgain(context, account, operation);
    else if (!isUncovered(operation) && (await wasCovered(context, operation))) {
      await keep(context, { ...operation, gapOpenedAt: isoNow(context), gapClosedAt: null });
    }
    return;
  }
  if (isUncovered(operation) && state?.emergency.state === 'covered' && !isInDoubt) {
    await keep(context, { ...operation, gapClosedAt: isoNow(context) });
    return;
  }
  if (!DONE.has(result) || state === null) return;
  const isAsRequested =
    state.ambiguous === undefined && (await hasRequestedAddress(context, account, operation, state));
  if (isAsRequested) return;
  const why = state.ambiguous ?? `The number now has the address ${state.emergency.addressId}.`;
  const error = new ProviderError(
    `The row had succeeded, and at the end of the run something else is there. ${why}`,
    {
      kind: 'unknown',
      provider: account.provider.provider,
      operation: 'find-number',
      hint: 'Check the number at the provider, then type e911 verify with this run.',
    },
  );
  await keep(context, { ...operation, outcome: failedOutcome('unknown', error) });
}

async function wasCovered(context: RunContext, operation: OperationRecord): Promise<boolean> {
  return operation.before?.emergency.state === 'covered' || (await mayHaveLost(context, operation));
}

function read(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
): Promise<NumberState | null> {
  const call = { signal: new AbortController().signal, priority: 'finish' as const };
  return readNumber(context, account, { ...operation, phoneNumber: operation.request.phoneNumber }, call);
}

/** Whether a number of the account has no address in effect. One that is gone from the account is none that can be covered. */
function isWithoutAddress(state: NumberState | null): boolean {
  return state !== null && ['missing', 'removing', 'failed'].includes(state.emergency.state);
}

/** A late call took the address off after the row had succeeded: the requested one is associated once more. */
async function coverAgain(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
): Promise<void> {
  const step = await requestedStep(context, operation);
  if (step === null) return;
  context.host.watcher.warn(
    `${account.name}: ${operation.request.phoneNumber} lost its address to a call that took effect late; it is given again`,
  );
  const program: Instruction[] = [
    { do: 'await', state: 'missing' },
    { do: 'step', step },
    { do: 'await', state: 'covered', closesGap: true },
  ];
  const again: OperationRecord = {
    ...operation,
    program,
    next: 0,
    phase: 'active',
    outcome: null,
    gapOpenedAt: isoNow(context),
    gapClosedAt: null,
    waitUntilMs: null,
  };
  await runGap(context, account, await keep(context, again));
}

/** The number as it is once the endpoints are deleted that the run made and does not use. */
async function withoutDuplicates(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  state: NumberState,
): Promise<NumberState | null> {
  const { kept } = await deleteDuplicates(context, account, operation, state);
  return kept === undefined ? state : read(context, account, { ...operation, following: '' });
}
