import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { driverUrl } from '../../../src/journal/postgres/driver-url.ts';
import { openPostgresJournal } from '../../../src/journal/postgres/postgres-journal.ts';
import { testDatabase } from '../../postgres/database.ts';
import { asOwner } from '../../postgres/new-database.ts';
import { openProxy } from '../../postgres/proxy.ts';
import { startServer } from '../../postgres/server.ts';
import { journalWithRun, lockTestAccount } from '../open-test-journal.ts';
import { rowRecord, runRecord } from '../records.ts';
import { callOf, opened, placeOf } from './postgres-suite.ts';

const END = { finishedAt: '2025-01-02T03:05:00.000Z', exitCode: 0, exitReason: '' };

describe('a journal in PostgreSQL', () => {
  it('is made by several at once, and refused when a newer program has changed it', async () => {
    const url = await testDatabase();
    const journals = await Promise.all(Array.from({ length: 4 }, () => opened(url)));
    await Promise.all(journals.map((journal, index) => journal.startRun(runRecord(`r${index}`))));
    expect(await journals[0]?.runs(9)).toHaveLength(4);
    await asOwner(url, 'INSERT INTO e911.schema_version (version) VALUES (99)');
    await expect(openPostgresJournal(url)).rejects.toMatchObject({
      name: 'JournalError',
      code: 'JOURNAL_NEWER',
      message: expect.stringContaining('its schema is 99'),
    });
  });

  it('says what is wrong with a place, and never its password', async () => {
    const url = new URL(await testDatabase());
    const refusals: unknown[] = [];
    const refused = async (change: (changed: URL) => void): Promise<void> => {
      const changed = new URL(url);
      change(changed);
      await openPostgresJournal(changed.href).catch((error: Error & { code: string }) => {
        refusals.push(error.code);
        expect(error).toMatchObject({ name: 'JournalError', hint: expect.stringMatching(/\w/) });
        expect(error.message).toContain(`postgres://owner@127.0.0.1:`);
        expect(JSON.stringify([error.message, error])).not.toMatch(/password=|a%20test%20password|secret/);
      });
    };
    await refused((changed) => {
      changed.password = 'secret';
    });
    await refused((changed) => {
      changed.port = '1';
    });
    await refused((changed) => {
      changed.pathname = '/none';
    });
    await refused((changed) => {
      changed.password = '';
    });
    await refused((changed) => {
      changed.searchParams.set('sslmode', 'require');
    });
    await refused((changed) => {
      changed.searchParams.set('sslrootcert', '/none');
    });
    await refused((changed) => {
      changed.searchParams.set('host', '/none');
    });
    expect(refusals).toEqual([
      ...['JOURNAL_LOGIN_REFUSED', 'JOURNAL_NO_SERVER', 'JOURNAL_NO_DATABASE'],
      ...['JOURNAL_LOGIN_REFUSED', 'JOURNAL_TLS', 'JOURNAL_TLS', 'JOURNAL_NO_SERVER'],
    ]);
  });

  it('finds a database of any name, and takes no mode of TLS for less than it is', () => {
    const read = (url: string): string => driverUrl(url).replace('postgres://h/', '');
    // The driver decodes a path like encodeURI wrote it, which leaves these as they are.
    expect(read('postgres://h/a%20b%2Fc%40%C3%BC')).toBe('a%20b/c@%C3%BC');
    for (const mode of ['prefer', 'require', 'verify-ca']) {
      expect(read(`postgres://h/d?sslmode=${mode}`)).toBe('d?sslmode=verify-full');
    }
    expect(read('postgres://h/d?sslmode=no-verify')).toBe('d?sslmode=no-verify');
  });

  it('makes what is written side by side durable with one commit', async () => {
    const url = await testDatabase();
    const journal = await journalWithRun(placeOf(url));
    await Promise.all(Array.from({ length: 20 }, (_, index) => journal.intend(callOf(index))));
    expect(await asOwner(url, 'SELECT count(DISTINCT xmin::text)::int AS commits FROM e911.calls')).toEqual([
      { commits: 1 },
    ]);
  });

  it('shows its own writes at once and to others after the commit, which nobody has to wait for', async () => {
    const url = await testDatabase();
    const journal = await journalWithRun(placeOf(url));
    const other = await opened(url);
    await journal.addRow('r1', rowRecord(1));
    expect((await journal.countRows('r1')).total).toBe(1);
    while ((await other.countRows('r1')).total === 0) await sleep(5);
  });

  it('lets nothing build on a transaction in which a statement failed', async () => {
    const journal = await opened(await testDatabase());
    await journal.startRun(runRecord('r1'));
    await lockTestAccount(journal);
    const lost = journal.intend(callOf(1)).catch((cause: unknown) => cause);
    // It is sent behind the intent and not waited for.
    await journal.addRow('no such run', rowRecord(1));
    expect(await lost).toMatchObject({ name: 'JournalError' });
    await expect(journal.intend(callOf(2))).rejects.toMatchObject({ code: 'JOURNAL_CONSTRAINT' });
    await expect(journal.flush()).rejects.toMatchObject({ code: 'JOURNAL_CONSTRAINT' });
    expect(await journal.callsInDoubt('r1')).toEqual([]);
    await expect(journal.close()).rejects.toMatchObject({ code: 'JOURNAL_CONSTRAINT' });
  });
});

