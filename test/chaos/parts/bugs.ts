import { runPlanted } from '../plant.ts';
import { PLANTED_BUGS } from '../planted-bugs.ts';
import type { Part } from './part.ts';

/** Plants every bug and looks whether the judge finds it. */
export const bugs: Part = async function* (_wanted, reporter) {
  let missed = 0;
  for (const bug of PLANTED_BUGS) {
    const violations = await runPlanted(bug);
    const isCaught = violations.some(({ invariant }) => invariant === bug.caughtBy);
    reporter.say(`${isCaught ? 'caught' : 'MISSED'} by ${bug.caughtBy}: ${bug.name}`);
    if (!isCaught) missed += 1;
  }
  yield {
    what: 'planted bugs',
    tried: `${PLANTED_BUGS.length - missed} of ${PLANTED_BUGS.length} caught`,
    violations: missed,
    replay: '--part bugs',
  };
};
