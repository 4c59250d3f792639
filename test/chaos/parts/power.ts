import { plant } from '../planted/plant.ts';
import { losePower, NOT_SYNCED, POWER_JOBS } from '../power/power-losses.ts';
import { hasStrace } from '../power/strace.ts';
import type { Part } from './part.ts';

/** States that are looked at for each event. */
const DRAWS = 2;

/** Loses the power at each write, sync, and send of an apply and of its undo in every world, within the commits of the journal, too. */
export const power: Part = async function* (
  { worlds, job: wantedJob, seed, step, offset, point, isOver },
  reporter,
) {
  if (!hasStrace()) {
    reporter.say('power: strace is not installed, so nothing was tried');
    return;
  }
  for (const [world, job] of worlds.flatMap((each) => POWER_JOBS.map((one) => [each, one] as const))) {
    if (isOver()) return;
    if (wantedJob !== undefined && wantedJob !== job) continue;
    const options = `--part power --world ${world} --job ${job} --seed ${seed}`;
    const part = step === 1 ? '' : ` --step ${step} --offset ${offset}`;
    const walk = { world, job, seed, step, offset, draws: DRAWS };
    const { events, states, sent, violations } = await losePower(walk);
    reporter.judge(`power losses, ${world}, ${job}`, `${options}${part}`, violations);
    yield {
      what: `power losses, ${world}, ${job}`,
      tried: `${states} states within ${events} writes, syncs, and sends of ${sent} calls`,
      violations: violations.length,
      replay: `${options}${part}`,
    };
  }
  if (point !== undefined) return;
  const { program, remove } = await plant(NOT_SYNCED);
  const found = await losePower({
    world: 'twilio',
    job: 'apply',
    seed,
    step: 20,
    offset: 0,
    draws: 1,
    program,
  }).finally(remove);
  const isCaught = found.violations.length > 0;
  reporter.say(`${isCaught ? 'caught' : 'MISSED'}: commits that are not synced`);
  if (!isCaught) throw new Error('the power walk does not see commits that are not synced');
};