describe('a lost server', () => {
  it('that is killed during a commit: the intent is not acknowledged, nothing is written after, a new process continues', async () => {
    const server = await startServer();
    onTestFinished(() => server.remove());
    const url = `${server.url}/postgres`;
    const journal = await opened(url);
    await journal.startRun(runRecord('r1'));
    await lockTestAccount(journal);
    const kept = await journal.intend(callOf(1));
    // The commit takes its time, so that the server ends within it.
    await asOwner(
      url,
      `CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$`,
      `CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON e911.calls DEFERRABLE INITIALLY DEFERRED
       FOR EACH ROW EXECUTE FUNCTION slow()`,
    );
    const lost = journal.intend(callOf(2)).then(
      () => 'acknowledged',
      (error: { code: string }) => error.code,
    );
    const waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
    while ((await asOwner(url, waiting)).length === 0) await sleep(20);
    server.crash();
    expect(await lost).toBe('JOURNAL_UNREACHABLE');
    await expect(journal.addRow('r1', rowRecord(1))).rejects.toMatchObject({ code: 'JOURNAL_UNREACHABLE' });
    await expect(journal.intend(callOf(3))).rejects.toMatchObject({ name: 'JournalError' });
    server.start();
    await expect(journal.intend(callOf(4))).rejects.toMatchObject({ name: 'JournalError' });
    const next = await opened(url);
    expect((await next.callsInDoubt('r1')).map(({ callId }) => callId)).toEqual([kept]);
    await asOwner(url, 'DROP TRIGGER slow ON e911.calls', 'UPDATE e911.leases SET expires_at = now()');
    await lockTestAccount(next);
    await next.conclude(kept, { state: 'absent', finishedAt: END.finishedAt });
    await next.intend(callOf(2));
    await next.endRun('r1', END);
  });

  it('whose answer to a commit is lost: the call is not sent, and a new process finds its intent', async () => {
    const url = await testDatabase();
    const proxy = await openProxy(url);
    const journal = await opened(proxy.url);
    await journal.startRun(runRecord('r1'));
    await lockTestAccount(journal);
    proxy.cutAtCommit();
    await expect(journal.intend(callOf(1))).rejects.toMatchObject({ code: 'JOURNAL_UNREACHABLE' });
    await expect(journal.intend(callOf(2))).rejects.toMatchObject({ name: 'JournalError' });
    const next = await opened(url);
    expect((await next.callsInDoubt('r1')).map(({ owner }) => owner)).toEqual([callOf(1).owner]);
  });
});

describe('the role of the program', () => {
  it('adds to the history and completes it, and neither changes nor deletes it; each change is noted with its login', async () => {
    const url = await testDatabase();
    const owner = await journalWithRun(placeOf(url));
    await owner.close();
    const [{ made } = { made: 0 }] = (await asOwner(
      url,
      "SELECT count(*)::int AS made FROM pg_roles WHERE rolname = 'kim_worker'",
    )) as { made: number }[];
    if (made === 0) await asOwner(url, "CREATE ROLE kim_worker LOGIN PASSWORD 'kim' IN ROLE e911_worker");
    const kim = new URL(url);
    kim.username = 'kim_worker';
    kim.password = 'kim';
    const journal = await opened(kim.href);
    await journal.startRun(runRecord('r2'));
    const lock = await lockTestAccount(journal, 'r2');
    const callId = await journal.intend({ ...callOf(1), runId: 'r2' });
    await journal.addRow('r2', rowRecord(1));
    await journal.conclude(callId, { state: 'unknown', finishedAt: END.finishedAt, error: 'reset' });
    await journal.conclude(callId, { state: 'absent', finishedAt: END.finishedAt });
    await journal.clearRun('r2');
    await journal.endRun('r2', END);
    await lock.release();
    for (const sql of [
      'DELETE FROM e911.calls',
      "UPDATE e911.calls SET step = '{}'",
      "UPDATE e911.calls SET written_by = 'owner'",
      "UPDATE e911.runs SET operator = 'someone else'",
      'DELETE FROM e911.changes',
      "UPDATE e911.changes SET login = 'owner'",
      "INSERT INTO e911.changes (at, login, what, key, action) VALUES (now(), 'owner', 'calls', '1', 'UPDATE')",
      'DELETE FROM e911.runs',
      'DELETE FROM e911.decisions',
      'DELETE FROM e911.leases',
      'TRUNCATE e911.calls',
      'ALTER TABLE e911.calls DISABLE TRIGGER ALL',
    ]) {
      await expect(asOwner(kim.href, sql), sql).rejects.toMatchObject({ code: '42501' });
      await expect(asOwner(url, 'SET ROLE e911_worker', sql), sql).rejects.toMatchObject({ code: '42501' });
    }
    // An intent that the program did not write has no lease.
    const forged = `INSERT INTO e911.calls (run_id, account, account_key, owner_kind, owner_id, step, attempt, sent_at, state, fence,
      written_by, written_at) SELECT run_id, account, account_key, owner_kind, owner_id, step, attempt, sent_at, 'done', fence,
      'owner', written_at FROM e911.calls`;
    await asOwner(kim.href, forged);
    expect(
      await asOwner(url, 'SELECT count(*)::int AS calls, min(written_by) AS by FROM e911.calls'),
    ).toEqual([{ calls: 1, by: 'kim_worker' }]);
    const noted = await asOwner(
      url,
      `SELECT login, what, before ->> 'state' AS before, after ->> 'state' AS after FROM e911.changes WHERE what = 'calls' ORDER BY seq`,
    );
    expect(noted).toEqual([
      { login: 'kim_worker', what: 'calls', before: 'intended', after: 'unknown' },
      { login: 'kim_worker', what: 'calls', before: 'unknown', after: 'absent' },
    ]);
    await expect(journal.deleteRun('r2')).rejects.toMatchObject({ code: 'JOURNAL_NOT_ALLOWED' });
  });
});
