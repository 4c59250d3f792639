import { expect, it, vi } from 'vitest';
import { killAt, undisturbedRun } from './kill-points.ts';
import { WORLDS, type WorldName } from './world.ts';

/** Much more than these take; a machine with other work to do is no failure. */
vi.setConfig({ testTimeout: 300_000 });

/** Kills in `npm test`, evenly over the run; `npm run test:chaos` walks every point. */
const SAMPLE: Readonly<Record<WorldName, number>> = { twilio: 4, vonage: 2, sinch: 2, bandwidth: 2 };
const SEED = 1;

for (const world of WORLDS) {
  it(`${world}: a run that is killed and resumed ends as if nothing had happened`, async () => {
    const { after, points } = await undisturbedRun(world);
    expect(points.length).toBeGreaterThan(100);
    const every = points.length / SAMPLE[world];
    const chosen = Array.from({ length: SAMPLE[world] }, (_, index) => Math.ceil((index + 0.5) * every));
    const tried = await Promise.all(
      chosen.map(async (point) => ({ point, violations: await killAt(world, point, SEED, after) })),
    );
    for (const { point, violations } of tried) {
      const replay = `npm run test:chaos -- --part kills --world ${world} --seed ${SEED} --point ${point}`;
      expect(violations, replay).toEqual([]);
    }
  });
}
