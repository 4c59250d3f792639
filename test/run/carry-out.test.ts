import { setImmediate as nextTurn } from 'node:timers/promises';
import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import type { OperationRecord } from '../../src/journal/records.ts';
import type { ProviderAccount } from '../../src/providers/contract.ts';
import { carryOut } from '../../src/run/numbers/carry-out.ts';
import { all } from '../journal/all.ts';
import { numberState, operationRecord, stepOf } from '../journal/records.ts';
import { failure, fakeAccount, fakeRun, RUN } from './fake-run.ts';

const step = (index: number): OperationRecord['program'][number] => ({ do: 'step', step: stepOf(index) });

/** Carries operations out at a provider that refuses the account from its `lostAt`-th change on. */
async function outcomes(lostAt: number, operations: readonly OperationRecord[]) {
  let changes = 0;
  const execute: ProviderAccount['execute'] = async (_step, call) => {
    await call.beforeSend?.();
    changes += 1;
    if (changes >= lostAt) throw failure('credentials');
    return { id: 'PN1', requestId: `RQ${changes}` };
  };
  const account = fakeAccount({ execute });
  const { context, journal } = await fakeRun(account);
  for (const operation of operations) await journal.addOperation(RUN, operation);
  const shared = { gaps: pLimit(1), ended: 0 };
  const progress = { shared, failed: 0, total: operations.length, halted: null };
  await carryOut(context, account, progress, { keys: new Set(), ended: async () => undefined });
  return (await all(journal.operations(RUN))).map(({ outcome }) => outcome);
}

describe('when an account is lost', () => {
  it('a half done row is pending, and one that was not begun is not attempted', async () => {
    const twoSteps = { addressKey: '', program: [step(1), step(1)] };
    const [halfDone, untouched] = await outcomes(2, [
      operationRecord(1, twoSteps),
      operationRecord(2, twoSteps),
    ]);
    expect(halfDone).toMatchObject({
      result: 'pending',
      detail: 'started, not finished',
      errorCode: 'ACCOUNT_STOPPED',
    });
    expect(untouched).toMatchObject({ result: 'not_attempted', errorCode: 'ACCOUNT_STOPPED' });
  });

  it('a number that has no address now is failed', async () => {
    const opening = { ...step(1), opensGap: true } as OperationRecord['program'][number];
    const [uncovered] = await outcomes(2, [
      operationRecord(1, { addressKey: '', program: [opening, step(1)] }),
    ]);
    expect(uncovered).toMatchObject({ result: 'failed', errorCode: 'ACCOUNT_STOPPED' });
  });
});

it('polls a number that began to wait while the journal was asked whether any does', async () => {
  const execute: ProviderAccount['execute'] = async (_step, call) => {
    await call.beforeSend?.();
    return { id: 'PN1', requestId: 'RQ1' };
  };
  const account = fakeAccount({
    execute,
    findNumber: async () => numberState(1, { state: 'covered', addressId: 'AD1' }),
  });
  const { context, journal } = await fakeRun(account);
  const waits: OperationRecord['program'][number] = { do: 'await', state: 'covered' };
  await journal.addOperation(RUN, operationRecord(1, { addressKey: '', program: [step(1), waits] }));
  const phase = async () => (await all(journal.operations(RUN)))[0]?.phase;
  // As a database far away: what it answers is how things were when it was asked.
  let asked = 0;
  const nextDueMs: typeof journal.nextDueMs = async (...of) => {
    const dueMs = await journal.nextDueMs(...of);
    asked += 1;
    if (asked > 1) return dueMs;
    while ((await phase()) !== 'waiting') await nextTurn();
    for (let turn = 0; turn < 5; turn += 1) await nextTurn();
    return dueMs;
  };
  const shared = { gaps: pLimit(1), ended: 0 };
  const progress = { shared, failed: 0, total: 1, halted: null };
  const late = { keys: new Set<string>(), ended: async () => undefined };
  await carryOut({ ...context, journal: { ...journal, nextDueMs } }, account, progress, late);
  expect((await all(journal.operations(RUN)))[0]?.outcome).toMatchObject({ result: 'applied' });
});
