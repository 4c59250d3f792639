import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { untilDue } from '../../src/http/departures.ts';
import { createPacer } from '../../src/http/pacer.ts';
import { createFakeClock } from './fake-clock.ts';
import { mostInOneSecond } from './one-second.ts';

const never = new AbortController().signal;
setMaxListeners(0, never);

function setUp(rate: number, commitMs: () => number, lateness?: () => number) {
  const clock = createFakeClock(lateness);
  const limits = { requestsPerSecond: rate, burst: 1, concurrency: 16 };
  const pacer = createPacer({ limits, clock, random: () => 0.5 });
  /** A request that leaves when it has its turn and its intent is committed. */
  const leave = async (): Promise<void> => {
    const turn = await pacer.take('start', never);
    await clock.sleep(commitMs());
    turn.prepared(clock.monotonicMs());
    await untilDue(turn, clock);
    turn.leaves(clock.monotonicMs());
    turn.ends();
  };
  return { clock, leave };
}

describe('the pacer, where each intent is committed between turn and request,', () => {
  it('uses at least 97% of the rate although the commit of each intent takes its time', async () => {
    const { clock, leave } = setUp(
      5,
      () => 30,
      () => 1.4,
    );
    const times: number[] = [];
    for (let i = 0; i < 100; i += 1) void leave().then(() => times.push(clock.monotonicMs()));
    await clock.run();
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    expect(99 / seconds).toBeGreaterThan(5 * 0.97);
    expect(mostInOneSecond(times)).toBeLessThanOrEqual(5);
  });

  it('never lets more than the rate leave in any second, however long commits take', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 20 }),
        async (rate, commits) => {
          let n = 0;
          const { clock, leave } = setUp(rate, () => commits[n++ % commits.length] ?? 0);
          const times: number[] = [];
          for (let i = 0; i < rate * 3; i += 1) {
            void leave().then(() => times.push(clock.monotonicMs()));
          }
          await clock.run();
          expect(times).toHaveLength(rate * 3);
          expect(mostInOneSecond(times)).toBeLessThanOrEqual(rate);
        },
      ),
      { numRuns: 40 },
    );
  });
});
