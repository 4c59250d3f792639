import { describe, expect, it, onTestFinished } from 'vitest';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { all } from './all.ts';
import { ENGINES, journalWithRun } from './open-test-journal.ts';
import {
  addressRecord,
  numberState,
  OUTCOME,
  operationRecord,
  phoneNumberOf,
  rowRecord,
  runRecord,
  storedAddress,
} from './records.ts';

const subjectOf = (index: number) => ({ kind: 'number', phoneNumber: phoneNumberOf(index) }) as const;

const ids = (operations: readonly { operationId: string }[]) => [...operations].map((one) => one.operationId);

describe.each(ENGINES)('rows in $engine', ({ engine, newPlace }) => {
  it('come back whole and in sheet order, whatever the order they were added in', async () => {
    const journal = await journalWithRun(await newPlace());
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
  });

  it('can be written while they are read, over several batches', async () => {
    const journal = await journalWithRun(await newPlace());
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

  it('takes as many rows as a large sheet has', async () => {
    const journal = await journalWithRun(await newPlace());
    // A row is a round trip to a server.
    const total = engine === 'SQLite' ? 20_000 : 3_000;
    for (let first = 1; first <= total; first += 1000) {
      for (let position = first; position < first + 1000; position += 1) {
        await journal.addRow('r1', rowRecord(position));
      }
    }
    expect((await journal.countRows('r1')).total).toBe(total);
  });
});

describe.each(ENGINES)('operations in $engine', ({ newPlace }) => {
  it('are kept whole, found by id and by subject', async () => {
    const journal = await journalWithRun(await newPlace());
    await journal.addOperation('r1', operationRecord(1));
    await journal.addOperation('r1', operationRecord(2, { before: null, beforeAddress: null }));
    expect(await journal.operation('r1', 'op-000001')).toStrictEqual(operationRecord(1));
    expect(await journal.operation('r1', 'op-000009')).toBeNull();
    expect((await journal.findOperation('r1', 'hq', subjectOf(2)))?.operationId).toBe('op-000002');
    expect(await journal.findOperation('r1', 'other', subjectOf(2))).toBeNull();
    const saved = operationRecord(1, { phase: 'ended', next: 2, outcome: OUTCOME, handle: 'PN9', polls: 3 });
    await journal.saveOperation('r1', saved);
    expect(await journal.operation('r1', 'op-000001')).toStrictEqual(saved);
  });

  const wrong: readonly [string, (journal: Journal) => Promise<void>, RegExp][] = [
    ['an outcome of a row', (to) => to.setRowOutcome('r1', 9, OUTCOME), /no row 9/],
    ['the operation of a row', (to) => to.setRowOperation('r1', 9, 'op-1'), /no row 9/],
    ['an operation', (to) => to.saveOperation('r1', operationRecord(9)), /no operation op-000009/],
    ['a call', (to) => to.conclude(999, { state: 'done', finishedAt: '' }), /no call 999/],
    ['an operation, twice', (to) => to.addOperation('r1', operationRecord(1)), /op-000001 of run r1 already/],
  ];
  it.each(wrong)(
    'fail for what is not there, at once or with the commit: %s',
    async (_what, write, message) => {
      const journal = await openJournal(await newPlace());
      onTestFinished(() => journal.close().catch(() => undefined));
      await journal.startRun(runRecord('r1'));
      await journal.addOperation('r1', operationRecord(1));
      await journal.flush();
      const written = write(journal).then(() => journal.flush());
      await expect(written).rejects.toThrow(message);
    },
  );

  it('that wait are taken by their due time', async () => {
    const journal = await journalWithRun(await newPlace());
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
    const journal = await journalWithRun(await newPlace());
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
    const journal = await journalWithRun(await newPlace());
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

describe.each(ENGINES)('addresses and snapshot in $engine', ({ newPlace }) => {
  it('keeps addresses, in the order of their first saving and by state, also while they are saved', async () => {
    const journal = await journalWithRun(await newPlace());
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
    const journal = await journalWithRun(await newPlace());
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
    const journal = await journalWithRun(await newPlace());
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
