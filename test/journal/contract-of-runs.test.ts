import { describe, expect, it } from 'vitest';
import { ENGINES, journalWithRun, openTestJournal } from './open-test-journal.ts';
import { runRecord, stepOf, storedAddress } from './records.ts';

describe.each(ENGINES)('runs in $engine', ({ newPlace }) => {
  it('are kept whole, listed newest first, and ended', async () => {
    const journal = await openTestJournal(await newPlace());
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

describe.each(ENGINES)('calls in $engine', ({ newPlace }) => {
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
    const journal = await journalWithRun(await newPlace());
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
  });

  it('are counted by account and second', async () => {
    const journal = await journalWithRun(await newPlace());
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

describe.each(ENGINES)('the stage of a run in $engine', ({ newPlace }) => {
  it('says who carries it, whether it may have changed something, and what undid it', async () => {
    const journal = await journalWithRun(await newPlace());
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
    const journal = await journalWithRun(await newPlace());
    expect(await journal.planDigest('r1')).toBeNull();
    await journal.savePlan('r1', 'cd');
    expect(await journal.planDigest('r1')).toBe('cd');
    expect(await journal.planUsedBy('ab')).toBeNull();
    await journal.usePlan('ab', 'r1');
    expect(await journal.planUsedBy('ab')).toBe('r1');
  });
});

describe.each(ENGINES)('account memory in $engine', ({ newPlace }) => {
  it('keeps the last correction, observation and export of each account', async () => {
    const journal = await openTestJournal(await newPlace());
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
