import { describe, expect, it } from 'vitest';
import type { Journal } from '../../../src/journal/journal.ts';
import type { PartEnd } from '../../../src/journal/part-records.ts';
import { testDatabase } from '../../postgres/database.ts';
import { asOwner } from '../../postgres/new-database.ts';
import { childProgram, startChild } from '../child.ts';
import { ACCOUNT_KEY, journalWithRun, lockTestAccount } from '../open-test-journal.ts';
import { rowRecord, runRecord } from '../records.ts';
import { callOf, opened, placeOf } from './postgres-suite.ts';

const PART_END: PartEnd = {
  account: 'hq',
  accountKey: ACCOUNT_KEY,
  provider: 'twilio',
  title: 'Twilio',
  limits: { requestsPerSecond: 1, burst: 1, concurrency: 1, source: '' },
  endedAt: 'now',
  calls: { total: 0, byOperation: {}, retries: 0, throttled: 0, ratePerSecond: 0 },
  pauses: [],
  deleted: 0,
  stopped: null,
  exit: null,
};

/** What a run writes. */
const WRITES: readonly ((journal: Journal, runId: string, callId: number) => Promise<unknown>)[] = [
  (journal, runId) => journal.endRun(runId, { finishedAt: 'now', exitCode: 0, exitReason: '' }),
  (journal, runId) => journal.endPart(runId, PART_END),
  async (journal, runId) => {
    await journal.addRow(runId, rowRecord(1));
    await journal.flush();
  },
  async (journal, _, callId) => {
    await journal.conclude(callId, { state: 'done', finishedAt: 'now' });
    await journal.flush();
  },
  (journal, runId) => journal.intend({ ...callOf(2), runId }),
];

describe('a lease of an account', () => {
  it('is refused to a second run with the name of the first, waited for, and released with what was written', async () => {
    const url = await testDatabase();
    const first = await journalWithRun(placeOf(url));
    const second = await opened(url);
    await second.startRun(runRecord('r2'));
    await expect(lockTestAccount(second, 'r2')).rejects.toMatchObject({
      name: 'GuardError',
      code: 'ACCOUNT_LOCKED',
      message: expect.stringMatching(/run r1 of kim \(pid \d+ on desk, since 20\d\d-\d\d-\d\dT[\d:]+Z\)/),
    });
    await expect(second.intend({ ...callOf(1), runId: 'r2' })).rejects.toMatchObject({ code: 'LEASE_LOST' });
    const waited = lockTestAccount(second, 'r2', 60_000);
    await first.close();
    const lock = await waited;
    await second.intend({ ...callOf(1), runId: 'r2' });
    await lock.release();
    await lock.release();
    await expect(second.intend({ ...callOf(2), runId: 'r2' })).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await asOwner(url, 'SELECT fence::int, holder FROM e911.leases')).toEqual([
      { fence: 2, holder: '' },
    ]);
  });

  it('that ran out is refused by the database, with all that was written beside it and whatever it is', async () => {
    const url = await testDatabase();
    for (const [index, write] of WRITES.entries()) {
      const runId = `r${index}`;
      const journal = await opened(url);
      await journal.startRun(runRecord(runId));
      const lock = await lockTestAccount(journal, runId);
      const callId = await journal.intend({ ...callOf(1), runId });
      await asOwner(url, `UPDATE e911.leases SET expires_at = now()`);
      const lost = { name: 'GuardError', code: 'LEASE_LOST', message: expect.stringContaining(ACCOUNT_KEY) };
      await expect(write(journal, runId, callId)).rejects.toMatchObject(lost);
      await expect(journal.addRow(runId, rowRecord(2))).rejects.toMatchObject(lost);
      expect((await journal.countRows(runId)).total).toBe(0);
      expect(await journal.partsOf(runId)).toEqual([]);
      expect(await journal.run(runId)).toMatchObject({ finishedAt: null });
      expect((await journal.callsInDoubt(runId)).map(({ state }) => state)).toEqual(['intended']);
      await lock.release();
    }
  });

  it('is over by the clock of its process as well, before an intent and between its commit and the sending', async () => {
    const url = await testDatabase();
    const times = [0, 0, 0];
    let nowMs = 0;
    const journal = await opened(url, () => times.shift() ?? nowMs);
    await journal.startRun(runRecord('r1'));
    await lockTestAccount(journal);
    times.splice(0, times.length, 0);
    nowMs = 29_000;
    await expect(journal.intend(callOf(1))).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect((await journal.callsOf('r1', 'hq', callOf(1).owner)).map(({ state }) => state)).toEqual([
      'not-sent',
    ]);
    await expect(journal.intend(callOf(2))).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await journal.callsOf('r1', 'hq', callOf(2).owner)).toEqual([]);
  });

  it('is gone for a process that was stopped past it: another takes over, and the first writes nothing when it wakes', async () => {
    const url = await testDatabase();
    const next = await opened(url);
    await next.startRun(runRecord('r1'));
    const child = startChild(await childProgram('postgres/leasing-child.ts'), [url, ACCOUNT_KEY]);
    await child.printed(3);
    child.process.kill('SIGSTOP');
    await expect(lockTestAccount(next, 'r1')).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' });
    await lockTestAccount(next, 'r1', 120_000);
    const mine = await next.intend(callOf(1));
    const before = await next.callsInDoubt('r-child');
    child.process.kill('SIGCONT');
    while (!child.lines.at(-1)?.startsWith('ended')) await child.printed(child.lines.length + 1);
    expect(child.lines.at(-1)).toMatch(/LEASE_LOST|JOURNAL_UNREACHABLE/);
    expect(await next.callsInDoubt('r-child')).toEqual(before);
    expect(Math.max(...child.lines.slice(0, -1).map(Number))).toBeLessThan(mine);
    await next.intend(callOf(2));
  }, 120_000);
});
