// biome-ignore-all lint/style/noExcessiveLinesPerFile: older than the limit
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/journal/driver.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/sqlite-journal.ts';
import { all } from './all.ts';
import { testFolder } from './folder.ts';
import {
  addressRecord,
  numberState,
  OUTCOME,
  operationRecord,
  phoneNumberOf,
  rowRecord,
  runRecord,
  stepOf,
  storedAddress,
} from './records.ts';

async function openTestJournal(stateDir = testFolder()): Promise<Journal> {
  const journal = await openJournal(stateDir);
  onTestFinished(() => journal.close());
  return journal;
}

/** A journal with the run `r1` in it. */
async function journalWithRun(stateDir?: string): Promise<Journal> {
  const journal = await openTestJournal(stateDir);
  await journal.startRun(runRecord('r1'));
  return journal;
}

const subjectOf = (index: number) => ({ kind: 'number', phoneNumber: phoneNumberOf(index) }) as const;

const ids = (operations: readonly { operationId: string }[]) => [...operations].map((one) => one.operationId);

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

describe('rows', () => {
  it('come back whole and in sheet order, whatever the order they were added in', async () => {
    const journal = await journalWithRun();
    const problem = {
      row: 4,
      column: 'phone_number',
      value: 'x',
      code: 'ROW_PHONE_INVALID',
      message: 'no',
      hint: '',
    };
    const bad = rowRecord(3, { request: null, problems: [{ ...problem, severity: 'error' }] });
    const warned = rowRecord(1, { problems: [{ ...problem, severity: 'warning' }], outcome: OUTCOME });
    for (const row of [bad, rowRecord(2), warned]) await journal.addRow('r1', row);
    expect(await all(journal.rows('r1'))).toStrictEqual([warned, rowRecord(2), bad]);
    expect(await all(journal.rows('r2'))).toEqual([]);
    await journal.setRowOperation('r1', 2, 'op-1');
    await journal.setRowOperation('r1', 1, 'op-1');
    await journal.setRowOutcome('r1', 3, { result: 'failed', stage: 'read', detail: '' });
    expect((await journal.rowsOfOperation('r1', 'op-1')).map((row) => row.position)).toEqual([1, 2]);
    expect(await journal.rowsOfOperation('r1', '')).toEqual([]);
    expect(await journal.countRows('r1')).toEqual({
      total: 3,
      withErrors: 1,
      byResult: { applied: 1, failed: 1 },
    });
    expect(await journal.countRows('r2')).toEqual({ total: 0, withErrors: 0, byResult: {} });
    await expect(journal.setRowOutcome('r1', 9, OUTCOME)).rejects.toThrow(/no row 9/);
    await expect(journal.setRowOperation('r1', 9, 'op-1')).rejects.toThrow(/no row 9/);
  });

  it('can be written while they are read, over several batches', async () => {
    const journal = await journalWithRun();
    const total = 1001;
    for (let position = 1; position <= total; position += 1) await journal.addRow('r1', rowRecord(position));
    let expected = 1;
    for await (const row of journal.rows('r1')) {
      expect(row.position).toBe(expected);
      expected += 1;
      await journal.setRowOperation('r1', row.position, `op-${row.position}`);
      await journal.setRowOutcome('r1', row.position, OUTCOME);
    }
    expect(expected).toBe(total + 1);
    expect((await journal.countRows('r1')).byResult).toEqual({ applied: total });
    for await (const _ of journal.rows('r1')) break;
    await journal.addRow('r1', rowRecord(total + 1));
  });

  it('takes 100,000 rows', async () => {
    const journal = await journalWithRun();
    const total = 100_000;
    for (let first = 1; first <= total; first += 1000) {
      for (let position = first; position < first + 1000; position += 1) {
        await journal.addRow('r1', rowRecord(position));
      }
    }
    expect((await journal.countRows('r1')).total).toBe(total);
  });
});

