import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lostRuns } from '../../src/api/state-folder.ts';
import { GAP_LOG_FILE, readGapLog } from '../../src/journal/gap-log.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { readSeal } from '../../src/journal/seal.ts';
import { folderPlace } from '../../src/journal/state-place.ts';
import { testFolder } from './folder.ts';
import { runRecord } from './records.ts';

const END = { finishedAt: '2026-11-21T10:00:00.000Z', exitCode: 0, exitReason: '' };

async function addRun(journal: Journal, runId: string): Promise<void> {
  await journal.startRun(runRecord(runId));
  await journal.endRun(runId, END);
}

/** A state folder with one run, and a copy of it that a second run has continued without being closed: its log is not empty. */
async function twoGenerations(): Promise<{ older: string; crashed: string }> {
  const older = testFolder();
  const first = await openJournal(older);
  await addRun(first, 'run-1');
  await first.close();
  const crashed = testFolder();
  const live = testFolder();
  for (const name of ['journal.db', 'journal.seal']) copyFileSync(join(older, name), join(live, name));
  const second = await openJournal(live);
  await second.startRun(runRecord('run-2'));
  for (const name of ['journal.db', 'journal.db-wal', 'journal.seal']) {
    copyFileSync(join(live, name), join(crashed, name));
  }
  await second.close();
  return { older, crashed };
}

const codeOf = (stateDir: string): Promise<unknown> =>
  openJournal(stateDir).then(
    (journal) => journal.close().then(() => 'whole'),
    (error: { code: string }) => error.code,
  );

describe('the generations of a journal', () => {
  it('agree after a crash, and after each close', async () => {
    const { older, crashed } = await twoGenerations();
    expect(await codeOf(older)).toBe('whole');
    expect(await codeOf(crashed)).toBe('whole');
    expect(await codeOf(crashed)).toBe('whole');
  });

  it('show that the write-ahead log was deleted', async () => {
    const { crashed } = await twoGenerations();
    rmSync(join(crashed, 'journal.db-wal'));
    expect(await codeOf(crashed)).toBe('JOURNAL_BEHIND');
  });

  it('show that the log was cut', async () => {
    const { crashed } = await twoGenerations();
    const log = join(crashed, 'journal.db-wal');
    truncateSync(log, Math.floor(statSync(log).size / 2));
    expect(await codeOf(crashed)).toBe('JOURNAL_BEHIND');
  });

  it('show an older copy of the file, without the log and with it', async () => {
    const { older, crashed } = await twoGenerations();
    const journal = await openJournal(older);
    const log = testFolder();
    copyFileSync(join(older, 'journal.db'), join(log, 'old.db'));
    for (const name of ['run-3', 'run-4', 'run-5']) await addRun(journal, name);
    await journal.startRun(runRecord('run-6'));
    copyFileSync(join(older, 'journal.db-wal'), join(log, 'wal'));
    copyFileSync(join(older, 'journal.seal'), join(log, 'seal'));
    await journal.close();
    copyFileSync(join(log, 'old.db'), join(older, 'journal.db'));
    rmSync(join(older, 'journal.db-wal'), { force: true });
    expect(await codeOf(older)).toBe('JOURNAL_BEHIND');
    copyFileSync(join(log, 'wal'), join(crashed, 'journal.db-wal'));
    copyFileSync(join(log, 'old.db'), join(crashed, 'journal.db'));
    copyFileSync(join(log, 'seal'), join(crashed, 'journal.seal'));
    rmSync(join(crashed, 'journal.db-shm'), { force: true });
    expect(await codeOf(crashed)).toBe('JOURNAL_MIXED');
  });

  it('show a journal of another state folder, and a missing or empty one', async () => {
    const { older } = await twoGenerations();
    const other = testFolder();
    await (await openJournal(other)).close();
    const journal = await openJournal(other);
    await addRun(journal, 'run-9');
    await journal.close();
    copyFileSync(join(other, 'journal.db'), join(older, 'journal.db'));
    expect(await codeOf(older)).toBe('JOURNAL_MIXED');
    writeFileSync(join(older, 'journal.db'), '');
    expect(await codeOf(older)).toBe('JOURNAL_LOST');
    rmSync(join(older, 'journal.db'));
    expect(await codeOf(older)).toBe('JOURNAL_LOST');
  });

  it('prove nothing without a seal: it is written anew', async () => {
    const { older } = await twoGenerations();
    rmSync(join(older, 'journal.seal'));
    const journal = await openJournal(older);
    await addRun(journal, 'run-2');
    await journal.close();
    expect(readSeal(older)?.commits).toBeGreaterThan(0);
    expect(await codeOf(older)).toBe('whole');
  });
});

