import { STRANGENESS } from '../simulation/schedule.ts';
import { walkInParallel } from '../simulation/walk.ts';
import type { Part } from './part.ts';

/** Simulates as many schedules of each kind as were asked for, one seed each. */
export const simulation: Part = async function* (wanted, reporter) {
  const { kind: only, engine: journal, seed, point, schedules, workers, isOver } = wanted;
  const onDatabase = journal === 'postgres';
  const count = point === undefined ? schedules : 1;
  for (const kind of STRANGENESS.filter((each) => only === undefined || only === each)) {
    const seeds = { from: point ?? seed, count, kinds: [kind], journal };
    const walked = await walkInParallel(seeds, workers, isOver);
    const { processRuns, crashes, faults, broken } = walked;
    const options = `--part simulation${onDatabase ? ' --engine postgres' : ''} --kind ${kind}`;
    for (const { seed: at, violations } of broken) {
      reporter.judge(`schedule ${at}`, `${options} --point ${at}`, violations);
    }
    yield {
      what: `simulated schedules${onDatabase ? ' on PostgreSQL' : ''}, ${kind}`,
      tried: `${walked.schedules}: ${processRuns} process runs, ${crashes} crashes, ${faults} faults`,
      violations: broken.length,
      replay: `${options} --seed ${seed} --schedules ${walked.schedules}`,
    };
  }
};
