import path from 'node:path';
import { type Bench, type Figure, type Part, spreadOf } from '../figure.ts';
import { type Metered, runLoop, runProgram } from '../program.ts';
import { writeCleanSheet } from '../sheets.ts';

const ACCOUNT = { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'bench' };
const BARE = 'bare csv-parse into arrays';

/** Offline `validate` of clean sheets beside bare csv-parse, and how memory grows with the sheet. */
export const validate: Part = async (bench) => {
  const figures: Figure[] = [];
  const peaks: number[] = [];
  for (const rows of [bench.size(5_000, 10_000), bench.size(50_000, 100_000), bench.size(0, 1_000_000)]) {
    if (rows === 0) continue;
    // A million rows take long enough for one of them to be steady.
    const repeats = rows >= 1_000_000 ? 1 : bench.repeats;
    const { program, bare } = await measureSheet(bench, rows, repeats);
    peaks.push(spreadOf(program.map(({ peakMb }) => peakMb)).median);
    const name = `\`validate\`, ${rows.toLocaleString('en-US')} clean rows`;
    figures.push(
      compared(`${name}: time`, 's', [program, bare], ({ wallMs }) => wallMs / 1000),
      compared(`${name}: processor time`, 's', [program, bare], ({ processorMs }) => processorMs / 1000),
      {
        ...compared(`${name}: peak memory`, 'MB', [program, bare], ({ peakMb }) => peakMb),
        goal: '< 250 MB',
      },
    );
  }
  return figures.map((figure) => (figure.unit === 's' ? { ...figure, goal: '≤ 2.5x' } : figure));
};

async function measureSheet(
  { folder }: Bench,
  rows: number,
  repeats: number,
): Promise<{ program: Metered[]; bare: Metered[] }> {
  const sheet = path.join(folder, `clean-${rows}.csv`);
  await writeCleanSheet(sheet, rows);
  const program: Metered[] = [];
  const bare: Metered[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    bare.push(await runLoop('csv-parse.mjs', [sheet, String(rows)], { cwd: folder }));
    const args = ['validate', sheet, '--state', path.join(folder, 'validate-runs'), '--quiet'];
    program.push(await runProgram(args, { cwd: folder, environment: ACCOUNT }));
  }
  return { program, bare };
}

function compared(
  what: string,
  unit: string,
  [program, bare]: readonly [readonly Metered[], readonly Metered[]],
  value: (metered: Metered) => number,
): Figure {
  const measured = spreadOf(program.map(value));
  return { what, unit, measured, beside: { what: BARE, measured: spreadOf(bare.map(value)) }, goal: '' };
}
