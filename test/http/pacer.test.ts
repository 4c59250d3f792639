import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacer } from '../../src/http/pacer.ts';
import type { Priority } from '../../src/http/transport.ts';
import { createFakeClock } from './fake-clock.ts';
import { mostInOneSecond } from './one-second.ts';

const never = new AbortController().signal;
setMaxListeners(0, never);

function setUp(rate: number, burst = 1, lateness: () => number = () => 0) {
  const clock = createFakeClock(lateness);
  const limits = { requestsPerSecond: rate, burst, concurrency: 16 };
  const pacer = createPacer({ limits, clock, random: () => 0.5 });
  /** A request that leaves as soon as it has its turn. */
  const leave = async (priority: Priority, signal: AbortSignal): Promise<void> => {
    const turn = await pacer.take(priority, signal);
    turn.leaves(clock.monotonicMs());
    turn.ends();
  };
  return { clock, pacer, leave };
}

describe('the pacer', () => {
  it('never lets more than the rate through in any second after the burst, however late the timers are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 20 }),
        fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 8 }),
        async (rate, burst, lateness, gaps) => {
          let n = 0;
          const { clock, leave } = setUp(rate, burst, () => lateness[n++ % lateness.length] ?? 0);
          const times: number[] = [];
          let arriveMs = 1000;
          for (let i = 0; i < rate * 3 + burst; i += 1) {
            if (i % 10 === 9) {
              arriveMs += gaps[i % gaps.length] ?? 0;
              await clock.run(arriveMs);
            }
            void leave('start', never).then(() => times.push(clock.monotonicMs()));
          }
          await clock.run();
          expect(times).toHaveLength(rate * 3 + burst);
          expect(mostInOneSecond(times.slice(burst))).toBeLessThanOrEqual(rate);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('uses at least 95% of the rate although timers are late', async () => {
    const { clock, leave } = setUp(25, 1, () => 1.4);
    const times: number[] = [];
    for (let i = 0; i < 1500; i += 1) {
      void leave('start', never).then(() => times.push(clock.monotonicMs()));
    }
    await clock.run();
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    expect(1499 / seconds).toBeGreaterThan(25 * 0.95);
    expect(mostInOneSecond(times)).toBeLessThanOrEqual(25);
  });

  it('lets finishing go before reading before starting', async () => {
    const { clock, leave } = setUp(10);
    const order: Priority[] = [];
    for (const priority of ['start', 'start', 'read', 'finish'] as const) {
      void leave(priority, never).then(() => order.push(priority));
    }
    await clock.run();
    expect(order).toEqual(['start', 'finish', 'read', 'start']);
  });

  it('lets nothing through in a pause, and slows down once for one incident', async () => {
    const { clock, pacer, leave } = setUp(20, 20);
    await leave('start', never);
    expect(pacer.throttled(5000)).toBe(5000);
    const slowed = pacer.rate;
    expect(slowed).toBe(10);
    expect(pacer.throttled(2000)).toBe(5000);
    expect(pacer.rate).toBe(slowed);
    let atMs = 0;
    void leave('finish', never).then(() => {
      atMs = clock.monotonicMs();
    });
    await clock.run();
    expect(atMs).toBeGreaterThanOrEqual(6000);
  });

  it('takes 0.95 of what was answered in the last second as the new rate, and grows back by 1% a second', async () => {
    const { clock, pacer, leave } = setUp(100);
    let taken = 0;
    for (let i = 0; i < 200; i += 1) {
      void leave('start', never).then(() => {
        taken += 1;
        if (taken % 2 === 0) pacer.succeeded();
      });
    }
    await clock.run();
    pacer.throttled(100);
    expect(pacer.rate).toBeGreaterThan(43);
    expect(pacer.rate).toBeLessThan(50);
    const slowed = pacer.rate;
    for (let second = 0; second < 10; second += 1) {
      await clock.run(clock.monotonicMs() + 1000);
      pacer.succeeded();
    }
    expect(pacer.rate / slowed).toBeCloseTo(1.01 ** 9.9, 2);
    for (let second = 0; second < 100; second += 1) {
      await clock.run(clock.monotonicMs() + 1000);
      pacer.succeeded();
    }
    expect(pacer.rate).toBe(100);
  });

  it('never falls below its floor', async () => {
    const { clock, pacer } = setUp(20);
    for (let i = 0; i < 50; i += 1) {
      pacer.throttled();
      await clock.run(clock.monotonicMs() + 60_000);
    }
    expect(pacer.rate).toBe(1);
  });

  it('gives up waiting when aborted, and wastes no turn', async () => {
    const { clock, leave } = setUp(1);
    await leave('start', never);
    const stop = new AbortController();
    const aborted = leave('start', stop.signal);
    const kept = leave('start', never).then(() => clock.monotonicMs());
    stop.abort(new Error('stopped'));
    await expect(aborted).rejects.toThrow('stopped');
    await clock.run();
    expect(await kept).toBeLessThan(2100);
  });

  it('leaves no timer behind when the last waiter goes', async () => {
    const { clock, pacer, leave } = setUp(1);
    pacer.pause(900_000);
    const stop = new AbortController();
    const aborted = leave('start', stop.signal);
    stop.abort(new Error('stopped'));
    await expect(aborted).rejects.toThrow('stopped');
    await clock.run();
    expect(clock.monotonicMs()).toBe(1000);
    const again = leave('start', never);
    await clock.run();
    await again;
    expect(clock.monotonicMs()).toBe(901_000);
  });

  it('never has more than the rate leave in any second, however long requests that have their turn wait', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 20 }),
        async (rate, waits) => {
          const { clock, pacer } = setUp(rate);
          const times: number[] = [];
          for (let i = 0; i < rate * 3; i += 1) {
            void pacer.take('start', never).then(async (turn) => {
              await clock.sleep(waits[i % waits.length] ?? 0);
              turn.leaves(clock.monotonicMs());
              times.push(clock.monotonicMs());
            });
          }
          await clock.run();
          expect(times).toHaveLength(rate * 3);
          expect(mostInOneSecond(times)).toBeLessThanOrEqual(rate);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps its grid when a request leaves late', async () => {
    const { clock, pacer } = setUp(10);
    const turn = await pacer.take('start', never);
    await clock.run(clock.monotonicMs() + 80);
    turn.leaves(clock.monotonicMs());
    const next = pacer.take('start', never).then(() => clock.monotonicMs());
    await clock.run();
    expect(await next).toBeCloseTo(1000 + 1000 / 9.85, 5);
  });

  it('counts no request whose work ended before it left', async () => {
    const { clock, pacer } = setUp(2);
    const times: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      void pacer.take('start', never).then((turn) => {
        times.push(clock.monotonicMs());
        turn.ends();
      });
    }
    await clock.run();
    expect(times).toHaveLength(5);
  });

  it('counts a request that waited for its connection when it leaves', async () => {
    const { clock, pacer, leave } = setUp(10);
    const taken: number[] = [];
    for (let i = 0; i < 11; i += 1) {
      void leave('start', never).then(() => taken.push(clock.monotonicMs()));
    }
    await clock.run(1300);
    pacer.delayed(300);
    await clock.run();
    // The first left at 1300, so with it the second to the tenth and one more would be eleven from 1103 on.
    expect(taken[10]).toBeGreaterThanOrEqual(2103);
    const leftAt = [...taken.slice(1), 1300].sort((a, b) => a - b);
    expect(mostInOneSecond(leftAt)).toBeLessThanOrEqual(10);
  });
});
