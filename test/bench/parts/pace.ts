import path from 'node:path';
import type { RequestRecord } from '../../../src/sandbox/control-paths.ts';
import { openCarrier, type Pace } from '../carrier/open-carrier.ts';
import { type Bench, type Figure, type Part, spreadOf } from '../figure.ts';
import { runProgram } from '../program.ts';
import { benchNumbers, writeNumbersSheet } from '../sheets.ts';

/** Requests a second of the config, how many numbers take about twenty seconds at it, and the goal. */
const PACES = [
  [200, 3_600, '≥ 0.95'],
  [25, 450, '≥ 0.97'],
  [5, 90, '≥ 0.97'],
] as const;
const QUICK_SHARE = 0.25;
const WINDOW_MS = 1000;
/** The rate that a carrier keeps in truth, the one that the config has, and when the run has found the first. */
const REAL = { perSecond: 20, configured: 50, numbers: 900, foundAfterMs: 30_000 } as const;
const TOO_MANY = 429;

/** How much of a limit a whole run with its journal uses, as the carrier counts it, and the most calls of any one second. */
export const pace: Part = async (bench) => {
  const figures: Figure[] = [];
  for (const [perSecond, whole, goal] of PACES) {
    const runs = await repeated(
      bench,
      { requests_per_second: perSecond, burst: 1, concurrency: 32 },
      whole,
      {},
    );
    const name = `\`apply\` at ${perSecond} requests/s`;
    figures.push(
      alone(
        `${name}: share of the limit`,
        '',
        runs.map((run) => shareOf(run, perSecond)),
        goal,
      ),
      alone(`${name}: most requests in one second`, '', runs.map(mostInWindow), `≤ ${perSecond}`),
    );
  }
  const config = { requests_per_second: REAL.configured, burst: 1, concurrency: 32 };
  const runs = await repeated(bench, config, REAL.numbers, { maxPerSecond: REAL.perSecond });
  const name = `\`apply\` at ${REAL.configured} requests/s, the carrier takes ${REAL.perSecond}/s`;
  const found = runs.map((run) =>
    run.filter(({ atMs }) => atMs - (run[0]?.atMs ?? 0) >= foundAfterMs(bench)),
  );
  const refused = runs.map((run) => run.filter(({ status }) => status === TOO_MANY).length / run.length);
  return [
    ...figures,
    alone(
      `${name}: share, once it is found`,
      '',
      found.map((run) => shareOf(taken(run), REAL.perSecond)),
      '≥ 0.95',
    ),
    alone(`${name}: share of 429`, '', refused, '< 0.03'),
  ];
};

const foundAfterMs = (bench: Bench): number => bench.size(5_000, REAL.foundAfterMs);
const taken = (run: readonly RequestRecord[]): RequestRecord[] =>
  run.filter(({ status }) => status !== TOO_MANY);

function alone(what: string, unit: string, values: readonly number[], goal: string): Figure {
  return { what, unit, measured: spreadOf(values), beside: null, goal };
}

/** The requests of runs of `apply` on fresh carriers. */
async function repeated(
  bench: Bench,
  config: Pace,
  numbers: number,
  switches: Readonly<Record<string, unknown>>,
): Promise<(readonly RequestRecord[])[]> {
  const count = bench.size(Math.ceil(numbers * QUICK_SHARE), numbers);
  const runs: (readonly RequestRecord[])[] = [];
  for (let repeat = 0; repeat < bench.repeats; repeat++) {
    const carrier = await openCarrier(bench.folder, config, { numbers: count, switches });
    try {
      const sheet = path.join(bench.folder, 'paced.csv');
      await writeNumbersSheet(sheet, benchNumbers(count), 'twilio');
      const state = path.join(bench.folder, `pace-${process.hrtime.bigint()}`);
      await runProgram(['apply', sheet, '--config', carrier.config, '--state', state, '--yes', '--quiet'], {
        cwd: bench.folder,
        environment: carrier.environment,
      });
      runs.push([...(await carrier.requests())].sort((left, right) => left.atMs - right.atMs));
    } finally {
      await carrier.close();
    }
  }
  return runs;
}

function shareOf(run: readonly RequestRecord[], perSecond: number): number {
  const seconds = ((run.at(-1)?.atMs ?? 0) - (run[0]?.atMs ?? 0)) / 1000;
  return (run.length - 1) / seconds / perSecond;
}

/** The most requests that came within any one second. */
function mostInWindow(run: readonly RequestRecord[]): number {
  let most = 0;
  let first = 0;
  for (const [at, { atMs }] of run.entries()) {
    while (atMs - (run[first]?.atMs ?? atMs) >= WINDOW_MS) first++;
    most = Math.max(most, at - first + 1);
  }
  return most;
}
