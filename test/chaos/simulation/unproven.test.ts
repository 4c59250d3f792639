import { expect, it, vi } from 'vitest';
import { seededRandom } from '../world/seeded-random.ts';
import { drawnSheet, inWorld } from '../world/sheet.ts';
import { UNDISTURBED } from './process-run.ts';
import { runSchedule, undisturbedEnd } from './run-schedule.ts';
import { drawSchedule } from './schedule.ts';

/** At Bandwidth (endpoints); its lists hide the endpoint of one number, so the run makes a second one. */
const SEED = 3098;
/** The points between the creation of that endpoint and the last look for it in the list. */
const POINTS = { from: 71, to: 110, step: 8 };
const LIES = { fromRead: 1, times: 100 };

vi.setConfig({ testTimeout: 300_000 });

it('leaves no second endpoint when a process dies while it looks for what it made', async () => {
  const schedule = drawSchedule(SEED, ['lying']);
  expect(schedule.world).toBe('bandwidth');
  const undisturbed = await undisturbedEnd(schedule);
  const found: unknown[] = [];
  let crashes = 0;
  for (let crashAt = POINTS.from; crashAt <= POINTS.to; crashAt += POINTS.step) {
    const faultPlans = [
      { ...UNDISTURBED, crashAt, lyingList: { ...LIES, keep: 3 } },
      { ...UNDISTURBED, lyingList: { ...LIES, keep: 0 } },
    ];
    const end = await runSchedule({ ...schedule, faultPlans }, undisturbed);
    crashes += end.crashes;
    if (end.violations.length > 0) found.push({ crashAt, violations: end.violations });
  }
  expect(found).toEqual([]);
  expect(crashes).toBeGreaterThan(4);
});

/** A small sheet at Bandwidth (endpoints): its lists hide the location that two of its numbers have, or the endpoint of one. */
const SHEET = 1_000_003;
it.each([
  ['the address', { keep: 0, from: 41, to: 60 }],
  ['the endpoint', { keep: 2, from: 85, to: 97 }],
])('leaves %s that a killed process made in vain to no later run', async (_what, { keep, from, to }) => {
  const drawn = drawSchedule(SEED, ['lying']);
  const sheet = inWorld('bandwidth', drawnSheet(seededRandom(SHEET)));
  const schedule = { ...drawn, sheet, faultPlans: [], delays: { registrationMs: 500, removalMs: 30 } };
  const undisturbed = await undisturbedEnd(schedule);
  const found: unknown[] = [];
  for (let crashAt = from; crashAt <= to; crashAt += 6) {
    const faultPlans = [
      { ...UNDISTURBED, crashAt, lyingList: { ...LIES, keep } },
      { ...UNDISTURBED, lyingList: { ...LIES, keep: 0 } },
    ];
    const { violations } = await runSchedule({ ...schedule, faultPlans }, undisturbed);
    if (violations.length > 0) found.push({ crashAt, violations });
  }
  expect(found).toEqual([]);
});
