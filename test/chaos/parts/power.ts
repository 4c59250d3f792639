import { plant } from '../planted/plant.ts';
import { losePower, NOT_SYNCED } from '../power/power-losses.ts';
import { hasStrace } from '../power/strace.ts';
import type { Part } from './part.ts';

/** States that are looked at for each event. */
const DRAWS = 2;

/** Loses the power at each write, sync, and send of an apply in every world, within the commits of the journal, too. */
export const power: Part = async function* ({ worlds, seed, step, offset, point, isOver }, reporter) {
  if (!hasStrace()) {
    reporter.say('power: strace is not installed, so nothing was tried');
    return;
  }
  for (const world of worlds) {
    if (isOver()) return;
    const options = `--part power --world ${world} --seed ${seed}`;
    const part = step === 1 ? '' : ` --step ${step} --offset ${offset}`;
    const walk = { world, seed, step, offset, draws: DRAWS };
    const { events, states, sent, violations } = await losePower(walk);
    reporter.judge(`power losses, ${world}`, `${options}${part}`, violations);
    yield {
      what: `power losses, ${world}`,
      tried: `${states} states within ${events} writes, syncs, and sends of ${sent} calls`,
      violations: violations.length,
      replay: `${options}${part}`,
    };
  }
  if (point !== undefined) return;
  const { program, remove } = await plant(NOT_SYNCED);
  const found = await losePower({ world: 'twilio', seed, step: 20, offset: 0, draws: 1, program }).finally(
    remove,
  );
  const isCaught = found.violations.length > 0;
  reporter.say(`${isCaught ? 'caught' : 'MISSED'}: commits that are not synced`);
  if (!isCaught) throw new Error('the power walk does not see commits that are not synced');
};
