import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Figure, Part } from './figure.ts';
import { ratioOf } from './figure.ts';
import { apply } from './parts/apply.ts';
import { journals } from './parts/journals.ts';
import { longCells } from './parts/long-cells.ts';
import { pace } from './parts/pace.ts';
import { planned } from './parts/planned.ts';
import { reads } from './parts/reads.ts';
import { startUp } from './parts/start-up.ts';
import { streetCalls } from './parts/street-calls.ts';
import { unchanged } from './parts/unchanged.ts';
import { validate } from './parts/validate.ts';
import { type KeptFigure, withFigures, withTable } from './table.ts';

/*
 * Measures each line of the table in the README beside its yardstick, in the same run, and writes both bench/results.json and
 * the table. Times of a shared machine say little by themselves; the ratios to what ran beside them do.
 *
 *   npm run bench                          all of it, about half an hour
 *   npm run bench -- --quick               small sizes, once each; nothing is written
 *   npm run bench -- --part validate       some parts; the other lines of the table stay
 *   npm run bench -- --repeats 1           each line once
 *   npm run bench -- --busy-disk           with another process that writes and syncs all the time
 */

const PARTS: Readonly<Record<string, Part>> = {
  validate,
  apply,
  journals,
  pace,
  reads,
  unchanged,
  planned,
  'start-up': startUp,
  'street-calls': streetCalls,
  'long-cells': longCells,
};
const RESULTS = fileURLToPath(new URL('../../bench/results.json', import.meta.url));
const PAGE = fileURLToPath(new URL('../../README.md', import.meta.url));
const REPEATS = 3;

const { values: typed } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    part: { type: 'string', multiple: true, default: [] },
    repeats: { type: 'string', default: String(REPEATS) },
    'busy-disk': { type: 'boolean', default: false },
  },
});
const unknown = typed.part.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  throw new Error(`The bench has no part ${unknown.join(', ')}: ${Object.keys(PARTS).join(', ')}.`);
}

const folder = mkdtempSync(path.join(tmpdir(), 'e911-bench-'));
const loadAtStart = Math.round(loadavg()[0] ?? 0);
const busy = typed['busy-disk'] ? spawnDiskWork() : null;
try {
  const figures = await measureAll(typed.part.length > 0 ? typed.part : Object.keys(PARTS));
  if (!typed.quick) save(figures);
} finally {
  busy?.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function measureAll(names: readonly string[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const name of names) {
    const own = path.join(folder, name);
    mkdirSync(own);
    const found = await PARTS[name]?.({
      folder: own,
      repeats: typed.quick ? 1 : Number(typed.repeats),
      size: (quick, whole) => (typed.quick ? quick : whole),
    });
    for (const figure of found ?? []) print(figure);
    figures.push(...(found ?? []));
    rmSync(own, { recursive: true, force: true });
  }
  return figures;
}

function print(figure: Figure): void {
  const { what, unit, measured, beside, goal } = figure;
  const show = (value: number): string => value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
  const spread = ({ min, median, max }: Figure['measured']): string =>
    [min, median, max].map(show).join(' / ');
  const ratio = ratioOf(figure);
  const other =
    beside === null || ratio === null ? '' : `; ${beside.what}: ${spread(beside.measured)}; ${show(ratio)}x`;
  console.log(`${what}: ${spread(measured)} ${unit}${other}${goal === '' ? '' : ` (goal ${goal})`}`);
}

function save(figures: readonly Figure[]): void {
  const [node = ''] = process.versions.node.split('.');
  const machine = `${availableParallelism()} shared cores, Node ${node}${busy === null ? '' : ', disk kept busy'}`;
  const date = new Date().toISOString().slice(0, 10);
  const earlier = existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as KeptFigure[]) : [];
  const kept = withFigures(
    earlier,
    figures.map((figure) => ({ ...figure, machine, load: loadAtStart, date })),
  );
  mkdirSync(path.dirname(RESULTS), { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify(kept, null, 2)}\n`);
  writeFileSync(PAGE, withTable(readFileSync(PAGE, 'utf8'), kept));
}

function spawnDiskWork(): { kill(): void } {
  const loop = fileURLToPath(new URL('./loops/fsync.mjs', import.meta.url));
  const child = spawn(process.execPath, [loop, path.join(folder, 'busy')], { stdio: 'ignore' });
  return { kill: () => void child.kill() };
}
