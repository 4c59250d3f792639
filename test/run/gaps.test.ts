import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/errors/provider-error.ts';
import type { Instruction, OperationRecord } from '../../src/journal/records.ts';
import { takeOff, UNCOVER } from '../../src/plan/context/number-steps.ts';
import type { NumberState, ProviderAccount } from '../../src/providers/contract.ts';
import { capabilities } from '../../src/providers/twilio/capabilities.ts';
import { recoverOperations } from '../../src/run/numbers/recover-operations.ts';
import { runGap } from '../../src/run/numbers/run-gap.ts';
import { numberState, operationRecord, phoneNumberOf, stepOf } from '../journal/records.ts';
import { failure, fakeAccount, fakeRun, RUN } from './fake-run.ts';

const MINUTE_MS = 60_000;
const FORMER = 'AD-former';
const HOUR_MS = 60 * MINUTE_MS;

const PROGRAM: readonly Instruction[] = [
  { ...takeOff(numberState(1)), opensGap: true },
  UNCOVER,
  { do: 'step', step: stepOf(1) },
  { do: 'await', state: 'covered', closesGap: true },
];

/** A provider that needs `removalMs` to remove an address, and refuses a new one for `refusalMs` after that. */
async function change(
  maxGapSeconds: number,
  { removalMs, refusalMs = 0 }: { removalMs: number; refusalMs?: number },
  waitMs?: number,
) {
  let removedAtMs = Number.POSITIVE_INFINITY;
  let isAdded = false;
  const nowMs = (): number => context.host.clock.monotonicMs();
  const execute: ProviderAccount['execute'] = async (step, call) => {
    await call.beforeSend?.();
    if (step.kind === 'disassociate') removedAtMs = nowMs() + removalMs;
    else if (nowMs() < removedAtMs + refusalMs) throw failure('refused');
    else isAdded = true;
    return { id: 'PN1', requestId: 'RQ1' };
  };
  const findNumber: ProviderAccount['findNumber'] = async () => {
    if (isAdded) return numberState(1);
    const isGone = nowMs() >= removedAtMs;
    return numberState(1, { state: isGone ? 'missing' : 'removing', status: '-', addressId: '' });
  };
  const account = fakeAccount({ execute, findNumber, capabilities });
  const { context, journal } = await fakeRun(account);
  Object.assign(context.options, { waitMs });
  const operation: OperationRecord = {
    ...operationRecord(1),
    addressKey: '',
    program: PROGRAM,
    maxGapSeconds,
  };
  await journal.addOperation(RUN, operation);
  const again = async (): Promise<OperationRecord> => {
    await recoverOperations(context, account);
    const present = await journal.operation(RUN, operation.operationId);
    if (present === null) throw new Error(`no operation for ${phoneNumberOf(1)}`);
    return await runGap(context, account, present);
  };
  return { ended: await runGap(context, account, operation), again, nowMs };
}

describe('a change that the provider takes its time for', () => {
  it.each([
    ['29 minutes in the US', 1_800, 29 * MINUTE_MS, 0],
    ['30 minutes in the US, and a refusal for another 5', 1_800, 26 * MINUTE_MS, 4 * MINUTE_MS],
    ['20 hours in the UK', 259_200, 20 * HOUR_MS, 0],
  ])('is waited for by default: %s', async (_what, maxGapSeconds, removalMs, refusalMs) => {
    const { ended } = await change(maxGapSeconds, { removalMs, refusalMs });
    expect(ended.outcome).toMatchObject({ result: 'applied' });
    expect(ended.gapClosedAt).not.toBeNull();
  });

  it('is not waited for longer than --wait says', async () => {
    const { ended, nowMs } = await change(1_800, { removalMs: 29 * MINUTE_MS }, 5 * MINUTE_MS);
    expect(ended.outcome).toMatchObject({ result: 'pending' });
    expect(ended.outcome?.detail).toContain('after 5 min');
    expect(nowMs()).toBeLessThan(6 * MINUTE_MS);
  });

  it('is not waited for when the credentials are refused three times in a row', async () => {
    let polls = 0;
    const execute: ProviderAccount['execute'] = async (_step, call) => {
      await call.beforeSend?.();
      return { id: 'PN1', requestId: 'RQ1' };
    };
    const findNumber: ProviderAccount['findNumber'] = async () => {
      polls++;
      // One refusal alone may be a token that is not known yet.
      if (polls === 2) return numberState(1, { state: 'removing', status: '-', addressId: '' });
      throw failure('credentials');
    };
    const account = fakeAccount({ execute, findNumber, capabilities });
    const { context, journal } = await fakeRun(account);
    Object.assign(context.options, { waitMs: undefined });
    const operation = { ...operationRecord(1), addressKey: '', program: PROGRAM, maxGapSeconds: 1_800 };
    await journal.addOperation(RUN, operation);
    await expect(runGap(context, account, operation)).rejects.toMatchObject({ kind: 'credentials' });
    expect(polls).toBe(5);
  });

  it.each([
    ['at once for a code about the address', { status: 400, providerCode: '18013', isLasting: true }, 0],
    ['after the settle time for a 404', { status: 404 }, 1],
    ['after half an hour for what may be the removal', { status: 400, providerCode: '20422' }, 31],
  ])('is given up %s, and the former address put back', async (_what, said, minutes) => {
    let isBack = false;
    let [refusedAtMs, backAtMs] = [0, 0];
    const execute: ProviderAccount['execute'] = async (step, call) => {
      await call.beforeSend?.();
      if (step.kind === 'disassociate') return { id: 'PN1', requestId: 'RQ1' };
      if (step.kind === 'associate' && step.addressId === FORMER) {
        isBack = true;
        backAtMs = context.host.clock.monotonicMs();
        return { id: 'PN1', requestId: 'RQ1' };
      }
      refusedAtMs ||= context.host.clock.monotonicMs();
      throw new ProviderError('No.', {
        kind: 'refused',
        provider: 'twilio',
        operation: 'associate',
        ...said,
      });
    };
    const findNumber: ProviderAccount['findNumber'] = async () =>
      isBack
        ? numberState(1, { state: 'covered', status: '-', addressId: FORMER })
        : numberState(1, { state: 'missing', status: '-', addressId: '' });
    const account = fakeAccount({ execute, findNumber, capabilities });
    const { context, journal } = await fakeRun(account);
    Object.assign(context.options, { waitMs: undefined, settleMs: MINUTE_MS });
    const before = numberState(1, { state: 'covered', status: '-', addressId: FORMER });
    const operation = {
      ...operationRecord(1),
      addressKey: '',
      before,
      program: PROGRAM,
      maxGapSeconds: 1_800,
    };
    await journal.addOperation(RUN, operation);
    const { outcome, gapClosedAt } = await runGap(context, account, operation);
    expect(outcome).toMatchObject({ result: 'failed', detail: 'rolled back to the former address' });
    expect(gapClosedAt).not.toBeNull();
    expect(Math.round((backAtMs - refusedAtMs) / MINUTE_MS)).toBe(minutes);
  });

  it('is waited for again, for the whole time, when the run is resumed', async () => {
    const { ended, again } = await change(1_800, { removalMs: 80 * MINUTE_MS });
    expect(ended.outcome).toMatchObject({ result: 'pending' });
    expect((await again()).outcome).toMatchObject({ result: 'applied' });
  });
});

