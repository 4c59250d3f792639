import { JOB, type JobName } from './jobs.ts';
import type { Violation } from './judge/violation.ts';
import type { ChaosPoint } from './process/command.ts';
import type { Snapshot } from './snapshot.ts';
import { type JournalEngine, runTrial } from './trial.ts';
import { seededRandom } from './world/seeded-random.ts';
import type { WorldName } from './world/world.ts';

/** Within which a kill of a resumed run is drawn; a run that ends before it ends undisturbed. */
const RESUMED_POINTS = 150;
/** Where in a run its first process is killed when the process that resumes it is walked: at this share of its points. */
const FIRST_KILL = 0.55;

/** One command in one world. */
export interface Walk {
  readonly world: WorldName;
  readonly job: JobName;
  readonly engine?: JournalEngine | undefined;
}

/** A walk with where it ends undisturbed and which points it passes on the way. */
interface MeasuredWalk extends Walk {
  readonly after: Snapshot;
  readonly points: readonly string[];
  /** What happens before the process that is walked: for `resume`, the kill of the first process. */
  readonly leading: readonly ChaosPoint[];
}

export function canWalk({ world, job }: Walk): boolean {
  return JOB[job].worlds.includes(world);
}

async function undisturbedTrial(
  { world, job, engine }: Walk,
  points: readonly ChaosPoint[],
  isMeasured: boolean,
) {
  const { violations, processes, after, passed } = await runTrial({
    world,
    job,
    engine,
    undisturbed: null,
    points,
    isMeasured,
  });
  const [first] = violations;
  const said = processes.at(-1)?.said;
  if (first || processes.length !== points.length + 1) {
    throw new Error(`${world}, ${job}, undisturbed: ${first?.invariant} ${first?.text} ${said}`);
  }
  return { after, points: passed.at(-1) ?? [] };
}

const undisturbed = new Map<string, Promise<Snapshot>>();

/** Where a command ends undisturbed: it is the same whenever it is run, so it is run once. @throws when it breaks a promise undisturbed */
export function undisturbedEnd(walk: Walk): Promise<Snapshot> {
  const key = `${walk.world} ${walk.job} ${walk.engine ?? ''}`;
  const known = undisturbed.get(key);
  if (known !== undefined) return known;
  const end = undisturbedTrial(walk, [], false).then(({ after }) => after);
  undisturbed.set(key, end);
  return end;
}

/** Runs a command undisturbed: where it ends, and which points it passes. @throws when it breaks a promise undisturbed */
export async function measure(walk: Walk): Promise<MeasuredWalk> {
  const plain = await undisturbedTrial(walk, [], true);
  if (walk.job !== 'resume') return { ...walk, ...plain, leading: [] };
  const leading = [{ kill: Math.ceil(plain.points.length * FIRST_KILL) }];
  return { ...walk, ...(await undisturbedTrial(walk, leading, true)), leading };
}

/** Kills the command at a point; for two seeds of three kills what resumes it as well, for one of three once more. */
export async function killAt(
  { world, job, engine, after, leading }: Omit<MeasuredWalk, 'points'>,
  point: number,
  seed: number,
): Promise<{ readonly violations: readonly Violation[]; readonly kills: number }> {
  const random = seededRandom(seed * 100_003 + point);
  const more = Array.from(
    { length: Math.floor(random() * 3) },
    (): ChaosPoint => ({ kill: 1 + Math.floor(random() * RESUMED_POINTS) }),
  );
  const points = [...leading, { kill: point }, ...more];
  const { violations, processes } = await runTrial({ world, job, engine, undisturbed: after, points });
  return { violations, kills: processes.filter(({ code }) => code === null).length };
}
