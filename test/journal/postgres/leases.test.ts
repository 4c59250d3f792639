import { expect, it } from 'vitest';
import { asOwner, testDatabase } from '../../postgres/database.ts';
import { startChild } from '../child.ts';
import { ACCOUNT_KEY, journalWithRun, lockTestAccount } from '../open-test-journal.ts';
import { runRecord } from '../records.ts';
import { callOf, opened, placeOf, suite } from './postgres-suite.ts';

suite('a lease of an account', () => {
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

  it('that ran out is refused by the database, and harms no other account', async () => {
    const url = await testDatabase();
    const journal = await journalWithRun(placeOf(url));
    const other = { ...callOf(2), accountKey: 'vonage|1' };
    const holder = { pid: 1, birth: '', runId: 'r1', startedAt: '', host: 'desk', stateDir: '' };
    await journal.locks.lock({ accountKey: other.accountKey, holder });
    await asOwner(url, `UPDATE e911.leases SET expires_at = now() WHERE account_key = '${ACCOUNT_KEY}'`);
    const both = await Promise.allSettled([journal.intend(callOf(1)), journal.intend(other)]);
    expect(both).toMatchObject([
      { status: 'rejected', reason: { name: 'GuardError', code: 'LEASE_LOST' } },
      { status: 'fulfilled' },
    ]);
    expect((await journal.callsInDoubt('r1')).map(({ accountKey }) => accountKey)).toEqual([
      other.accountKey,
    ]);
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
    const child = startChild('postgres/leasing-child.ts', [url, ACCOUNT_KEY]);
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
