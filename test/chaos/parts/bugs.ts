import { type PlantedBug, runPlanted } from '../planted/plant.ts';
import { PLANTED_BUGS } from '../planted/planted-bugs.ts';
import type { Part } from './part.ts';

async function finds(bug: PlantedBug): Promise<boolean> {
  return (await runPlanted(bug)).some(({ invariant }) => invariant === bug.caughtBy);
}

/** Plants every bug and looks whether the judge finds it. */
export const bugs: Part = async function* ({ point }, reporter) {
  let missed = 0;
  for (const bug of PLANTED_BUGS.filter((_, index) => point === undefined || index + 1 === point)) {
    const isCaught = await finds(bug);
    // A judge that finds the same without the bug has found something else.
    const isAlarmed = await finds({ ...bug, edits: [] });
    if (isAlarmed) reporter.say(`WITHOUT the bug, too: ${bug.name}`);
    reporter.say(`${isCaught ? 'caught' : 'MISSED'} by ${bug.caughtBy}: ${bug.name}`);
    if (!isCaught || isAlarmed) missed += 1;
  }
  yield {
    what: 'planted bugs',
    tried: `${PLANTED_BUGS.length - missed} of ${PLANTED_BUGS.length} caught`,
    violations: missed,
    replay: '--part bugs',
  };
};
