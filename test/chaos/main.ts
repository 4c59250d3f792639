import { parseArgs } from 'node:util';
import { faultCases, runFaultCase } from './faults.ts';
import type { Violation } from './invariants.ts';
import { killAt, undisturbedRun } from './kill-points.ts';
import { PLANTED_BUGS, plant } from './planted-bugs.ts';
import { seededRandom } from './seeded-random.ts';
import { walkEverywhere } from './simulation/walk.ts';
import { runTrial } from './trial.ts';
import { WORLDS, type WorldName } from './world.ts';

const PARTS = ['kills', 'faults', 'simulation', 'bugs'] as const;

const { values } = parseArgs({
  options: {
    /** One of the parts above; all of them when absent. */
    part: { type: 'string' },
    world: { type: 'string' },
    seed: { type: 'string', default: '1' },
    /** One kill point alone. */
    point: { type: 'string' },
    /** Every how many-th kill point, and with which remainder: a long walk can be cut into pieces. */
    step: { type: 'string', default: '1' },
    offset: { type: 'string', default: '0' },
    /** How many schedules are simulated, one seed each, from `seed` on. */
    schedules: { type: 'string', default: '3000' },
    workers: { type: 'string', default: '3' },
  },
});
const seed = Number(values.seed);
const worlds = WORLDS.filter((world) => values.world === undefined || values.world === world);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
let failures = 0;

function judge(name: string, replay: string, violations: readonly Violation[]): void {
  if (violations.length === 0) return;
  failures += 1;
  say(`VIOLATED ${name}`);
  for (const { invariant, text } of violations.slice(0, 5)) say(`  ${invariant}: ${text}`);
  say(`  replay: npm run test:chaos -- ${replay}`);
}

/** Does every task, as many at once as there are workers: most of their time they wait. */
async function inParallel<T>(tasks: readonly T[], work: (task: T) => Promise<void>): Promise<void> {
  const queue = [...tasks];
  const worker = async (): Promise<void> => {
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) await work(task);
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, worker));
}

async function kills(world: WorldName): Promise<void> {
  const { after, points } = await undisturbedRun(world);
  const all = points
    .map((_, index) => index + 1)
    .filter((point) => point % Number(values.step) === Number(values.offset));
  const chosen = values.point === undefined ? all : [Number(values.point)];
  const before = failures;
  await inParallel(chosen, async (point) => {
    const replay = `--part kills --world ${world} --seed ${seed} --point ${point}`;
    judge(`kill at ${points[point - 1]}`, replay, await killAt(world, point, seed, after));
  });
  say(`${world}: ${chosen.length} of ${points.length} kill points tried, ${failures - before} violations`);
}

async function faults(world: WorldName): Promise<void> {
  const { after } = await undisturbedRun(world);
  const cases = faultCases(world).map((each, index) => ({ each, point: index + 1 }));
  const chosen = cases.filter(({ point }) => values.point === undefined || Number(values.point) === point);
  const before = failures;
  await inParallel(chosen, async ({ each, point }) => {
    const replay = `--part faults --world ${world} --seed ${seed} --point ${point}`;
    judge(each.name, replay, await runFaultCase(each, after, seededRandom(seed)));
  });
  say(`${world}: ${chosen.length} faults tried, ${failures - before} violations`);
}

async function simulation(): Promise<void> {
  const startedMs = performance.now();
  const count = values.point === undefined ? Number(values.schedules) : 1;
  const { schedules, processRuns, crashes, faults, broken } = await walkEverywhere({ from: seed, count });
  for (const { seed: at, violations } of broken) {
    judge(`schedule ${at}`, `--part simulation --seed ${at} --schedules 1`, violations);
  }
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  say(
    `${schedules} schedules simulated (${processRuns} processRuns, ${crashes} crashes, ${faults} faults) in ${seconds} s, ${broken.length} with violations`,
  );
}

async function bugs(): Promise<void> {
  for (const { name, edits, trial, caughtBy } of PLANTED_BUGS) {
    const { program, remove } = await plant(edits);
    try {
      const { after } = await undisturbedRun(trial.world);
      const { violations } = await runTrial({ ...trial, undisturbed: trial.sheet ? null : after, program });
      const isCaught = violations.some(({ invariant }) => invariant === caughtBy);
      if (!isCaught) failures += 1;
      say(`${isCaught ? 'caught' : 'MISSED'} by ${caughtBy}: ${name}`);
    } finally {
      await remove();
    }
  }
}

for (const part of PARTS) {
  if (values.part !== undefined && values.part !== part) continue;
  if (part === 'simulation') await simulation();
  else if (part === 'bugs') await bugs();
  else for (const world of worlds) await (part === 'kills' ? kills(world) : faults(world));
}
process.exitCode = failures === 0 ? 0 : 1;