describe('operations', () => {
  it('are kept whole, found by id and by subject', async () => {
    const journal = await journalWithRun();
    await journal.addOperation('r1', operationRecord(1));
    await journal.addOperation('r1', operationRecord(2, { before: null, beforeAddress: null }));
    expect(await journal.operation('r1', 'op-000001')).toStrictEqual(operationRecord(1));
    expect(await journal.operation('r1', 'op-000009')).toBeNull();
    expect((await journal.findOperation('r1', 'hq', subjectOf(2)))?.operationId).toBe('op-000002');
    expect(await journal.findOperation('r1', 'other', subjectOf(2))).toBeNull();
    const saved = operationRecord(1, { phase: 'ended', next: 2, outcome: OUTCOME, handle: 'PN9', polls: 3 });
    await journal.saveOperation('r1', saved);
    expect(await journal.operation('r1', 'op-000001')).toStrictEqual(saved);
    await expect(journal.addOperation('r1', saved)).rejects.toThrow(
      expect.objectContaining({ name: 'JournalError' }),
    );
    await expect(journal.saveOperation('r1', operationRecord(9))).rejects.toThrow(/no operation op-000009/);
  });

  it('that wait are taken by their due time', async () => {
    const journal = await journalWithRun();
    for (const index of [3, 1, 2, 5, 4]) await journal.addOperation('r1', operationRecord(index));
    await journal.addOperation('r1', operationRecord(6, { account: 'other' }));
    expect(await journal.nextDueMs('r1', 'hq')).toBeNull();
    const wait = async (index: number, dueAtMs?: number) =>
      await journal.saveOperation('r1', operationRecord(index, { phase: 'waiting' }), dueAtMs);
    await wait(3, 3000);
    await wait(1, 1000.5);
    await wait(2, 2000);
    expect(await journal.nextDueMs('r1', 'hq')).toBe(1000.5);
    expect(ids(await journal.takeDue('r1', 'hq', 1000, 9))).toEqual([]);
    expect(ids(await journal.takeDue('r1', 'hq', 2000, 9))).toEqual(['op-000001', 'op-000002']);
    expect(ids(await journal.takeDue('r1', 'hq', 9000, 1))).toEqual(['op-000001']);
    expect(ids(await journal.takeDue('r1', 'hq', 9000, 9))).toEqual(['op-000001', 'op-000002', 'op-000003']);
    await wait(5);
    expect(await journal.nextDueMs('r1', 'hq')).toBe(0);
    await journal.saveOperation('r1', operationRecord(5, { phase: 'ended' }), 7);
    expect(await journal.nextDueMs('r1', 'hq')).toBe(1000.5);
    expect(await journal.countOperations('r1', 'hq')).toEqual({ ready: 1, active: 0, waiting: 3, ended: 1 });
    expect(await journal.countOperations('r1')).toEqual({ ready: 2, active: 0, waiting: 3, ended: 1 });
    expect(await journal.countOperations('r2')).toEqual({ ready: 0, active: 0, waiting: 0, ended: 0 });
  });

  it('can be saved while they are read, over several batches', async () => {
    const journal = await journalWithRun();
    for (let index = 1; index <= 601; index += 1) await journal.addOperation('r1', operationRecord(index));
    let seen = 0;
    for await (const operation of journal.operations('r1')) {
      seen += 1;
      await journal.saveOperation('r1', { ...operation, phase: 'ended' });
    }
    expect(seen).toBe(601);
    expect((await journal.countOperations('r1')).ended).toBe(601);
  });

  it('name the numbers with an open gap, of any run', async () => {
    const journal = await journalWithRun();
    await journal.startRun(runRecord('r2'));
    const gapOpenedAt = '2025-01-02T03:10:00.000Z';
    await journal.addOperation('r1', operationRecord(1, { gapOpenedAt, phase: 'waiting' }));
    await journal.addOperation('r1', operationRecord(2, { gapOpenedAt, gapClosedAt: gapOpenedAt }));
    await journal.addOperation('r2', operationRecord(3, { account: 'other' }));
    await journal.saveOperation('r2', operationRecord(3, { account: 'other', gapOpenedAt }));
    expect(await journal.openGaps()).toEqual([
      { runId: 'r1', account: 'hq', phoneNumber: phoneNumberOf(1), since: gapOpenedAt },
      { runId: 'r2', account: 'other', phoneNumber: phoneNumberOf(3), since: gapOpenedAt },
    ]);
  });
});

