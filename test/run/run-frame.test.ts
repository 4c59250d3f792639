import { describe, expect, it } from 'vitest';
import { AccessError } from '../../src/errors/app-error.ts';
import { StopRequest } from '../../src/errors/stop-request.ts';
import { openOutFolder } from '../../src/report/out-folder.ts';
import { inFrame } from '../../src/run/run-frame.ts';
import { all } from '../journal/all.ts';
import { testFolder } from '../journal/folder.ts';
import { operationRecord, rowRecord } from '../journal/records.ts';
import { fakeRun, RUN } from './fake-run.ts';

/** A run whose accounts could not be read, after Ctrl-C was pressed or without it. */
async function unreadRun(reason: Error | null) {
  const stop = new AbortController();
  const { context, journal } = await fakeRun(null, stop.signal);
  const { operationId } = operationRecord(1);
  await journal.addOperation(RUN, operationRecord(1));
  await journal.addRow(RUN, rowRecord(1, { operationId }));
  const request = {
    runId: RUN,
    options: { ...context.options, stateDir: testFolder() },
    out: await openOutFolder(`${testFolder()}/out`),
    header: ['phone_number', 'street', 'city'],
    sheet: { name: 'numbers.csv', sha256: 'ab'.repeat(32) },
    sheetProblems: [],
    startedAt: '2026-11-21T00:00:00.000Z',
    accounts: [],
  };
  const { exitCode } = await inFrame(request, context.host, journal, async () => {
    if (reason) stop.abort(reason);
    throw new AccessError('No account could be read.', { code: 'PROVIDER_UNREACHABLE', hint: '' });
  });
  const [row] = await all(journal.rows(RUN));
  return { exitCode, outcome: row?.outcome };
}

describe('accounts that cannot be read', () => {
  it('end the run with 5', async () => {
    const { exitCode, outcome } = await unreadRun(null);
    expect(exitCode).toBe(5);
    expect(outcome).toMatchObject({ result: 'not_attempted', errorCode: 'PROVIDER_UNREACHABLE' });
  });

  it('are an interruption after Ctrl-C: 130, and 143 after SIGTERM', async () => {
    const { exitCode, outcome } = await unreadRun(new Error('SIGINT'));
    expect(exitCode).toBe(130);
    expect(outcome).toMatchObject({ result: 'not_attempted', errorCode: 'INTERRUPTED' });
    expect((await unreadRun(new StopRequest('SIGTERM'))).exitCode).toBe(143);
  });
});
