import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/cli/process/system-clock.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { processBirth } from '../../src/journal/process-birth.ts';
import type { OperationRecord, RunRecord } from '../../src/journal/records.ts';
import { folderPlace } from '../../src/journal/state-place.ts';
import { performPrune } from '../../src/prune/perform-prune.ts';
import { testFolder } from '../journal/folder.ts';
import { CONTENT, OUTCOME, operationRecord, requestOf, runRecord, stepOf } from '../journal/records.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-11-26T12:00:00.000Z');
const daysAgo = (days: number): string => new Date(NOW_MS - days * DAY_MS).toISOString();

describe('runs --prune', () => {
  let stateDir: string;
  let journal: Journal;
  beforeEach(async () => {
    stateDir = testFolder();
    journal = await openJournal(stateDir);
    onTestFinished(() => journal.close());
  });

  /** A run that ended so many days ago, with a folder; `numbers` were changed by it. */
  async function run(
    runId: string,
    days: number,
    changes: Partial<RunRecord> = {},
    numbers: readonly Partial<OperationRecord>[] = [],
  ): Promise<void> {
    const outDir = path.join(stateDir, runId);
    mkdirSync(outDir);
    writeFileSync(path.join(outDir, 'results.csv'), '');
    const finishedAt = daysAgo(days);
    const record = { command: 'plan', outDir, startedAt: finishedAt, finishedAt, exitCode: 0 };
    await journal.startRun(runRecord(runId, { ...record, ...changes }));
    for (const [at, each] of numbers.entries()) {
      await journal.addOperation(runId, operationRecord(at, { phase: 'ended', outcome: OUTCOME, ...each }));
    }
  }

  const prune = (more: { dryRun?: boolean; answer?: boolean; pid?: number } = {}) =>
    performPrune(
      journal,
      { state: folderPlace(stateDir), ageMs: 90 * DAY_MS, dryRun: more.dryRun === true, waitMs: 0 },
      {
        clock: { ...systemClock, wallMs: () => NOW_MS },
        host: hostname(),
        operator: 'alice',
        note: () => undefined,
        pid: more.pid ?? process.pid,
        confirm: async () => more.answer !== false,
      },
    );
  const left = async (): Promise<string[]> => (await journal.runs(100)).map(({ runId }) => runId).sort();
  const call = (runId: string, kind: 'associate' | 'create-address' = 'associate') =>
    journal.intend({
      runId,
      account: 'hq',
      accountKey: 'key',
      owner: { kind: 'operation', operationId: 'op-000000' },
      step: kind === 'associate' ? stepOf(0) : { kind, ...CONTENT },
      attempt: 1,
      sentAt: daysAgo(200),
    });

  it('deletes what is old, folders first, and nothing else', async () => {
    await run('old-plan', 91);
    await run('old-verify', 100, { command: 'verify' });
    await run('young-plan', 89);
    await journal.savePlan('old-plan', 'digest');
    const shown = await prune({ dryRun: true });
    expect(shown.toDelete.map(({ runId }) => runId).sort()).toEqual(['old-plan', 'old-verify']);
    await expect(prune({ answer: false })).rejects.toMatchObject({ code: 'CONFIRMATION_REFUSED' });
    expect(await left()).toHaveLength(3);
    const { deleted, younger } = await prune();
    expect([deleted.length, younger]).toEqual([2, 1]);
    expect(await left()).toEqual(['young-plan']);
    expect(['old-plan', 'young-plan'].map((name) => existsSync(path.join(stateDir, name)))).toEqual([
      false,
      true,
    ]);
    expect(await journal.planDigest('old-plan')).toBeNull();
  });

  it('keeps what is open: gaps, calls in doubt, and runs that are not finished', async () => {
    await run('gap', 200, { command: 'apply' }, [{ gapOpenedAt: daysAgo(200) }]);
    await run('doubt', 200, { command: 'apply' });
    await call('doubt');
    await run('unfinished', 200, { command: 'apply', finishedAt: null });
    await run('pending', 200, { command: 'apply' }, [{ outcome: { ...OUTCOME, result: 'unknown' } }]);
    await journal.confirmRun('pending', daysAgo(200), [{ account: 'hq', accountKey: 'key' }]);
    const { kept } = await prune();
    expect(Object.fromEntries(kept.map(({ run: each, because }) => [each.runId, because]))).toEqual({
      gap: 'it left 1 number without an emergency address',
      doubt: 'the outcome of 1 call is not known',
      unfinished: 'it is not finished: e911 resume',
      pending: 'it is not finished: e911 resume',
    });
    expect(await left()).toHaveLength(4);
  });

  it('keeps who changed a number last, its caller name, and its last check, and deletes what came before', async () => {
    const named = { writes: 1 };
    const removed = {
      writes: 1,
      request: { ...requestOf(0), action: 'remove', address: null, callerName: '' },
    } as const;
    await run('superseded', 300, { command: 'apply' }, [named]);
    await run('name', 250, { command: 'apply' }, [named]);
    await run('removal', 200, { command: 'apply' }, [removed]);
    await run('checked-before', 150, { command: 'verify' }, [
      { outcome: { ...OUTCOME, result: 'unchanged' } },
    ]);
    await run('checked', 120, { command: 'verify' }, [{ outcome: { ...OUTCOME, result: 'unchanged' } }]);
    // A younger change does not stand for them: undoing it needs what was before.
    await run('young', 10, { command: 'apply' }, [removed]);
    await prune();
    expect(await left()).toEqual(['checked', 'name', 'removal', 'young']);
  });

  it('keeps the export that the next one is compared with, and the newest of each kind', async () => {
    for (const [runId, days] of [
      ['first', 300],
      ['second', 200],
    ] as const) {
      await run(runId, days, { command: 'export', sheetName: 'compliance', options: { accounts: null } });
    }
    await run('numbers', 250, { command: 'export', sheetName: 'numbers', options: { accounts: null } });
    await run('numbers-now', 5, { command: 'export', sheetName: 'numbers', options: { accounts: null } });
    // The second one was incomplete, so the first is still the last of its account.
    const last = {
      path: path.join(stateDir, 'first', 'compliance.csv'),
      sha256: 'ab',
      finishedAt: daysAgo(300),
    };
    await journal.saveComplianceExport('key', last);
    await prune();
    expect(await left()).toEqual(['first', 'numbers-now', 'second']);
  });

  it('keeps what a run that stays names: the run it undid, the parts of a migration, the use of a plan', async () => {
    await run('undone', 200, { command: 'apply' });
    await run('undo', 20, { command: 'undo', options: { ofRun: 'undone' } });
    await run('migration', 200, { command: 'migrate' });
    await run('part', 199, { command: 'apply', options: { migration: 'migration' } });
    await run('other-part', 10, { command: 'verify', options: { migration: 'migration' } });
    await run('whole', 200, { command: 'migrate' });
    await run('part-of-whole', 199, { command: 'apply', options: { migration: 'whole' } });
    await prune();
    expect(await left()).toEqual(['migration', 'other-part', 'part', 'undo', 'undone']);
  });

  it('keeps the run that shows that an address which the account has is this program’s', async () => {
    await run('made', 200, { command: 'apply' });
    await run('made-and-gone', 200, { command: 'apply' });
    for (const [runId, id] of [
      ['made', 'AD1'],
      ['made-and-gone', 'AD2'],
    ] as const) {
      const end = { state: 'done', result: { id, requestId: '' }, finishedAt: daysAgo(200) } as const;
      await journal.conclude(await call(runId, 'create-address'), end);
      await journal.knowAddress('key', id, 'place');
    }
    await journal.forget('key', 'addresses', 'AD2');
    await prune();
    expect(await left()).toEqual(['made']);
  });

  it('deletes nothing while a run is carried out', async () => {
    await run('old-plan', 91);
    await run('running', 0, { command: 'apply', finishedAt: null });
    const holder = { pid: process.pid, host: hostname(), birth: processBirth(process.pid) ?? '' };
    await journal.setHolder('running', holder);
    await expect(prune({ pid: process.pid + 1 })).rejects.toMatchObject({ code: 'RUN_STILL_GOING' });
    expect(await left()).toEqual(['old-plan', 'running']);
  });

  it('finishes what an interrupted one began, and leaves the folder of the user', async () => {
    await run('half', 91);
    const outDir = testFolder();
    writeFileSync(path.join(outDir, 'notes.txt'), '');
    await run('elsewhere', 91, { outDir });
    rmSync(path.join(stateDir, 'half'), { recursive: true });
    const { foldersLeft } = await prune();
    expect(await left()).toEqual([]);
    expect(foldersLeft).toEqual([{ folder: outDir, because: 'it was given with --out' }]);
  });
});
