import { describe, expect, it } from 'vitest';
import { notePauses } from '../../src/run/context/pauses.ts';
import { createFakeClock } from '../http/fake-clock.ts';

describe('the pauses of a run', () => {
  it('join when they overlap, each account by itself', async () => {
    const clock = createFakeClock();
    const pauses = notePauses(clock);
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
});
