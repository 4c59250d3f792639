import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/journal/driver.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/sqlite-journal.ts';
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
  journal.startRun(runRecord('r1'));
  return journal;
}

const ids = (operations: Iterable<{ operationId: string }>) => [...operations].map((one) => one.operationId);

describe('runs', () => {
  it('are kept whole, listed newest first, and ended', async () => {
    const journal = await openTestJournal();
    expect(journal.runs(5)).toEqual([]);
    expect(journal.run('r1')).toBeNull();
    journal.startRun(runRecord('r1'));
    journal.startRun(runRecord('r2', { startedAt: '2024-01-01T00:00:00.000Z' }));
    journal.startRun(runRecord('r3'));
    expect(journal.runs(2).map((run) => run.runId)).toEqual(['r3', 'r2']);
    const end = { finishedAt: '2025-01-02T04:00:00.000Z', exitCode: 1, exitReason: 'some rows failed' };
    journal.endRun('r1', end);
    expect(journal.run('r1')).toStrictEqual(runRecord('r1', end));
    expect(() => journal.endRun('none', end)).toThrow(expect.objectContaining({ name: 'JournalError' }));
    expect(() => journal.startRun(runRecord('r1'))).toThrow(
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
    for (const row of [bad, rowRecord(2), warned]) journal.addRow('r1', row);
    expect([...journal.rows('r1')]).toStrictEqual([warned, rowRecord(2), bad]);
    expect([...journal.rows('r2')]).toEqual([]);
    journal.setRowOperation('r1', 2, 'op-1');
    journal.setRowOperation('r1', 1, 'op-1');
    journal.setRowOutcome('r1', 3, { result: 'failed', stage: 'read', detail: '' });
    expect(journal.rowsOfOperation('r1', 'op-1').map((row) => row.position)).toEqual([1, 2]);
    expect(journal.rowsOfOperation('r1', '')).toEqual([]);
    expect(journal.countRows('r1')).toEqual({ total: 3, withErrors: 1, byResult: { applied: 1, failed: 1 } });
    expect(journal.countRows('r2')).toEqual({ total: 0, withErrors: 0, byResult: {} });
    expect(() => journal.setRowOutcome('r1', 9, OUTCOME)).toThrow(/no row 9/);
    expect(() => journal.setRowOperation('r1', 9, 'op-1')).toThrow(/no row 9/);
  });

  it('can be written while they are read, over several batches', async () => {
    const journal = await journalWithRun();
    const total = 1001;
    journal.together(() => {
      for (let position = 1; position <= total; position += 1) journal.addRow('r1', rowRecord(position));
    });
    let expected = 1;
    for (const row of journal.rows('r1')) {
      expect(row.position).toBe(expected);
      expected += 1;
      journal.together(() => {
        journal.setRowOperation('r1', row.position, `op-${row.position}`);
        journal.setRowOutcome('r1', row.position, OUTCOME);
      });
    }
    expect(expected).toBe(total + 1);
    expect(journal.countRows('r1').byResult).toEqual({ applied: total });
    for (const _ of journal.rows('r1')) break;
    journal.addRow('r1', rowRecord(total + 1));
  });

  it('takes 100,000 rows, a thousand to a commit', async () => {
    const journal = await journalWithRun();
    const total = 100_000;
    for (let first = 1; first <= total; first += 1000) {
      journal.together(() => {
        for (let position = first; position < first + 1000; position += 1) {
          journal.addRow('r1', rowRecord(position));
        }
      });
    }
    expect(journal.countRows('r1').total).toBe(total);
  });
});

describe('operations', () => {
  it('are kept whole, found by id and by subject', async () => {
    const journal = await journalWithRun();
    journal.addOperation('r1', operationRecord(1));
    journal.addOperation('r1', operationRecord(2, { before: null, beforeAddress: null }));
    expect(journal.operation('r1', 'op-000001')).toStrictEqual(operationRecord(1));
    expect(journal.operation('r1', 'op-000009')).toBeNull();
    expect(journal.findOperation('r1', 'hq', phoneNumberOf(2))?.operationId).toBe('op-000002');
    expect(journal.findOperation('r1', 'other', phoneNumberOf(2))).toBeNull();
    const saved = operationRecord(1, { phase: 'ended', next: 2, outcome: OUTCOME, handle: 'PN9', polls: 3 });
    journal.saveOperation('r1', saved);
    expect(journal.operation('r1', 'op-000001')).toStrictEqual(saved);
    expect(() => journal.addOperation('r1', saved)).toThrow(
      expect.objectContaining({ name: 'JournalError' }),
    );
    expect(() => journal.saveOperation('r1', operationRecord(9))).toThrow(/no operation op-000009/);
  });

  it('are taken oldest first, waiting ones by their due time', async () => {
    const journal = await journalWithRun();
    for (const index of [3, 1, 2, 5, 4]) journal.addOperation('r1', operationRecord(index));
    journal.addOperation('r1', operationRecord(6, { account: 'other' }));
    expect(ids(journal.takeOperations('r1', 'hq', 'ready', 2))).toEqual(['op-000003', 'op-000001']);
    expect(journal.nextDueMs('r1', 'hq')).toBeNull();
    const wait = (index: number, dueAtMs?: number) =>
      journal.saveOperation('r1', operationRecord(index, { phase: 'waiting' }), dueAtMs);
    wait(3, 3000);
    wait(1, 1000.5);
    wait(2, 2000);
    expect(journal.nextDueMs('r1', 'hq')).toBe(1000.5);
    expect(ids(journal.takeOperations('r1', 'hq', 'waiting', 9, 1000))).toEqual([]);
    expect(ids(journal.takeOperations('r1', 'hq', 'waiting', 9, 2000))).toEqual(['op-000001', 'op-000002']);
    expect(ids(journal.takeOperations('r1', 'hq', 'waiting', 1, 9000))).toEqual(['op-000001']);
    expect(ids(journal.takeOperations('r1', 'hq', 'waiting', 9))).toEqual([
      'op-000001',
      'op-000002',
      'op-000003',
    ]);
    wait(5);
    expect(journal.nextDueMs('r1', 'hq')).toBe(0);
    journal.saveOperation('r1', operationRecord(5, { phase: 'ended' }), 7);
    expect(journal.nextDueMs('r1', 'hq')).toBe(1000.5);
    expect(journal.countOperations('r1', 'hq')).toEqual({ ready: 1, active: 0, waiting: 3, ended: 1 });
    expect(journal.countOperations('r1')).toEqual({ ready: 2, active: 0, waiting: 3, ended: 1 });
    expect(journal.countOperations('r2')).toEqual({ ready: 0, active: 0, waiting: 0, ended: 0 });
  });

  it('can be saved while they are read, over several batches', async () => {
    const journal = await journalWithRun();
    journal.together(() => {
      for (let index = 1; index <= 601; index += 1) journal.addOperation('r1', operationRecord(index));
    });
    let seen = 0;
    for (const operation of journal.operations('r1')) {
      seen += 1;
      journal.saveOperation('r1', { ...operation, phase: 'ended' });
    }
    expect(seen).toBe(601);
    expect(journal.countOperations('r1').ended).toBe(601);
  });

  it('name the numbers with an open gap, of any run', async () => {
    const journal = await journalWithRun();
    journal.startRun(runRecord('r2'));
    const gapOpenedAt = '2025-01-02T03:10:00.000Z';
    journal.addOperation('r1', operationRecord(1, { gapOpenedAt, phase: 'waiting' }));
    journal.addOperation('r1', operationRecord(2, { gapOpenedAt, gapClosedAt: gapOpenedAt }));
    journal.addOperation('r2', operationRecord(3, { account: 'other', subject: 'x' }));
    journal.saveOperation('r2', operationRecord(3, { account: 'other', subject: 'x', gapOpenedAt }));
    expect(journal.openGaps()).toEqual([
      { runId: 'r1', account: 'hq', phoneNumber: phoneNumberOf(1), since: gapOpenedAt },
      { runId: 'r2', account: 'other', phoneNumber: phoneNumberOf(3), since: gapOpenedAt },
    ]);
  });
});

describe('addresses and snapshot', () => {
  it('keeps addresses, in the order of their first saving and by state, also while they are saved', async () => {
    const journal = await journalWithRun();
    journal.together(() => {
      for (let index = 1; index <= 450; index += 1) journal.saveAddress('r1', addressRecord(`key-${index}`));
    });
    journal.saveAddress('r1', addressRecord('key-0', { account: 'other' }));
    const ready = addressRecord('key-2', {
      state: 'ready',
      providerAddressId: 'AD2',
      createdByRun: true,
      verdict: { kind: 'exact' },
      outcome: OUTCOME,
    });
    journal.saveAddress('r1', ready);
    expect(journal.address('r1', 'hq', 'key-2')).toStrictEqual(ready);
    expect(journal.address('r1', 'hq', 'key-0')).toBeNull();
    expect([...journal.addresses('r1', 'hq')].map((one) => one.addressKey).slice(0, 3)).toEqual([
      'key-1',
      'key-2',
      'key-3',
    ]);
    expect([...journal.addresses('r1', 'hq', 'ready')]).toStrictEqual([ready]);
    let settled = 0;
    for (const address of journal.addresses('r1', 'hq', 'open')) {
      journal.saveAddress('r1', { ...address, state: 'refused' });
      settled += 1;
    }
    expect(settled).toBe(449);
    expect([...journal.addresses('r1', 'hq', 'open')]).toEqual([]);
  });

  it('keeps the state of numbers and counts what they use', async () => {
    const journal = await journalWithRun();
    journal.saveNumberState('r1', 'hq', numberState(2));
    journal.saveNumberState('r1', 'hq', numberState(1));
    journal.saveNumberState('r1', 'hq', numberState(3, { state: 'missing', addressId: '' }));
    journal.saveNumberState('r1', 'other', numberState(4));
    expect(journal.numberState('r1', 'hq', phoneNumberOf(1))).toStrictEqual(numberState(1));
    expect(journal.numberState('r1', 'hq', phoneNumberOf(4))).toBeNull();
    expect(journal.countCovered('r1', 'hq')).toBe(2);
    expect(journal.countCovered('r1', 'none')).toBe(0);
    expect(journal.numbersUsingAddress('r1', 'hq', 'AD1')).toEqual([phoneNumberOf(1), phoneNumberOf(2)]);
    expect(journal.numbersUsingAddress('r1', 'hq', '')).toEqual([]);
    journal.saveNumberState('r1', 'hq', numberState(1, { state: 'removing', addressId: 'AD9' }));
    expect(journal.countCovered('r1', 'hq')).toBe(1);
    expect(journal.numbersUsingAddress('r1', 'hq', 'AD9')).toEqual([phoneNumberOf(1)]);
  });

  it('finds stored addresses by id and by key', async () => {
    const journal = await journalWithRun();
    journal.saveStoredAddress('r1', 'hq', 'key-1', storedAddress('AD2'));
    journal.saveStoredAddress('r1', 'hq', 'key-1', storedAddress('AD1'));
    journal.saveStoredAddress('r1', 'hq', 'key-2', storedAddress('AD3'));
    expect(journal.storedAddressById('r1', 'hq', 'AD1')).toStrictEqual(storedAddress('AD1'));
    expect(journal.storedAddressById('r1', 'other', 'AD1')).toBeNull();
    expect(journal.storedAddressesByKey('r1', 'hq', 'key-1').map((one) => one.id)).toEqual(['AD2', 'AD1']);
    journal.saveStoredAddress('r1', 'hq', 'key-2', storedAddress('AD2'));
    expect(journal.storedAddressesByKey('r1', 'hq', 'key-1').map((one) => one.id)).toEqual(['AD1']);
    expect(journal.storedAddressesByKey('r1', 'hq', 'key-9')).toEqual([]);
  });
});

describe('calls', () => {
  const call = {
    runId: 'r1',
    account: 'hq',
    accountKey: 'twilio|AC1',
    owner: 'op-1',
    step: stepOf(1),
    attempt: 1,
    sentAt: '2025-01-02T03:04:05.000Z',
  };

  it('are in doubt from the intent until they are concluded', async () => {
    const journal = await journalWithRun();
    const first = journal.intend(call);
    const second = journal.intend({ ...call, attempt: 2 });
    const other = journal.intend({ ...call, owner: 'address:key-1' });
    expect(second).toBeGreaterThan(first);
    const intended = { ...call, callId: first, state: 'intended', result: null, finishedAt: null };
    expect(journal.callsOf('r1', 'op-1')[0]).toStrictEqual(intended);
    const finishedAt = '2025-01-02T03:04:06.000Z';
    const result = { id: 'AD1', requestId: 'RQ1', stored: storedAddress('AD1') };
    journal.conclude(first, { state: 'unknown', finishedAt, error: 'reset' });
    journal.conclude(first, { state: 'adopted', result, finishedAt });
    journal.conclude(other, { state: 'refused', finishedAt, error: '21629' });
    expect(journal.callsOf('r1', 'op-1')).toStrictEqual([
      { ...intended, state: 'adopted', result, finishedAt },
      { ...intended, callId: second, attempt: 2 },
    ]);
    expect(journal.callsInDoubt('r1').map((one) => one.callId)).toEqual([second]);
    expect(journal.callsInDoubt('r2')).toEqual([]);
    expect(() => journal.conclude(999, { state: 'done', finishedAt })).toThrow(/no call 999/);
  });

  it('are counted by account and second', async () => {
    const journal = await journalWithRun();
    journal.intend(call);
    journal.intend({ ...call, sentAt: '2025-01-02T03:04:05.999Z' });
    journal.intend({ ...call, account: 'other' });
    journal.intend({ ...call, sentAt: '2025-01-02T03:04:07.000Z' });
    const second = Date.parse('2025-01-02T03:04:05Z') / 1000;
    expect(journal.callSeconds('r1')).toEqual([
      { account: call.account, second, calls: 2 },
      { account: 'other', second, calls: 1 },
      { account: call.account, second: second + 2, calls: 1 },
    ]);
    expect(journal.callSeconds('r2')).toEqual([]);
  });

  it('refuse an intent that would not be durable when it returns', async () => {
    const journal = await journalWithRun();
    expect(() => journal.together(() => journal.intend(call))).toThrow(
      expect.objectContaining({ code: 'JOURNAL_INTENT_NOT_DURABLE' }),
    );
    expect(journal.callsInDoubt('r1')).toEqual([]);
  });
});

describe('account memory', () => {
  it('keeps the last correction and fact of each account', async () => {
    const journal = await openTestJournal();
    expect(journal.correction('a', 'k')).toBeNull();
    expect(journal.fact('a', 'f')).toBeNull();
    for (const value of ['one', 'two']) {
      journal.saveCorrection('a', 'k', value);
      journal.saveFact('a', 'f', value);
    }
    expect(journal.correction('a', 'k')).toBe('two');
    expect(journal.correction('b', 'k')).toBeNull();
    expect(journal.fact('a', 'f')).toBe('two');
    expect(journal.fact('b', 'f')).toBeNull();
  });
});

describe('the file', () => {
  it('keeps everything over a reopening, and lets two runs write to one state folder', async () => {
    const stateDir = join(testFolder(), 'new', 'state');
    const first = await journalWithRun(stateDir);
    first.addRow('r1', rowRecord(1));
    const second = await openTestJournal(stateDir);
    second.startRun(runRecord('r2'));
    first.addOperation('r2', operationRecord(1));
    expect([...second.operations('r2')]).toStrictEqual([operationRecord(1)]);
    second.close();
    first.close();
    expect((statSync(join(stateDir, 'journal.db')).mode & 0o777).toString(8)).toBe('600');
    if (existsSync(join(stateDir, 'journal.db-wal'))) {
      expect(statSync(join(stateDir, 'journal.db-wal')).size).toBe(0);
    }
    const again = await openTestJournal(stateDir);
    expect([...again.rows('r1')]).toStrictEqual([rowRecord(1)]);
    expect(again.runs(9).map((run) => run.runId)).toEqual(['r2', 'r1']);
    expect(() => first.runs(1)).toThrow(expect.objectContaining({ code: 'JOURNAL_CLOSED' }));
  });

  it('can be made by several at the same moment', async () => {
    const stateDir = testFolder();
    const journals = await Promise.all(Array.from({ length: 6 }, () => openTestJournal(stateDir)));
    for (const [index, journal] of journals.entries()) journal.startRun(runRecord(`r${index}`));
    expect(journals[0]?.runs(9)).toHaveLength(6);
  });

  it('keeps nothing of a batch that failed, and nests', async () => {
    const journal = await journalWithRun();
    expect(() =>
      journal.together(() => {
        journal.addRow('r1', rowRecord(1));
        throw new Error('no');
      }),
    ).toThrow('no');
    const value = journal.together(() => {
      journal.addRow('r1', rowRecord(2));
      return journal.together(() => {
        journal.addRow('r1', rowRecord(3));
        return 7;
      });
    });
    expect(value).toBe(7);
    expect([...journal.rows('r1')].map((row) => row.position)).toEqual([2, 3]);
  });

  it('refuses records of a run that was never started', async () => {
    const journal = await openTestJournal();
    expect(() => journal.addRow('none', rowRecord(1))).toThrow(
      expect.objectContaining({ name: 'JournalError' }),
    );
  });

  it.each([
    ['of a newer version', 'PRAGMA user_version = 99', 'JOURNAL_NEWER', /newer version/],
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
    journal.addRow('r1', rowRecord(1));
    journal.addOperation('r1', operationRecord(1));
    const database = await openDatabase(join(stateDir, 'journal.db'));
    onTestFinished(() => database.close());
    database.exec(`UPDATE sheet_rows SET cells = '["cut'; UPDATE operations SET body = '7'`);
    const damaged = expect.objectContaining({ name: 'JournalError', code: 'JOURNAL_DAMAGED' });
    expect(() => [...journal.rows('r1')]).toThrow(damaged);
    expect(() => journal.operation('r1', 'op-000001')).toThrow(damaged);
  });
});
