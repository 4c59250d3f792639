import { faultCases, runFaultCase } from '../faults.ts';
import { undisturbedEnd } from '../kill-points.ts';
import { seededRandom } from '../world/seeded-random.ts';
import { inParallel, type Part } from './part.ts';

/** Lets every fault that is not a kill happen in every world. */
export const faults: Part = async function* (wanted, reporter) {
  const { worlds, seed, point: only } = wanted;
  for (const world of worlds) {
    if (wanted.isOver()) return;
    const after = await undisturbedEnd({ world, job: 'apply' });
    const cases = faultCases(world).map((each, index) => ({ each, point: index + 1 }));
    const chosen = cases.filter(({ point }) => only === undefined || only === point);
    const replay = `--part faults --world ${world} --seed ${seed}`;
    let violations = 0;
    const done = await inParallel(chosen, wanted, async ({ each, point }) => {
      const broken = await runFaultCase(each, after, seededRandom(seed));
      violations += reporter.judge(each.name, `${replay} --point ${point}`, broken);
    });
    yield {
      what: `faults, ${world}`,
      tried: `${done} of ${cases.length}`,
      violations,
      replay,
    };
  }
};