describe('addresses and snapshot', () => {
  it('keeps addresses, in the order of their first saving and by state, also while they are saved', async () => {
    const journal = await journalWithRun();
    for (let index = 1; index <= 450; index += 1) {
      await journal.saveAddress('r1', addressRecord(`key-${index}`));
    }
    await journal.saveAddress('r1', addressRecord('key-0', { account: 'other' }));
    const ready = addressRecord('key-2', {
      state: 'ready',
      providerAddressId: 'AD2',
      createdByRun: true,
      verdict: { kind: 'exact' },
      outcome: OUTCOME,
    });
    await journal.saveAddress('r1', ready);
    expect(await journal.address('r1', 'hq', 'key-2')).toStrictEqual(ready);
    expect(await journal.address('r1', 'hq', 'key-0')).toBeNull();
    expect((await all(journal.addresses('r1', 'hq'))).map((one) => one.addressKey).slice(0, 3)).toEqual([
      'key-1',
      'key-2',
      'key-3',
    ]);
    expect(await all(journal.addresses('r1', 'hq', 'ready'))).toStrictEqual([ready]);
    let settled = 0;
    for await (const address of journal.addresses('r1', 'hq', 'open')) {
      await journal.saveAddress('r1', { ...address, state: 'refused' });
      settled += 1;
    }
    expect(settled).toBe(449);
    expect(await all(journal.addresses('r1', 'hq', 'open'))).toEqual([]);
  });

  it('keeps the state of numbers and counts what they use', async () => {
    const journal = await journalWithRun();
    await journal.saveNumberState('r1', 'hq', numberState(2));
    await journal.saveNumberState('r1', 'hq', numberState(1));
    await journal.saveNumberState('r1', 'hq', numberState(3, { state: 'missing', addressId: '' }));
    await journal.saveNumberState('r1', 'other', numberState(4));
    expect(await journal.numberState('r1', 'hq', phoneNumberOf(1))).toStrictEqual(numberState(1));
    expect(await journal.numberState('r1', 'hq', phoneNumberOf(4))).toBeNull();
    expect(await journal.countCovered('r1', 'hq')).toBe(2);
    expect(await journal.countCovered('r1', 'none')).toBe(0);
    expect(await journal.numbersUsingAddress('r1', 'hq', 'AD1')).toEqual([
      phoneNumberOf(1),
      phoneNumberOf(2),
    ]);
    expect(await journal.numbersUsingAddress('r1', 'hq', '')).toEqual([]);
    await journal.saveNumberState('r1', 'hq', numberState(1, { state: 'removing', addressId: 'AD9' }));
    expect(await journal.countCovered('r1', 'hq')).toBe(1);
    expect(await journal.numbersUsingAddress('r1', 'hq', 'AD9')).toEqual([phoneNumberOf(1)]);
  });

  it('finds stored addresses by id and by key', async () => {
    const journal = await journalWithRun();
    await journal.saveStoredAddress('r1', 'hq', 'key-1', storedAddress('AD2'));
    await journal.saveStoredAddress('r1', 'hq', 'key-1', storedAddress('AD1'));
    await journal.saveStoredAddress('r1', 'hq', 'key-2', storedAddress('AD3'));
    expect(await journal.storedAddressById('r1', 'hq', 'AD1')).toStrictEqual(storedAddress('AD1'));
    expect(await journal.storedAddressById('r1', 'other', 'AD1')).toBeNull();
    expect((await journal.storedAddressesByKey('r1', 'hq', 'key-1')).map((one) => one.id)).toEqual([
      'AD2',
      'AD1',
    ]);
    await journal.saveStoredAddress('r1', 'hq', 'key-2', storedAddress('AD2'));
    expect((await journal.storedAddressesByKey('r1', 'hq', 'key-1')).map((one) => one.id)).toEqual(['AD1']);
    expect(await journal.storedAddressesByKey('r1', 'hq', 'key-9')).toEqual([]);
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
    expect((await journal.callsOf('r1', call.owner))[0]).toStrictEqual(intended);
    const finishedAt = '2025-01-02T03:04:06.000Z';
    const result = { id: 'AD1', requestId: 'RQ1', stored: storedAddress('AD1') };
    await journal.conclude(first, { state: 'unknown', finishedAt, error: 'reset' });
    await journal.conclude(first, { state: 'adopted', result, finishedAt });
    await journal.conclude(other, { state: 'refused', finishedAt, error: '21629' });
    expect(await journal.callsOf('r1', call.owner)).toStrictEqual([
      { ...intended, state: 'adopted', result, finishedAt },
      { ...intended, callId: second, attempt: 2 },
    ]);
    expect((await journal.callsInDoubt('r1')).map((one) => one.callId)).toEqual([second]);
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