it.each([
  ['missing', (seal: string) => rmSync(seal)],
  ['empty', (seal: string) => truncateSync(seal, 0)],
  ['garbled', (seal: string) => writeFileSync(seal, 'x'.repeat(43))],
  ['a named pipe', (seal: string) => makePipe(seal)],
] as const)('says that a seal is %s, and does not wait for it', async (_what, spoil) => {
  const { older } = await twoGenerations();
  expect((await lostRuns(folderPlace(older))).isUnsealed).toBe(false);
  spoil(join(older, 'journal.seal'));
  expect((await lostRuns(folderPlace(older))).isUnsealed).toBe(true);
});

it('does not take a log of gaps that is a named pipe for an empty one', () => {
  const stateDir = testFolder();
  makePipe(join(stateDir, GAP_LOG_FILE));
  expect(() => readGapLog(stateDir)).toThrow(expect.objectContaining({ code: 'GAPS_UNREADABLE' }));
});

function makePipe(at: string): void {
  rmSync(at, { force: true });
  execFileSync('mkfifo', [at]);
}

it('makes the database file enough by itself when a run ends', async () => {
  const stateDir = testFolder();
  const journal = await openJournal(stateDir);
  await addRun(journal, 'run-1');
  const copy = testFolder();
  copyFileSync(join(stateDir, 'journal.db'), join(copy, 'journal.db'));
  await journal.close();
  const read = await openJournal(copy);
  expect((await read.run('run-1'))?.exitCode).toBe(0);
  await read.close();
});

describe('a damaged journal', () => {
  async function closed(): Promise<string> {
    const stateDir = testFolder();
    const journal = await openJournal(stateDir);
    for (let run = 0; run < 60; run += 1) await journal.startRun(runRecord(`run-${run}`));
    await journal.close();
    return stateDir;
  }
  const overwrite = (stateDir: string, from: number, bytes: number): void => {
    const path = join(stateDir, 'journal.db');
    const content = readFileSync(path);
    content.fill(0xa5, from, from + bytes);
    writeFileSync(path, content);
  };

  it('is refused with its header overwritten', async () => {
    const stateDir = await closed();
    overwrite(stateDir, 0, 100);
    expect(await codeOf(stateDir)).toBe('JOURNAL_UNREADABLE');
  });

  it('is refused when it was cut', async () => {
    const stateDir = await closed();
    truncateSync(join(stateDir, 'journal.db'), 6_000);
    expect(await codeOf(stateDir)).toMatch(/^JOURNAL_(UNREADABLE|BEHIND|MIXED)$/);
  });

  it('is found by a check with any page overwritten', async () => {
    const stateDir = await closed();
    const pages = statSync(join(stateDir, 'journal.db')).size / 4096;
    let found = 0;
    for (let page = 1; page < pages; page += 7) {
      const copy = testFolder();
      for (const name of ['journal.db', 'journal.seal']) copyFileSync(join(stateDir, name), join(copy, name));
      overwrite(copy, page * 4096, 4096);
      const code = await openJournal(copy).then(
        async (journal) => {
          const end = await journal.check().then(
            () => 'whole',
            (error: { code: string }) => error.code,
          );
          await journal.close();
          return end;
        },
        (error: { code: string }) => error.code,
      );
      expect(code, `page ${page}`).toBe('JOURNAL_UNREADABLE');
      found += 1;
    }
    expect(found).toBeGreaterThan(3);
  });
});
