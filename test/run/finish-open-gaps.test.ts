import pLimit from 'p-limit';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Clock } from '../../src/domain/clock.ts';
import { ProviderError } from '../../src/errors/provider-error.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { finishOpenGaps } from '../../src/run/numbers/finish-open-gaps.ts';
import { createFakeClock } from '../http/fake-clock.ts';
import { testFolder } from '../journal/folder.ts';
import { numberState, operationRecord, phoneNumberOf, runRecord, storedAddress } from '../journal/records.ts';

type Context = Parameters<typeof finishOpenGaps>[0];
type Account = Parameters<typeof finishOpenGaps>[1];

const RUN = 'run-1';

async function twoOpenGaps() {
  const journal = await openJournal(testFolder());
  onTestFinished(() => journal.close());
  await journal.startRun(runRecord(RUN));
  for (const index of [1, 2]) {
    await journal.addOperation(
      RUN,
      operationRecord(index, {
        phase: 'active',
        gapOpenedAt: '2026-11-21T12:00:00.000Z',
        before: numberState(index, { addressId: 'AD0' }),
        beforeAddress: storedAddress('AD0'),
        addressKey: '',
      }),
    );
  }
  const clock: Clock = createFakeClock();
  const context = {
    runId: RUN,
    journal,
    options: { command: 'apply', waitMs: 1_000 } as Context['options'],
    host: { clock } as Context['host'],
    counterpart: null,
    isResumed: false,
    accounts: new Map(),
  } satisfies Context;
  return { context, journal };
}

describe('the gaps that an interrupted run left open', () => {
  it('are all brought to their end before one that cannot be looked at stops the account', async () => {
    const { context, journal } = await twoOpenGaps();
    const lost = new ProviderError('The answer was lost.', {
      kind: 'unknown',
      provider: 'twilio',
      operation: 'find-number',
      hint: '',
    });
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const findNumber: Account['provider']['findNumber'] = async (phoneNumber) => {
      if (phoneNumber === phoneNumberOf(1)) throw lost;
      await answered;
      return numberState(2);
    };
    const account = {
      name: 'hq',
      doubts: new Map(),
      stopped: null,
      provider: {
        accountKey: 'twilio:test',
        findsWithoutList: true,
        capabilities: { addressModel: 'own-resource' } as Account['provider']['capabilities'],
        findNumber,
      } as Account['provider'],
    } satisfies Account;
    let hasReturned = false;
    const finishing = finishOpenGaps(context, account, pLimit(5)).finally(() => {
      hasReturned = true;
    });
    const refused = expect(finishing).rejects.toBe(lost);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(hasReturned).toBe(false);
    answer();
    await refused;
    const { operationId } = operationRecord(2);
    expect(await journal.operation(RUN, operationId)).toMatchObject({
      phase: 'ended',
      outcome: { result: 'applied' },
    });
  });
});
