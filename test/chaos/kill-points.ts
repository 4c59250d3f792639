import type { ChaosPoint } from './command.ts';
import type { Violation } from './invariants.ts';
import { seededRandom } from './seeded-random.ts';
import type { Snapshot } from './snapshot.ts';
import { runTrial } from './trial.ts';
import type { WorldName } from './world.ts';

/** Within which a kill of a resumed run is drawn; a run that ends before it ends undisturbed. */
const RESUMED_POINTS = 150;

/** An undisturbed run of the documented sheet: where it ends, and which points it passes. */
export async function undisturbedRun(
  world: WorldName,
): Promise<{ readonly after: Snapshot; readonly points: readonly string[] }> {
  const { violations, processes, after, passed } = await runTrial({ world, undisturbed: null });
  const [first] = violations;
  if (first || processes.length > 1) {
    throw new Error(`${world}, undisturbed: ${first?.invariant} ${first?.text} ${processes[0]?.said}`);
  }
  return { after, points: passed };
}

/** Kills the command at a point; for two seeds of three kills what resumes it as well, for one of three once more. */
export async function killAt(
  world: WorldName,
  point: number,
  seed: number,
  undisturbed: Snapshot,
): Promise<Violation[]> {
  const random = seededRandom(seed * 100_003 + point);
  const more = Array.from(
    { length: Math.floor(random() * 3) },
    (): ChaosPoint => ({ kill: 1 + Math.floor(random() * RESUMED_POINTS) }),
  );
  const { violations } = await runTrial({ world, undisturbed, points: [{ kill: point }, ...more] });
  return [...violations];
}
