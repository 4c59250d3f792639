import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AccessError } from '../../src/errors/app-error.ts';
import { StalledError } from '../../src/errors/stalled-error.ts';
import { StopRequest } from '../../src/errors/stop-request.ts';
import { folderPlace } from '../../src/journal/state-place.ts';
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
    options: { ...context.options, state: folderPlace(testFolder()) },
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

describe('a run in which nothing is left to wait for', () => {
  it('answers its rows, writes its files, and ends with 70', async () => {
    const stalled = new AbortController();
    const { context, journal } = await fakeRun(null);
    const { operationId } = operationRecord(1);
    await journal.addOperation(RUN, operationRecord(1));
    await journal.addRow(RUN, rowRecord(1, { operationId }));
    const out = await openOutFolder(`${testFolder()}/out`);
    const request = {
      runId: RUN,
      options: { ...context.options, state: folderPlace(testFolder()) },
      out,
      header: ['phone_number', 'street', 'city'],
      sheet: { name: 'numbers.csv', sha256: 'ab'.repeat(32) },
      sheetProblems: [],
      startedAt: '2026-11-21T00:00:00.000Z',
      accounts: [],
    };
    const host = { ...context.host, stalled: stalled.signal };
    const report = await inFrame(request, host, journal, () => {
      stalled.abort(new StalledError());
      return new Promise(() => undefined);
    });
    expect(report.exitCode).toBe(70);
    expect(report.exitReason).toContain('nothing is left to wait for');
    const [row] = await all(journal.rows(RUN));
    expect(row?.outcome).toMatchObject({ result: 'not_attempted', errorCode: 'STALLED' });
    expect(existsSync(`${out.path}/results.csv`)).toBe(true);
  });
});

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
