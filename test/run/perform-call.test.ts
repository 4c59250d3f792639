import { describe, expect, it } from 'vitest';
import type { ProviderAccount } from '../../src/providers/contract.ts';
import { performCall } from '../../src/run/calls/perform-call.ts';
import { all } from '../journal/all.ts';
import { stepOf } from '../journal/records.ts';
import { failure, fakeAccount, fakeRun, RUN } from './fake-run.ts';

const DONE = { id: 'PN1', requestId: 'RQ1' };

/** Fails once with a lost answer, and does what it is asked from then on; `changes` says whether the change itself was lost. */
async function perform(changes: boolean) {
  let calls = 0;
  const looks: unknown[] = [];
  const execute: ProviderAccount['execute'] = async (_step, call) => {
    calls += 1;
    if (calls > 1 || changes) await call.beforeSend?.();
    if (calls === 1) throw failure('unknown');
    return DONE;
  };
  const checkEffect: ProviderAccount['checkEffect'] = async (step) => {
    looks.push(step);
    return { found: 'absent' };
  };
  const account = fakeAccount({ execute, checkEffect });
  const { context, journal } = await fakeRun(account);
  const { signal } = new AbortController();
  const end = await performCall(
    context,
    account,
    { kind: 'operation', operationId: 'op-000001' },
    stepOf(1),
    'start',
    signal,
  );
  return { end, looks, journalled: (await all(journal.calls(RUN))).map(({ state }) => state) };
}

describe('a lost answer', () => {
  it('to a read before the change is no lost change: nothing is looked for, the step is simply tried again', async () => {
    const { end, looks, journalled } = await perform(false);
    expect(end).toMatchObject({ kind: 'done', attempts: 2 });
    expect(looks).toEqual([]);
    expect(journalled).toEqual(['done']);
  });

  it('to the change itself is looked for twice before it is sent again', async () => {
    const { end, looks, journalled } = await perform(true);
    expect(end).toMatchObject({ kind: 'done', attempts: 2 });
    expect(looks).toHaveLength(2);
    expect(journalled).toEqual(['absent', 'done']);
  });
});
