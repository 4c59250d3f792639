import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/journal/engine/driver.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { all } from './all.ts';
import { testFolder } from './folder.ts';
import { journalWithRun, openTestJournal } from './open-test-journal.ts';
import { operationRecord, rowRecord, runRecord, stepOf, storedAddress } from './records.ts';

describe('runs', () => {
  it('are kept whole, listed newest first, and ended', async () => {
    const journal = await openTestJournal();
    expect(await journal.runs(5)).toEqual([]);
    expect(await journal.run('r1')).toBeNull();
    await journal.startRun(runRecord('r1'));
    await journal.startRun(runRecord('r2', { startedAt: '2024-01-01T00:00:00.000Z' }));
    await journal.startRun(runRecord('r3'));
    expect((await journal.runs(2)).map((run) => run.runId)).toEqual(['r3', 'r2']);
    const end = { finishedAt: '2025-01-02T04:00:00.000Z', exitCode: 1, exitReason: 'some rows failed' };
    await journal.endRun('r1', end);
    expect(await journal.run('r1')).toStrictEqual(runRecord('r1', end));
    await expect(journal.endRun('none', end)).rejects.toThrow(
      expect.objectContaining({ name: 'JournalError' }),
    );
    await expect(journal.startRun(runRecord('r1'))).rejects.toThrow(
      expect.objectContaining({ name: 'JournalError' }),
    );
  });
});

describe('calls', () => {
  const call = {
    runId: 'r1',
    account: 'hq',
    accountKey: 'twilio|AC1',
    owner: { kind: 'operation', operationId: 'op-1' } as const,
    step: stepOf(1),
    attempt: 1,
    sentAt: '2025-01-02T03:04:05.000Z',
  };

  it('are in doubt from the intent until they are concluded', async () => {
    const journal = await journalWithRun();
    const first = await journal.intend(call);
    const second = await journal.intend({ ...call, attempt: 2 });
    const other = await journal.intend({ ...call, owner: { kind: 'address', addressKey: 'key-1' } });
    expect(second).toBeGreaterThan(first);
    const intended = { ...call, callId: first, state: 'intended', result: null, finishedAt: null };
    expect((await journal.callsOf('r1', 'hq', call.owner))[0]).toStrictEqual(intended);
    const finishedAt = '2025-01-02T03:04:06.000Z';
    const result = { id: 'AD1', requestId: 'RQ1', stored: storedAddress('AD1') };
    await journal.conclude(first, { state: 'unknown', finishedAt, error: 'reset' });
    await journal.conclude(first, { state: 'adopted', result, finishedAt });
    await journal.conclude(other, { state: 'refused', finishedAt, error: '21629' });
    expect(await journal.callsOf('r1', call.account, call.owner)).toStrictEqual([
      { ...intended, state: 'adopted', result, finishedAt },
      { ...intended, callId: second, attempt: 2 },
    ]);
    expect((await journal.callsInDoubt('r1')).map((one) => one.callId)).toEqual([second]);
    // Two accounts of one run may need an address at the same place.
    const same = await journal.intend({ ...call, account: 'other' });
    expect((await journal.callsOf('r1', 'other', call.owner)).map((one) => one.callId)).toEqual([same]);
    expect(await journal.callsOf('r1', 'hq', call.owner)).toHaveLength(2);
    await journal.conclude(same, { state: 'refused', finishedAt });
    expect(await journal.callsInDoubt('r2')).toEqual([]);
    await expect(journal.conclude(999, { state: 'done', finishedAt })).rejects.toThrow(/no call 999/);
  });

  it('are counted by account and second', async () => {
    const journal = await journalWithRun();
    await journal.intend(call);
    await journal.intend({ ...call, sentAt: '2025-01-02T03:04:05.999Z' });
    await journal.intend({ ...call, account: 'other' });
    await journal.intend({ ...call, sentAt: '2025-01-02T03:04:07.000Z' });
    const second = Date.parse('2025-01-02T03:04:05Z') / 1000;
    expect(await journal.callSeconds('r1')).toEqual([
      { account: call.account, second, calls: 2 },
      { account: 'other', second, calls: 1 },
      { account: call.account, second: second + 2, calls: 1 },
    ]);
    expect(await journal.callSeconds('r2')).toEqual([]);
  });
});

describe('the stage of a run', () => {
  it('says who carries it, whether it may have changed something, and what undid it', async () => {
    const journal = await journalWithRun();
    await journal.startRun(runRecord('r2'));
    expect(await journal.runStage('none')).toBeNull();
    expect(await journal.runStage('r1')).toEqual({ confirmedAt: null, undoneBy: null, holder: null });
    const confirmedAt = '2025-01-02T03:05:00.000Z';
    await journal.confirmRun('r1', confirmedAt, [{ account: 'hq', accountKey: 'twilio|AC1' }]);
    await journal.setHolder('r1', { pid: 7, host: 'here', birth: 'boot/1' });
    await journal.setUndoneBy('r1', 'r2');
    const holder = { pid: 7, host: 'here', birth: 'boot/1' };
    expect(await journal.runStage('r1')).toEqual({ confirmedAt, undoneBy: 'r2', holder });
    expect(await journal.accountKeyOf('r1', 'hq')).toBe('twilio|AC1');
    expect(await journal.accountKeyOf('r1', 'other')).toBeNull();
    await journal.setUndoneBy('r1', null);
    expect((await journal.runStage('r1'))?.undoneBy).toBeNull();
    await expect(journal.confirmRun('none', confirmedAt, [])).rejects.toThrow(/no run none/);
  });

  it('keeps which run carried out a plan', async () => {
    const journal = await journalWithRun();
    expect(await journal.planDigest('r1')).toBeNull();
    await journal.savePlan('r1', 'cd');
    expect(await journal.planDigest('r1')).toBe('cd');
    expect(await journal.planUsedBy('ab')).toBeNull();
    await journal.usePlan('ab', 'r1');
    expect(await journal.planUsedBy('ab')).toBe('r1');
  });
});

