import path from 'node:path';
import { type Bench, type Figure, type Part, spreadOf } from '../figure.ts';
import { type Metered, runLoop, runProgram } from '../program.ts';
import { writeCleanSheet } from '../sheets.ts';

const ACCOUNT = { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'bench' };
/** One start is short: more of them tell the same in little time. */
const REPEATS_EACH = 3;

/** What a command costs before it does anything, beside an empty program. */
export const startUp: Part = async (bench) => {
  const sheet = path.join(bench.folder, 'ten.csv');
  await writeCleanSheet(sheet, 10);
  const state = path.join(bench.folder, 'ten-runs');
  const given = { cwd: bench.folder, environment: ACCOUNT };
  return [
    await beside(bench, '`--help`', '≤ 3x', () => runProgram(['--help'], given)),
    await beside(bench, '`validate` of ten rows', '≤ 5x', () =>
      runProgram(['validate', sheet, '--state', state, '--quiet'], given),
    ),
  ];
};

async function beside(
  { folder, repeats }: Bench,
  what: string,
  goal: string,
  run: () => Promise<Metered>,
): Promise<Figure> {
  const program: number[] = [];
  const empty: number[] = [];
  for (let repeat = 0; repeat < repeats * REPEATS_EACH; repeat++) {
    program.push((await run()).processorMs);
    empty.push((await runLoop('empty.mjs', [], { cwd: folder })).processorMs);
  }
  return {
    what: `${what}: processor time`,
    unit: 'ms',
    measured: spreadOf(program),
    beside: { what: 'an empty Node program', measured: spreadOf(empty) },
    goal,
  };
}
