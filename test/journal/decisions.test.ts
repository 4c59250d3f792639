import { expect, it } from 'vitest';
import type { RowDecision } from '../../src/journal/review-records.ts';
import { ENGINES, openTestJournal } from './open-test-journal.ts';
import { runRecord } from './records.ts';

const RUN = 'run-1';
const decision = (verdict: RowDecision['verdict'], position = 3): RowDecision => ({
  position,
  verdict,
  address: null,
  by: 'kim',
  at: '2026-11-26T00:00:00.000Z',
});

it.each(ENGINES)(
  'decisions of a review in $engine: only one that follows the newest of its row is written, and they go with their run',
  async ({ engine, newPlace }) => {
    const place = await newPlace();
    // Two reviewers, each with a process and a connection of its own.
    const [one, other] = [await openTestJournal(place), await openTestJournal(place)];
    await one.startRun(runRecord(RUN));
    const first = one.decide(RUN, decision('accept'), 0);
    // SQLite holds up the whole process while another connection writes; on the other engine both decide at once.
    if (engine === 'SQLite') await first;
    expect((await Promise.all([first, other.decide(RUN, decision('accept'), 0)])).sort()).toEqual([
      false,
      true,
    ]);
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
  },
);