describe('account memory', () => {
  it('keeps the last correction, observation and export of each account', async () => {
    const journal = await openTestJournal();
    const observation = 'emergency-status-ignored';
    expect(await journal.correction('a', 'k')).toBeNull();
    expect(await journal.isObserved('a', observation)).toBe(false);
    expect(await journal.complianceExport('a')).toBeNull();
    const exportOf = (path: string) => ({ path, sha256: 'ab', finishedAt: '2025-01-02T03:05:00.000Z' });
    for (const value of ['one', 'two']) {
      await journal.saveCorrection('a', 'k', value);
      await journal.observe('a', observation, '2025-01-02T03:05:00.000Z');
      await journal.saveComplianceExport('a', exportOf(value));
    }
    expect(await journal.correction('a', 'k')).toBe('two');
    expect(await journal.correction('b', 'k')).toBeNull();
    expect(await journal.isObserved('a', observation)).toBe(true);
    expect(await journal.isObserved('b', observation)).toBe(false);
    expect(await journal.complianceExport('a')).toEqual(exportOf('two'));
    expect(await journal.complianceExport('b')).toBeNull();
  });
});

describe('the file', () => {
  it('keeps everything over a reopening, and lets two runs write to one state folder', async () => {
    const stateDir = join(testFolder(), 'new', 'state');
    const first = await journalWithRun(stateDir);
    await first.addRow('r1', rowRecord(1));
    await first.flush();
    const second = await openTestJournal(stateDir);
    await second.startRun(runRecord('r2'));
    await first.addOperation('r2', operationRecord(1));
    await first.flush();
    expect(await all(second.operations('r2'))).toStrictEqual([operationRecord(1)]);
    await second.close();
    await first.close();
    expect((statSync(join(stateDir, 'journal.db')).mode & 0o777).toString(8)).toBe('600');
    if (existsSync(join(stateDir, 'journal.db-wal'))) {
      expect(statSync(join(stateDir, 'journal.db-wal')).size).toBe(0);
    }
    const again = await openTestJournal(stateDir);
    expect(await all(again.rows('r1'))).toStrictEqual([rowRecord(1)]);
    expect((await again.runs(9)).map((run) => run.runId)).toEqual(['r2', 'r1']);
    await expect(first.runs(1)).rejects.toThrow(expect.objectContaining({ code: 'JOURNAL_CLOSED' }));
  });

  it('can be made by several at the same moment', async () => {
    const stateDir = testFolder();
    const journals = await Promise.all(Array.from({ length: 6 }, () => openTestJournal(stateDir)));
    for (const [index, journal] of journals.entries()) await journal.startRun(runRecord(`r${index}`));
    expect(await journals[0]?.runs(9)).toHaveLength(6);
  });

  it('refuses records of a run that was never started', async () => {
    const journal = await openTestJournal();
    await expect(journal.addRow('none', rowRecord(1))).rejects.toThrow(
      expect.objectContaining({ name: 'JournalError' }),
    );
  });

  it.each([
    ['of a newer version', 'PRAGMA user_version = 99', 'JOURNAL_NEWER', /newer version/],
    ['of an older version', 'PRAGMA user_version = 2', 'JOURNAL_OLDER', /older version/],
    ['that is another database', 'CREATE TABLE music (id INTEGER)', 'JOURNAL_FOREIGN', /not a journal/],
  ])('is refused when it is one %s', async (_, sql, code, message) => {
    const stateDir = testFolder();
    const database = await openDatabase(join(stateDir, 'journal.db'));
    database.exec(sql);
    database.close();
    const refusal = { name: 'JournalError', code, message: expect.stringMatching(message) };
    await expect(openJournal(stateDir)).rejects.toMatchObject(refusal);
  });

  it('says so when a record in it cannot be read', async () => {
    const stateDir = testFolder();
    const journal = await journalWithRun(stateDir);
    await journal.addRow('r1', rowRecord(1));
    await journal.addOperation('r1', operationRecord(1));
    await journal.flush();
    const database = await openDatabase(join(stateDir, 'journal.db'));
    onTestFinished(() => database.close());
    database.exec(`UPDATE sheet_rows SET cells = '["cut'; UPDATE operations SET body = '7'`);
    const damaged = expect.objectContaining({ name: 'JournalError', code: 'JOURNAL_DAMAGED' });
    await expect(all(journal.rows('r1'))).rejects.toThrow(damaged);
    await expect(journal.operation('r1', 'op-000001')).rejects.toThrow(damaged);
  });
});
