import { expect, it, vi } from 'vitest';
import { runSchedule, undisturbedEnd } from './run-schedule.ts';
import { drawSchedule } from './schedule.ts';
import { type Seeds, walkHere } from './walk.ts';

const SAMPLE: Seeds = { from: 1, count: 30, kinds: ['prompt', 'slow', 'clock'] };
/** Schedules that showed a mistake once; what a seed draws changes with the drawing, so they are worth what they still draw. */
const ONCE_BROKEN = [140, 1031, 1163, 1307, 1642];
/** The same of lists that lie: a second endpoint was made, or a number whose endpoint was hidden counted as removed. */
const ONCE_BELIEVED = [2030, 2083, 2104, 2114, 3023, 3098];
/** A row stayed `unchanged` although the list that had hidden its endpoint could not be read once more. */
const ONCE_UNCONFIRMED = [301400, 301945];
/** An association was sent again for a number without an address; the read that was to show the first one had no answer. */
const ONCE_UNREAD = 301309;
/** A read failed while what was made was looked for in the list, and the number kept a second endpoint in a row that did not say so. */
const ONCE_UNPROVEN = [300604, 302333];
/** The credentials failed between a change and the proof of it: its row said that nothing had been attempted. */
const ONCE_NOT_ATTEMPTED = 60624;
/** Much more than this takes; a machine with other work to do is no failure. */
const LONGEST_MS = 300_000;

vi.setConfig({ testTimeout: LONGEST_MS });

it('walks random schedules of crashes, stops and losses without a broken promise', async () => {
  const { schedules, crashes, faults, broken } = await walkHere(SAMPLE);
  const replays = broken.map(({ seed, violations }) => ({
    replay: `npm run test:chaos -- --part simulation --seed ${seed} --schedules 1`,
    violations,
  }));
  expect(replays).toEqual([]);
  // A walk in which nothing goes wrong proves nothing.
  expect(schedules).toBe(SAMPLE.count);
  expect(crashes).toBeGreaterThan(SAMPLE.count / 2);
  expect(faults).toBeGreaterThan(SAMPLE.count);
});

it.each(ONCE_BROKEN)('keeps the promises that schedule %i once broke', async (from) => {
  expect((await walkHere({ ...SAMPLE, from, count: 1 })).broken).toEqual([]);
});

it.each([...ONCE_BELIEVED, ...ONCE_UNCONFIRMED, ONCE_UNREAD, ...ONCE_UNPROVEN])(
  'keeps the promises that the lying lists of schedule %i once broke',
  async (from) => {
    expect((await walkHere({ from, count: 1, kinds: ['lying'] })).broken).toEqual([]);
  },
);

/** A resume called rows failed, or not attempted, whose calls an earlier process had sent: it could not read them, or was held. */
const ONCE_CALLED_FAILED = [301552, 302103];
it.each(ONCE_CALLED_FAILED)(
  'leaves open what schedule %i once called failed without an effect',
  async (from) => {
    expect((await walkHere({ from, count: 1, kinds: ['slow'] })).broken).toEqual([]);
  },
);

it('calls a row begun whose change was made before the credentials failed', async () => {
  const seeds: Seeds = { from: ONCE_NOT_ATTEMPTED, count: 1, kinds: ['prompt'] };
  expect((await walkHere(seeds)).broken).toEqual([]);
});

it('is the same for the same seed', async () => {
  const schedule = drawSchedule(45, SAMPLE.kinds);
  const undisturbed = await undisturbedEnd(schedule);
  const [first, second] = [
    await runSchedule(schedule, undisturbed),
    await runSchedule(schedule, undisturbed),
  ];
  expect(first.trace.length).toBeGreaterThan(100);
  expect(second.trace).toEqual(first.trace);
});
