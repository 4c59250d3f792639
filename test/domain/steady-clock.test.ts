import { expect, it } from 'vitest';
import { steadyClock } from '../../src/domain/steady-clock.ts';

const HOUR_MS = 3_600_000;

function fakeClock(): { wallMs: number; monotonicMs: number } {
  return { wallMs: Date.UTC(2026, 10, 21), monotonicMs: 5 };
}

function steady(fake: { wallMs: number; monotonicMs: number }) {
  const told: number[] = [];
  const clock = steadyClock(
    {
      wallMs: () => fake.wallMs,
      monotonicMs: () => fake.monotonicMs,
      sleep: async () => undefined,
    },
    (ms) => told.push(ms),
  );
  return { clock, told };
}

it('continues by the monotonic time when the clock is set back an hour, and says so once', () => {
  const fake = fakeClock();
  const { clock, told } = steady(fake);
  const before = clock.wallMs();
  fake.wallMs += 400 - HOUR_MS;
  fake.monotonicMs += 400;
  expect(clock.wallMs() - before).toBe(400);
  fake.wallMs += 100;
  fake.monotonicMs += 100;
  expect(clock.wallMs() - before).toBe(500);
  expect(told).toEqual([HOUR_MS]);
});

it('follows a clock that is set forward, and does not follow it back', () => {
  const fake = fakeClock();
  const { clock } = steady(fake);
  const before = clock.wallMs();
  fake.wallMs += HOUR_MS;
  expect(clock.wallMs() - before).toBe(HOUR_MS);
  fake.wallMs -= HOUR_MS;
  fake.monotonicMs += 7;
  expect(clock.wallMs() - before).toBe(HOUR_MS + 7);
});

it('says nothing about the small steps of time synchronization', () => {
  const fake = fakeClock();
  const { clock, told } = steady(fake);
  fake.wallMs -= 900;
  const first = clock.wallMs();
  fake.monotonicMs += 0.4;
  expect(clock.wallMs()).toBeGreaterThanOrEqual(first);
  expect(Number.isInteger(clock.wallMs())).toBe(true);
  expect(told).toEqual([]);
});
