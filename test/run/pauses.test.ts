import { describe, expect, it } from 'vitest';
import { notePauses } from '../../src/run/context/pauses.ts';
import { createFakeClock } from '../http/fake-clock.ts';

describe('the pauses of a run', () => {
  it('join when they overlap, each account by itself', async () => {
    const clock = createFakeClock();
    const pauses = notePauses(clock, { waiting: () => undefined, note: () => undefined });
    const start = clock.wallMs();
    pauses.note('a', 1_000);
    pauses.note('b', 200);
    await clock.run(1_500);
    pauses.note('a', 1_000);
    await clock.run(6_500);
    pauses.note('a', 100);
    expect(pauses.list()).toEqual([
      { account: 'a', fromMs: start, untilMs: start + 1_500 },
      { account: 'b', fromMs: start, untilMs: start + 200 },
      { account: 'a', fromMs: start + 5_500, untilMs: start + 5_600 },
    ]);
  });

  it('say once until when a long one lasts, however many answers ask for it', async () => {
    const clock = createFakeClock();
    const notes: string[] = [];
    const pauses = notePauses(clock, { waiting: () => undefined, note: (text) => notes.push(text) });
    pauses.note('a', 5_000);
    pauses.note('a', 600_000);
    pauses.note('a', 600_500);
    expect(notes).toHaveLength(1);
    const end = new Date(clock.wallMs() + 600_000).toISOString().slice(11, 19);
    expect(notes[0]).toContain(`${end} UTC (10 min)`);
  });
});
