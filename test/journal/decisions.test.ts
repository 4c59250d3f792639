import { expect, it, onTestFinished } from 'vitest';
import { openJournal } from '../../src/journal/open-journal.ts';
import type { RowDecision } from '../../src/journal/review-records.ts';
import { testFolder } from './folder.ts';
import { runRecord } from './records.ts';

const RUN = 'run-1';
const decision = (verdict: RowDecision['verdict'], position = 3): RowDecision => ({
  position,
  verdict,
  address: null,
  by: 'kim',
  at: '2026-11-26T00:00:00.000Z',
});

it('decisions of a review: only one that follows the newest of its row is written, and they go with their run', async () => {
  const folder = testFolder();
  // Two reviewers, each with a process and a connection of its own.
  const [one, other] = [await openJournal(folder), await openJournal(folder)];
  onTestFinished(async () => {
    await one.close();
    await other.close();
  });
  await one.startRun(runRecord(RUN));
  expect(await one.decide(RUN, decision('accept'), 0)).toBe(true);
  expect(await other.decide(RUN, decision('keep'), 0)).toBe(false);
  const [{ seq = 0 } = {}] = await other.decisions(RUN, 0);
  expect(await other.decide(RUN, decision('keep'), seq)).toBe(true);
  expect(await one.decide(RUN, decision('keep', 4), 0)).toBe(true);
  expect((await one.decisions(RUN, seq)).map(({ position, verdict }) => [position, verdict])).toEqual([
    [3, 'keep'],
    [4, 'keep'],
  ]);
  await one.deleteRun(RUN);
  expect([await one.runs(5), await one.decisions(RUN, 0)]).toEqual([[], []]);
});
