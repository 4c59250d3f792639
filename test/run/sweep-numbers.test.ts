import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../src/journal/records.ts';
import { operationOwner } from '../../src/journal/subject.ts';
import type { NumberState, ProviderAccount } from '../../src/providers/contract.ts';
import { sweepNumbers } from '../../src/run/sweep/sweep-numbers.ts';
import { numberState, OUTCOME, operationRecord, stepOf } from '../journal/records.ts';
import { fakeAccount, fakeRun, RUN } from './fake-run.ts';

const KEPT = 'ep-2';
const DOUBLE = 'ep-1';

/** A run that made an endpoint for a number, which the account now shows beside another one of the same kind. */
async function swept(): Promise<readonly string[]> {
  const free = { ...numberState(1), handle: '' };
  const several: NumberState = {
    ...free,
    ambiguous: 'It has 2 endpoints.',
    ownHandles: [DOUBLE, KEPT],
  };
  const endpoints = [DOUBLE, KEPT];
  const stateNow = (): NumberState => (endpoints.length > 1 ? several : { ...free, handle: KEPT });
  const calls: Partial<ProviderAccount> = {
    unlistedNumber: () => free,
    async *listNumbers() {
      yield { items: [stateNow()], total: null };
    },
    // Followed by its own endpoint, it is shown alone.
    findNumber: async (_, __, by) => (by?.following ? { ...free, handle: KEPT } : stateNow()),
    showsNumber: async () => true,
    execute: async (step) => {
      if ('handle' in step) endpoints.splice(endpoints.indexOf(step.handle), 1);
      return { id: '', requestId: '' };
    },
  };
  const account = fakeAccount(calls);
  const { context, journal } = await fakeRun(account);
  await journal.addOperation(
    RUN,
    operationRecord(1, {
      ...{ before: free, handle: KEPT, following: KEPT, writes: 1, attempts: 1, phase: 'ended' },
      outcome: { ...OUTCOME, result: 'applied' },
    }),
  );
  await sweepNumbers({ ...context, isResumed: true }, account);
  return endpoints;
}

describe('what a process that died made twice', () => {
  it('is deleted by the sweep of the resumed run, wherever the row is followed', async () => {
    expect(await swept()).toEqual([KEPT]);
  });
});

/** A row whose call was not answered, and whose effect no read could tell until the last one of the run. */
async function sweptUnknown(
  state: NumberState,
  program: readonly Instruction[],
): Promise<string | undefined> {
  const account = fakeAccount({
    findNumber: async () => state,
    findsWithoutList: true,
    checkEffect: async () => ({ found: 'done', result: { id: 'PN1', requestId: 'RQ1' } }),
  });
  const { context, journal } = await fakeRun(account);
  const unknown = operationRecord(1, {
    ...{ program, next: 0, writes: 0, attempts: 1, phase: 'ended', addressKey: '' },
    outcome: { ...OUTCOME, result: 'unknown' },
  });
  await journal.addOperation(RUN, unknown);
  const { accountKey } = account.provider;
  const owner = operationOwner(unknown);
  await journal.intend({
    ...{ runId: RUN, account: account.name, accountKey, owner, step: stepOf(1) },
    ...{ attempt: 1, sentAt: '2026-11-21T10:00:00Z' },
  });
  await sweepNumbers(context, account);
  return (await journal.operation(RUN, unknown.operationId))?.outcome?.result;
}

describe('a row of unknown outcome', () => {
  const covered: Instruction = { do: 'await', state: 'covered', closesGap: true };
  const associate: Instruction = { do: 'step', step: stepOf(1) };
  const step = stepOf(1);
  const addressId = step.kind === 'associate' ? step.addressId : '';

  it('is applied when the last read of the run shows what it requests', async () => {
    const state = numberState(1, { state: 'covered', status: '-', addressId });
    expect(await sweptUnknown(state, [associate, covered])).toBe('applied');
  });

  it('stays unknown while something else is there, or more is to be sent', async () => {
    const other = numberState(1, { state: 'covered', status: '-', addressId: 'AD-other' });
    expect(await sweptUnknown(other, [associate, covered])).toBe('unknown');
    const state = numberState(1, { state: 'covered', status: '-', addressId });
    expect(await sweptUnknown(state, [associate, covered, associate])).toBe('unknown');
  });
});
