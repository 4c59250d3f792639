import { expect, it, vi } from 'vitest';
import { STRANGENESS } from './schedule.ts';
import { walkHere } from './walk.ts';

/** `npm run test:chaos -- --part simulation --engine postgres` walks more; these crash ten times. */
const SAMPLE = { from: 119, count: 6, kinds: STRANGENESS, journal: 'postgres' } as const;

vi.setConfig({ testTimeout: 300_000 });

it('keeps its promises with the journal in a database', async () => {
  const { schedules, crashes, faults, broken } = await walkHere(SAMPLE);
  expect(broken).toEqual([]);
  expect(schedules).toBe(SAMPLE.count);
  // A walk in which nothing goes wrong proves nothing.
  expect(crashes).toBeGreaterThan(SAMPLE.count);
  expect(faults).toBeGreaterThan(SAMPLE.count);
});
