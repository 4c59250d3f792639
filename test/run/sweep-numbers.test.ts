import { describe, expect, it } from 'vitest';
import type { NumberState, ProviderAccount } from '../../src/providers/contract.ts';
import { sweepNumbers } from '../../src/run/sweep/sweep-numbers.ts';
import { numberState, OUTCOME, operationRecord } from '../journal/records.ts';
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
