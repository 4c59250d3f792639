import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../../src/journal/records.ts';
import { operationOwner } from '../../src/journal/subject.ts';
import { answerRows } from '../../src/run/outcomes/row-answers.ts';
import { all } from '../journal/all.ts';
import { operationRecord, rowRecord, stepOf } from '../journal/records.ts';
import { fakeRun, RUN } from './fake-run.ts';

const AT = '2026-11-21T00:00:00.000Z';
const UNREACHABLE = {
  errorCode: 'PROVIDER_UNREACHABLE',
  errorMessage: 'No account could be read.',
  hint: '',
};

/** The result of a row whose operation had come so far when the run that resumed it could not reach the provider. */
async function resultAfter(calls: readonly CallRecord['state'][]) {
  const { context, journal } = await fakeRun(null);
  const operation = operationRecord(1, { phase: 'active' });
  await journal.addOperation(RUN, operation);
  await journal.addRow(RUN, rowRecord(1, { operationId: operation.operationId }));
  for (const [at, state] of calls.entries()) {
    const callId = await journal.intend({
      runId: RUN,
      account: 'hq',
      accountKey: 'twilio:test',
      owner: operationOwner(operation),
      step: stepOf(1),
      attempt: at + 1,
      sentAt: AT,
    });
    if (state !== 'intended') await journal.conclude(callId, { state, finishedAt: AT });
  }
  await answerRows(context, UNREACHABLE, []);
  const [row] = await all(journal.rows(RUN));
  return row?.outcome;
}

describe('a row of an interrupted run that could not be resumed', () => {
  it('is not attempted when nothing was sent for it', async () => {
    expect(await resultAfter([])).toMatchObject({
      result: 'not_attempted',
      errorCode: 'PROVIDER_UNREACHABLE',
    });
    expect(await resultAfter(['refused', 'not-sent'])).toMatchObject({ result: 'not_attempted' });
  });

  it('is pending when a change was made for it', async () => {
    expect(await resultAfter(['done'])).toMatchObject({ result: 'pending' });
    expect(await resultAfter(['absent', 'adopted'])).toMatchObject({ result: 'pending' });
  });

  it('is unknown when the last change may have been made', async () => {
    expect(await resultAfter(['done', 'intended'])).toMatchObject({ result: 'unknown' });
    expect(await resultAfter(['unknown'])).toMatchObject({ result: 'unknown' });
  });
});
