import { expect, it, vi } from 'vitest';
import { JOBS } from './jobs.ts';
import { canWalk, killAt, measure, undisturbedEnd, type Walk } from './kill-points.ts';
import { WORLDS } from './world/world.ts';

/** Much more than these take; a machine with other work to do is no failure. */
vi.setConfig({ testTimeout: 300_000, maxConcurrency: 4 });

/** Kills in `npm test`, evenly over a run of about so many points; `npm run test:chaos` measures every run and walks every point. */
const SAMPLE: ReadonlyMap<string, { readonly of: number; readonly kills: readonly number[] }> = new Map([
  ['twilio apply', { of: 220, kills: [110] }],
  ['mixed apply', { of: 240, kills: [60, 183] }],
  ['bandwidth resume', { of: 190, kills: [95] }],
  ['twilio check', { of: 220, kills: [110] }],
  ['bandwidth preview', { of: 110, kills: [58] }],
  ['bandwidth-orders undo', { of: 200, kills: [99] }],
  ['sinch verify', { of: 85, kills: [42] }],
  ['vonage numbers', { of: 360, kills: [181] }],
  // With the journal in a database, where each write is a point as well.
  ['mixed apply on PostgreSQL', { of: 500, kills: [251] }],
]);
/** The run that a killed process leaves to the `resume` that is killed. */
const LEADING = [{ kill: 97 }];
const SEED = 1;

const nameOf = ({ world, job, engine }: Walk): string =>
  `${world} ${job}${engine === 'postgres' ? ' on PostgreSQL' : ''}`;
const onPostgres: Walk = { world: 'mixed', job: 'apply', engine: 'postgres' };
const walks: Walk[] = [...WORLDS.flatMap((world) => JOBS.map((job) => ({ world, job }))), onPostgres].filter(
  (walk) => canWalk(walk) && SAMPLE.has(nameOf(walk)),
);

it('samples each command and each world', () => {
  expect(walks.map(nameOf).sort()).toEqual([...SAMPLE.keys()].sort());
  expect(new Set(walks.map(({ job }) => job)).size).toBe(JOBS.length);
  expect(new Set(walks.map(({ world }) => world)).size).toBe(WORLDS.length);
});

for (const walk of walks) {
  it.concurrent(`${nameOf(walk)}: killed and resumed, it ends as if nothing had happened`, async () => {
    const after = await undisturbedEnd(walk);
    const { of, kills: points } = SAMPLE.get(nameOf(walk)) ?? { of: 0, kills: [] };
    const leading = walk.job === 'resume' ? LEADING : [];
    const tried = await Promise.all(
      points.map(async (point) => ({ point, ...(await killAt({ ...walk, after, leading }, point, SEED)) })),
    );
    for (const { point, violations, kills } of tried) {
      const engine = walk.engine === undefined ? '' : ' --engine postgres';
      const replay = `npm run test:chaos -- --part kills${engine} --world ${walk.world} --job ${walk.job} --seed ${SEED} --point ${point}`;
      expect(violations, replay).toEqual([]);
      expect(kills, `the run no longer has about ${of} points`).toBeGreaterThan(leading.length);
    }
  });
}

it('measures where a run ends and which points it passes', async () => {
  const walk: Walk = { world: 'sinch', job: 'apply' };
  const { after, points } = await measure(walk);
  expect(points.length).toBeGreaterThan(20);
  expect(new Set(points)).toEqual(
    new Set(['before-write', 'after-write', 'before-send', 'after-send', 'receive']),
  );
  expect(after).toEqual(await undisturbedEnd(walk));
});
