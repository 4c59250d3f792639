import { JOBS } from '../jobs.ts';
import { canWalk, killAt, measure, type Walk } from '../kill-points.ts';
import { inParallel, type Part, type Reporter, type Tried, type Wanted } from './part.ts';

/** Kills every command in every world at its points. */
export const kills: Part = async function* (wanted, reporter) {
  const jobs = JOBS.filter((job) => wanted.job === undefined || wanted.job === job);
  for (const world of wanted.worlds) {
    for (const job of jobs) {
      if (canWalk({ world, job }) && !wanted.isOver()) {
        yield await walkOf({ world, job, engine: wanted.engine }, wanted, reporter);
      }
    }
  }
};

async function walkOf(walk: Walk, wanted: Wanted, reporter: Reporter): Promise<Tried> {
  const { world, job, engine } = walk;
  const { seed, step, offset } = wanted;
  const measured = await measure(walk);
  const all = measured.points.map((_, index) => index + 1).filter((point) => point % step === offset % step);
  const chosen = wanted.point === undefined ? all : [wanted.point];
  const onEngine = engine === 'postgres' ? ' --engine postgres' : '';
  const options = `--part kills${onEngine} --world ${world} --job ${job} --seed ${seed}`;
  let violations = 0;
  let deaths = 0;
  const done = await inParallel(chosen, wanted, async (point) => {
    const end = await killAt(measured, point, seed);
    deaths += end.kills;
    const name = `${world} ${job} killed at ${measured.points[point - 1]}`;
    violations += reporter.judge(name, `${options} --point ${point}`, end.violations);
  });
  const part = step === 1 ? '' : ` --step ${step} --offset ${offset}`;
  return {
    what: `kill points${engine === 'postgres' ? ' on PostgreSQL' : ''}, ${world}, ${job}`,
    tried: `${done} of ${measured.points.length}, ${deaths} kills`,
    violations,
    replay: `${options}${part}`,
  };
}
