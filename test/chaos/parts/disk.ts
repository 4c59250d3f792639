import { failAt, GAP_LEFT, measureDisk, pointsInGaps } from '../disk/disk-faults.ts';
import { JOBS } from '../jobs.ts';
import { canWalk } from '../kill-points.ts';
import { plant } from '../planted/plant.ts';
import { hasStrace } from '../power/strace.ts';
import { inParallel, type Part, type Reporter } from './part.ts';

/** Lets the disk be full, broken, or refuse once, at each write, sync, and rename of every command in every world. */
export const disk: Part = async function* (wanted, reporter) {
  if (!hasStrace()) {
    reporter.say('disk: strace is not installed, so nothing was tried');
    return;
  }
  const { step, offset, point: only } = wanted;
  for (const world of wanted.worlds) {
    for (const job of JOBS) {
      const isWanted = wanted.job === undefined || wanted.job === job;
      if (!isWanted || !canWalk({ world, job }) || wanted.isOver()) continue;
      const measured = await measureDisk({ world, job });
      const all = measured.points.map((_, index) => index + 1);
      const chosen = only === undefined ? all.filter((point) => point % step === offset % step) : [only];
      const options = `--part disk --world ${world} --job ${job}`;
      let [violations, struck] = [0, 0];
      await inParallel(chosen, wanted, async (point) => {
        const end = await failAt(measured, point);
        if (end.hasStruck) struck += 1;
        violations += reporter.judge(end.name, `${options} --point ${point}`, end.violations);
      });
      const part = step === 1 ? '' : ` --step ${step} --offset ${offset}`;
      yield {
        what: `disk faults, ${world}, ${job}`,
        tried: `${struck} of ${all.length}`,
        violations,
        replay: `${options}${part}`,
      };
    }
  }
  if (only === undefined) await requireSeen(reporter);
};

/** Whether the walk sees a number that is left uncovered without a word. @throws Error when it does not */
async function requireSeen(reporter: Reporter): Promise<void> {
  const { program, remove } = await plant(GAP_LEFT);
  let isCaught = false;
  try {
    const measured = await measureDisk({ world: 'twilio', job: 'apply' });
    for (const point of pointsInGaps(measured)) {
      isCaught ||= (await failAt(measured, point, program)).violations.some(
        ({ invariant }) => invariant === 'I3',
      );
      if (isCaught) break;
    }
  } finally {
    await remove();
  }
  reporter.say(`${isCaught ? 'caught' : 'MISSED'}: a gap that is left when the disk is full`);
  if (!isCaught) throw new Error('the disk walk does not see a number that is left uncovered');
}
