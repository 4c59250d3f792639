import { expect, it, vi } from 'vitest';
import { drawSchedule, runSchedule, undisturbedEnd } from './schedule.ts';

const SEED = 1;
const SCHEDULES = 80;
/** Much more than this takes; a machine with other work to do is no failure. */
const LONGEST_MS = 300_000;
/**
 * Schedules that once found something: a read before a change that was lost, a stop while the state was read, an
 * interrupted run that could not be gone on with and called begun rows not attempted, a lost account whose half done rows
 * were called failed.
 */
const FOUND_SOMETHING = [1001, 1004, 1058, 109, 150, 10094, 10128];

vi.setConfig({ testTimeout: LONGEST_MS });

async function walk(seed: number): Promise<void> {
  const schedule = drawSchedule(seed);
  const { violations } = await runSchedule(schedule, await undisturbedEnd(schedule));
  expect(violations, `npm run test:chaos -- --part simulation --seed ${seed} --schedules 1`).toEqual([]);
}

it('walks random schedules of crashes, stops and losses without a broken promise', async () => {
  for (let seed = SEED; seed < SEED + SCHEDULES; seed++) await walk(seed);
});

it.each(FOUND_SOMETHING)('walks schedule %i, which once broke a promise', (seed) => walk(seed));

it('is the same for the same seed', async () => {
  const schedule = drawSchedule(1058);
  const undisturbed = await undisturbedEnd(schedule);
  const [first, second] = [
    await runSchedule(schedule, undisturbed),
    await runSchedule(schedule, undisturbed),
  ];
  expect(first.trace.length).toBeGreaterThan(100);
  expect(second.trace).toEqual(first.trace);
});
