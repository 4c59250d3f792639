import { expect, it } from 'vitest';
import { outcomeFields } from '../../../src/errors/outcomes.ts';
import type { NumberState } from '../../../src/providers/contract.ts';
import type { RunAccount, RunContext } from '../../../src/run/context/run-context.ts';
import { correctBelievedAbsent, leaveBelievedAbsent } from '../../../src/run/outcomes/believed-absent.ts';
import { numberState, OUTCOME, operationRecord } from '../../journal/records.ts';
import { failure, fakeAccount, fakeRun, RUN } from '../fake-run.ts';

const FREE: NumberState = { ...numberState(1), handle: '' };
const INTERRUPTED = outcomeFields('interrupted').errorCode;
/** How the row ends: result and code. */
type End = readonly [string | undefined, string | undefined];

/** A number that the plan's list did not show, whose row is `unchanged`; how the row ends after `work`. */
async function rowAfter(
  list: () => NumberState[],
  work: (context: RunContext, account: RunAccount) => Promise<void>,
  stop?: AbortSignal,
): Promise<{ readonly end: End; readonly account: RunAccount }> {
  const account = fakeAccount({
    unlistedNumber: () => FREE,
    async *listNumbers(call) {
      call.signal.throwIfAborted();
      yield { items: list(), total: null };
    },
  });
  const { context, journal } = await fakeRun(account, stop);
  const outcome = { ...OUTCOME, result: 'unchanged' } as const;
  const operation = operationRecord(1, { before: FREE, handle: '', writes: 0, phase: 'ended', outcome });
  await journal.addOperation(RUN, operation);
  await work(context, account);
  const live = await journal.operation(RUN, operation.operationId);
  return { end: [live?.outcome?.result, live?.outcome?.errorCode], account };
}

const refused = () => {
  throw failure('credentials');
};
const stopped = async (context: RunContext, account: RunAccount): Promise<void> => {
  account.stopped = failure('credentials');
  await correctBelievedAbsent(context, account);
};

it('stays unchanged when the list shows nothing once more', async () => {
  const { end } = await rowAfter(() => [], correctBelievedAbsent);
  expect(end).toEqual(['unchanged', OUTCOME.errorCode]);
});

it('fails when the list shows now what it hid', async () => {
  const { end } = await rowAfter(() => [numberState(1)], correctBelievedAbsent);
  expect(end[0]).toBe('failed');
});

it('is not attempted when the account stopped before the list was read once more, or at that', async () => {
  expect((await rowAfter(() => [], stopped)).end).toEqual(['not_attempted', 'ACCOUNT_STOPPED']);
  const { end, account } = await rowAfter(refused, correctBelievedAbsent);
  expect([end, account.stopped?.kind]).toEqual([['not_attempted', 'ACCOUNT_STOPPED'], 'credentials']);
});

it('is not attempted after a stop, which stops no account', async () => {
  const { end, account } = await rowAfter(() => [], correctBelievedAbsent, AbortSignal.abort());
  expect([end, account.stopped]).toEqual([['not_attempted', INTERRUPTED], null]);
});

it('is not attempted in a run that ends before its changes', async () => {
  const guard = { errorCode: 'GUARD', errorMessage: 'Too much.', hint: '' };
  const { end } = await rowAfter(
    () => [],
    (context, account) => leaveBelievedAbsent(context, account, guard),
  );
  expect(end).toEqual(['not_attempted', 'GUARD']);
});
