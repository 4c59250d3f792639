import { DESTINATIONS, type Destination, runMigration } from '../migrations.ts';
import { inParallel, type Part, type Reporter, type Tried, type Wanted } from './part.ts';

const NUMBERS = 300;
const KILLS = 20;
/** Without a common divisor with `KILLS`: the points that fit into the time are spread over the whole migration. */
const STRIDE = 7;

/** Kills the move of 300 numbers from Vonage to each carrier at points spread over it, and continues it. */
export const migrations: Part = async function* (wanted, reporter) {
  for (const to of DESTINATIONS) {
    if (wanted.kind !== undefined && wanted.kind !== to) continue;
    if (!wanted.isOver()) yield await movesTo(to, wanted, reporter);
  }
};

async function movesTo(to: Destination, wanted: Wanted, reporter: Reporter): Promise<Tried> {
  const options = `--part migrations --kind ${to}`;
  const undisturbed = await runMigration(to, NUMBERS, 0);
  let violations = reporter.judge(`migration to ${to}, undisturbed`, options, undisturbed.violations);
  const { length } = undisturbed.passed;
  const points = Array.from({ length: KILLS }, (_, at) =>
    Math.ceil(((((at * STRIDE) % KILLS) + 0.5) * length) / KILLS),
  );
  let kills = 0;
  const done = await inParallel(
    wanted.point === undefined ? points : [wanted.point],
    wanted,
    async (point) => {
      const end = await runMigration(to, NUMBERS, point);
      kills += end.processes.filter(({ code }) => code === null).length;
      violations += reporter.judge(`migration to ${to}`, `${options} --point ${point}`, end.violations);
    },
  );
  return {
    what: `migrations, ${NUMBERS} numbers, Vonage to ${to}`,
    tried: `${done} of ${points.length} kill points, ${kills} kills`,
    violations,
    replay: options,
  };
}
