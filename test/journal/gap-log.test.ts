import { appendFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { GAP_LOG_FILE, readGapLog } from '../../src/journal/gap-log.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import type { OperationRecord } from '../../src/journal/records.ts';
import { SEAL_FILE } from '../../src/journal/seal.ts';
import { JOURNAL_FILE } from '../../src/journal/sqlite-journal.ts';
import { testFolder } from './folder.ts';
import { operationRecord, phoneNumberOf, runRecord } from './records.ts';

const gapOpenedAt = '2025-01-02T03:10:00.000Z';
const gapClosedAt = '2025-01-02T03:10:02.000Z';
const gapOf = (index: number) => ({
  runId: 'r1',
  account: 'hq',
  phoneNumber: phoneNumberOf(index),
  since: gapOpenedAt,
});

async function journalIn(stateDir: string): Promise<Journal> {
  const journal = await openJournal(stateDir);
  onTestFinished(() => journal.close());
  return journal;
}

/** A journal with a run and operations that have these gaps. */
async function withGaps(stateDir: string, ...gaps: Partial<OperationRecord>[]): Promise<Journal> {
  const journal = await journalIn(stateDir);
  await journal.startRun(runRecord('r1'));
  for (const [index, gap] of gaps.entries()) {
    await journal.addOperation('r1', operationRecord(index + 1, gap));
  }
  await journal.flush();
  return journal;
}

function loseJournal(stateDir: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(join(stateDir, `${JOURNAL_FILE}${end}`), { force: true });
  rmSync(join(stateDir, SEAL_FILE));
}

it('holds a gap before the journal does, and its end with the journal', async () => {
  const stateDir = testFolder();
  const journal = await withGaps(stateDir, {}, {});
  expect(readGapLog(stateDir)).toEqual([]);
  for (const index of [1, 2]) await journal.saveOperation('r1', operationRecord(index, { gapOpenedAt }));
  await journal.flush();
  expect(readGapLog(stateDir)).toEqual([gapOf(1), gapOf(2)]);
  expect((statSync(join(stateDir, GAP_LOG_FILE)).mode & 0o777).toString(8)).toBe('600');
  await journal.saveOperation('r1', operationRecord(1, { gapOpenedAt, gapClosedAt }));
  // The provider refused the call that was to open the gap.
  await journal.saveOperation('r1', operationRecord(2, { gapOpenedAt: null }));
  await journal.flush();
  expect(readGapLog(stateDir)).toEqual([]);
  expect(await journal.unknownGaps()).toEqual([]);
});

it('names what is open when the journal is lost, until the number was seen covered', async () => {
  const stateDir = testFolder();
  await (await withGaps(stateDir, { gapOpenedAt }, { gapOpenedAt, gapClosedAt })).close();
  loseJournal(stateDir);
  const journal = await journalIn(stateDir);
  expect(await journal.openGaps()).toEqual([]);
  expect(await journal.unknownGaps()).toEqual([gapOf(1)]);
  await journal.startRun(runRecord('r1'));
  // A journal that never saw the gap open is no witness of its end.
  await journal.addOperation('r1', operationRecord(1));
  await journal.flush();
  expect(await journal.unknownGaps()).toEqual([gapOf(1)]);
  await journal.closeUnknownGap(gapOf(1), gapClosedAt);
  expect(readGapLog(stateDir)).toEqual([]);
});

it('takes the word of a journal that saw the gap open, over a restart', async () => {
  const stateDir = testFolder();
  await (await withGaps(stateDir, { gapOpenedAt })).close();
  const journal = await journalIn(stateDir);
  expect(await journal.unknownGaps()).toEqual([]);
  await journal.saveOperation('r1', operationRecord(1, { gapOpenedAt: null }));
  await journal.flush();
  expect(readGapLog(stateDir)).toEqual([]);
});

it('skips a line that a crash cut off, and starts the next one on its own line', async () => {
  const stateDir = testFolder();
  const journal = await withGaps(stateDir, { gapOpenedAt }, {});
  appendFileSync(join(stateDir, GAP_LOG_FILE), '{"event":"closed","run_id":"r1"');
  await journal.saveOperation('r1', operationRecord(2, { gapOpenedAt }));
  await journal.flush();
  expect(readGapLog(stateDir)).toEqual([gapOf(1), gapOf(2)]);
  expect(readFileSync(join(stateDir, GAP_LOG_FILE), 'utf8').split('\n')).toHaveLength(4);
});

it('writes a gap again that the journal has open and the log lost', async () => {
  const stateDir = testFolder();
  await (await withGaps(stateDir, { gapOpenedAt }, {})).close();
  rmSync(join(stateDir, GAP_LOG_FILE));
  const journal = await journalIn(stateDir);
  await journal.startRun(runRecord('r2'));
  expect(readGapLog(stateDir)).toEqual([gapOf(1)]);
});

it('is written anew with the open gaps when it has become long', async () => {
  const stateDir = testFolder();
  const closed = Array.from({ length: 3_000 }, (_, at) =>
    ['opened', 'closed'].map((event) =>
      JSON.stringify({ event, run_id: 'r0', account: 'twilio', phone_number: `+1415${at}`, at: gapOpenedAt }),
    ),
  ).flat();
  writeFileSync(join(stateDir, GAP_LOG_FILE), `${closed.join('\n')}\n`);
  expect(statSync(join(stateDir, GAP_LOG_FILE)).size).toBeGreaterThan(256 * 1024);
  await (await withGaps(stateDir, { gapOpenedAt }, {})).close();
  expect(statSync(join(stateDir, GAP_LOG_FILE)).size).toBeLessThan(1024);
  expect(readGapLog(stateDir)).toEqual([gapOf(1)]);
});
