import { parseArgs } from 'node:util';
import { endSharedServer } from '../postgres/server.ts';
import { type Figure, saveFigures } from './figures.ts';
import { bugs } from './parts/bugs.ts';
import { disk } from './parts/disk.ts';
import { faults } from './parts/faults.ts';
import { kills } from './parts/kills.ts';
import { load } from './parts/load.ts';
import { migrations } from './parts/migrations.ts';
import type { Part, Reporter, Wanted } from './parts/part.ts';
import { power } from './parts/power.ts';
import { simulation } from './parts/simulation.ts';
import { sites } from './parts/sites.ts';
import { workers } from './parts/workers.ts';
import { WORLDS } from './world/world.ts';

const PARTS: Readonly<Record<string, Part>> = {
  kills,
  faults,
  simulation,
  bugs,
  load,
  migrations,
  sites,
  power,
  disk,
  workers,
};

const { values } = parseArgs({
  options: {
    /** One of the parts above; all of them when absent. */
    part: { type: 'string' },
    world: { type: 'string' },
    /** kills: one command of jobs.ts. */
    job: { type: 'string' },
    /** simulation: one kind of schedules.ts; migrations: one destination; sites: one account. */
    kind: { type: 'string' },
    /** kills, simulation: where the journals are, `sqlite` or `postgres`. */
    engine: { type: 'string', default: 'sqlite' },
    seed: { type: 'string', default: '1' },
    /** One kill point, fault, planted bug, or seed alone. */
    point: { type: 'string' },
    /** Every how many-th kill point, and with which remainder: a long walk can be cut into pieces. */
    step: { type: 'string', default: '1' },
    offset: { type: 'string', default: '0' },
    /** How many schedules of each kind are simulated, one seed each, from `seed` on. */
    schedules: { type: 'string', default: '2500' },
    workers: { type: 'string', default: '3' },
    /** kills, faults, simulation: what was not begun after so many minutes is left out. */
    minutes: { type: 'string', default: '600' },
    /** load: rows of its sheet. */
    rows: { type: 'string', default: '20000' },
    /** Writes the figures into the table of docs/reliability.md; a run without any other option does so by itself. */
    save: { type: 'boolean', default: process.argv.length === 2 },
  },
});
const wanted: Wanted = {
  worlds: WORLDS.filter((world) => values.world === undefined || values.world === world),
  job: values.job,
  kind: values.kind,
  engine: values.engine === 'postgres' ? 'postgres' : 'sqlite',
  seed: Number(values.seed),
  point: values.point === undefined ? undefined : Number(values.point),
  step: Number(values.step),
  offset: Number(values.offset),
  schedules: Number(values.schedules),
  isOver: () => performance.now() > Number(values.minutes) * 60_000,
  workers: Number(values.workers),
  rows: Number(values.rows),
};
const reporter: Reporter = {
  say: (text) => void process.stdout.write(`${text}\n`),
  judge(name, replay, violations) {
    if (violations.length === 0) return 0;
    reporter.say(`VIOLATED ${name}`);
    for (const { invariant, text } of violations.slice(0, 5)) reporter.say(`  ${invariant}: ${text}`);
    reporter.say(`  replay: npm run test:chaos -- ${replay}`);
    return 1;
  },
};

const endServer = wanted.engine === 'postgres' ? endSharedServer() : () => undefined;
let failures = 0;
for (const [name, part] of Object.entries(PARTS)) {
  if (values.part !== undefined && values.part !== name) continue;
  for await (const { what, tried, violations, replay } of part(wanted, reporter)) {
    failures += violations;
    reporter.say(`${what}: ${tried}, ${violations} violations`);
    const date = new Date().toISOString().slice(0, 10);
    const figure: Figure = { what, tried, violations, date, command: `npm run test:chaos -- ${replay}` };
    // A single case is a replay and says nothing of the whole.
    if (values.save && wanted.point === undefined) await saveFigures([figure]);
  }
}
endServer();
process.exitCode = failures === 0 ? 0 : 1;
