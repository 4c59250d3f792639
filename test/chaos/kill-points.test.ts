import { expect, it, vi } from 'vitest';
import { JOBS } from './jobs.ts';
import { canWalk, killAt, measure, type Walk } from './kill-points.ts';
import { WORLDS } from './world/world.ts';

/** Much more than these take; a machine with other work to do is no failure. */
vi.setConfig({ testTimeout: 300_000, maxConcurrency: 4 });

/** Kills in `npm test`, evenly over the run; `npm run test:chaos` walks every point. */
const SAMPLE = new Map([
  ['twilio apply', 1],
  ['mixed apply', 2],
  ['bandwidth resume', 1],
  ['twilio check', 1],
  ['bandwidth preview', 1],
  ['bandwidth-orders undo', 1],
  ['sinch verify', 1],
  ['vonage numbers', 1],
]);
/** The same with the journal in a database, where each write is a point as well. */
const ON_POSTGRES = 1;
const SEED = 1;

const nameOf = ({ world, job, engine }: Walk): string =>
  `${world} ${job}${engine === 'postgres' ? ' on PostgreSQL' : ''}`;
const walks: Walk[] = WORLDS.flatMap((world) => JOBS.map((job) => ({ world, job }))).filter(
  (walk) => canWalk(walk) && SAMPLE.has(nameOf(walk)),
);

it('samples each command and each world', () => {
  expect(walks.map(nameOf).sort()).toEqual([...SAMPLE.keys()].sort());
  expect(new Set(walks.map(({ job }) => job)).size).toBe(JOBS.length);
  expect(new Set(walks.map(({ world }) => world)).size).toBe(WORLDS.length);
});

const onPostgres: Walk[] = [{ world: 'mixed', job: 'apply', engine: 'postgres' }];

for (const walk of [...walks, ...onPostgres]) {
  it.concurrent(`${nameOf(walk)}: killed and resumed, it ends as if nothing had happened`, async () => {
    const measured = await measure(walk);
    const { length } = measured.points;
    expect(length).toBeGreaterThan(20);
    const count = SAMPLE.get(nameOf(walk)) ?? ON_POSTGRES;
    const points = Array.from({ length: count }, (_, index) => Math.ceil(((index + 0.5) * length) / count));
    const tried = await Promise.all(
      points.map(async (point) => ({ point, ...(await killAt(measured, point, SEED)) })),
    );
    for (const { point, violations } of tried) {
      const engine = walk.engine === undefined ? '' : ' --engine postgres';
      const replay = `npm run test:chaos -- --part kills${engine} --world ${walk.world} --job ${walk.job} --seed ${SEED} --point ${point}`;
      expect(violations, replay).toEqual([]);
    }
  });
}
