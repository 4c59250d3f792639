import { faultCases, runFaultCase } from '../faults.ts';
import { jobFaultCases } from '../job-faults.ts';
import { JOBS, type JobName } from '../jobs.ts';
import { canWalk, measure } from '../kill-points.ts';
import { seededRandom } from '../world/seeded-random.ts';
import type { WorldName } from '../world/world.ts';
import { inParallel, type Part, type Reporter, type Tried, type Wanted } from './part.ts';

/** Lets every fault that is not a kill happen to every command in every world. */
export const faults: Part = async function* (wanted, reporter) {
  for (const world of wanted.worlds) {
    for (const job of JOBS) {
      const isWanted = wanted.job === undefined || wanted.job === job;
      if (isWanted && canWalk({ world, job }) && !wanted.isOver()) {
        yield await walkOf({ world, job }, wanted, reporter);
      }
    }
  }
};

async function walkOf(
  { world, job }: { readonly world: WorldName; readonly job: JobName },
  wanted: Wanted,
  reporter: Reporter,
): Promise<Tried> {
  const { seed, step, offset, point: only } = wanted;
  const { after, leading } = await measure({ world, job });
  const cases = (job === 'apply' ? faultCases(world) : jobFaultCases(world, job, leading)).map(
    (each, index) => ({ each, point: index + 1 }),
  );
  const chosen = cases.filter(({ point }) =>
    only === undefined ? point % step === offset % step : only === point,
  );
  const replay = `--part faults --world ${world} --job ${job} --seed ${seed}`;
  let violations = 0;
  const done = await inParallel(chosen, wanted, async ({ each, point }) => {
    const broken = await runFaultCase(each, after, seededRandom(seed));
    violations += reporter.judge(each.name, `${replay} --point ${point}`, broken);
  });
  return {
    what: `faults, ${world}, ${job}`,
    tried: `${done} of ${cases.length}`,
    violations,
    replay: `${replay}${step === 1 ? '' : ` --step ${step} --offset ${offset}`}`,
  };
}