const NUMBERS = [1, 2, 3, 4, 5];

/** Changes five numbers side by side; the list shows what `shown` makes of them. */
async function changeAll(shown: (states: readonly NumberState[]) => readonly NumberState[]) {
  const stateOf = new Map(NUMBERS.map((at) => [numberState(at).phoneNumber, numberState(at)]));
  const reads = { lists: 0, single: 0 };
  const execute: ProviderAccount['execute'] = async (step, call) => {
    await call.beforeSend?.();
    const at = NUMBERS.find(
      (each) => 'phoneNumber' in step && numberState(each).phoneNumber === step.phoneNumber,
    );
    const state = numberState(at ?? 0);
    const removed = numberState(at ?? 0, { state: 'missing', status: 'unregistered', addressId: '' });
    stateOf.set(state.phoneNumber, step.kind === 'disassociate' ? removed : state);
    return { id: state.handle, handle: state.handle, requestId: 'RQ1' };
  };
  const account = fakeAccount({
    execute,
    capabilities,
    findNumber: async (phoneNumber) => {
      reads.single++;
      return stateOf.get(phoneNumber) ?? null;
    },
    async *listNumbers() {
      reads.lists++;
      yield { items: shown([...stateOf.values()]), total: null };
    },
  });
  const { context, journal } = await fakeRun(account);
  const held = { accountKey: account.provider.accountKey, runId: RUN, account: account.name };
  for (const state of stateOf.values()) await journal.saveNumberState(RUN, account.name, state);
  await journal.knowListed(held);
  const operations = NUMBERS.map((at): OperationRecord => {
    const before = numberState(at);
    const program = [
      { ...takeOff(before), opensGap: true },
      UNCOVER,
      { do: 'step', step: stepOf(at) },
      { do: 'await', state: 'covered', closesGap: true },
    ] as const;
    return { ...operationRecord(at), addressKey: '', handle: before.handle, program };
  });
  for (const operation of operations) await journal.addOperation(RUN, operation);
  const ended = await Promise.all(operations.map((operation) => runGap(context, account, operation)));
  return { results: ended.map(({ outcome }) => outcome?.result), reads };
}

describe('numbers that wait in coverage gaps', () => {
  it('are looked at together: one list tells of all of them', async () => {
    const { results, reads } = await changeAll((states) => states);
    expect(results).toEqual(NUMBERS.map(() => 'applied'));
    expect(reads.single).toBe(0);
    expect(reads.lists).toBeLessThanOrEqual(4);
  });

  it('are asked for one by one where the list does not show them', async () => {
    const { results, reads } = await changeAll(() => []);
    expect(results).toEqual(NUMBERS.map(() => 'applied'));
    expect(reads.single).toBeGreaterThanOrEqual(2 * NUMBERS.length);
  });

  it('are not judged by another object that has the number', async () => {
    const { results, reads } = await changeAll((states) =>
      states.map((state) => ({ ...state, handle: `${state.handle}-other` })),
    );
    expect(results).toEqual(NUMBERS.map(() => 'applied'));
    expect(reads.single).toBeGreaterThanOrEqual(2 * NUMBERS.length);
  });
});
