import { statSync } from 'node:fs';
import path from 'node:path';
import { NO_LIMIT, openCarrier } from '../carrier/open-carrier.ts';
import { type Figure, type Part, spreadOf } from '../figure.ts';
import { type Metered, runProgram } from '../program.ts';
import { benchNumbers, writeNumbersSheet } from '../sheets.ts';

const MEGABYTE = 1_000_000;

/** `plan`, `verify`, and `export` of an account whose numbers all have their address, and the page of that plan. */
export const unchanged: Part = async (bench) => {
  const figures: Figure[] = [];
  for (const rows of [bench.size(1_000, 10_000), bench.size(10_000, 100_000)]) {
    const carrier = await openCarrier(bench.folder, NO_LIMIT, { numbers: rows, isCovered: true });
    try {
      const sheet = path.join(bench.folder, `covered-${rows}.csv`);
      await writeNumbersSheet(sheet, benchNumbers(rows), 'twilio');
      const given = { cwd: bench.folder, environment: carrier.environment };
      const run = async (...typed: string[]): Promise<Metered[]> => {
        const ended: Metered[] = [];
        for (let repeat = 0; repeat < (rows > 50_000 ? 1 : bench.repeats); repeat++) {
          const state = path.join(bench.folder, `unchanged-${process.hrtime.bigint()}`);
          const out = path.join(state, 'out');
          const args = [...typed, '--config', carrier.config, '--state', state, '--out', out, '--quiet'];
          ended.push(await runProgram(args, given));
          page = typed[0] === 'plan' ? statSync(path.join(out, 'report.html')).size / MEGABYTE : page;
        }
        return ended;
      };
      let page = 0;
      const many = `${rows.toLocaleString('en-US')} unchanged numbers`;
      figures.push(
        ...costs(`\`plan\` of ${many}`, rows, await run('plan', sheet), ['≤ 0.3', '< 300 MB']),
        {
          what: `report.html of ${many}`,
          unit: 'MB',
          measured: spreadOf([page]),
          beside: null,
          goal: '< 25 MB',
        },
        ...costs(`\`verify\` of ${many}`, rows, await run('verify', sheet), ['', '']),
        ...costs(`\`export\` of ${many}`, rows, await run('export', '--account', 'twilio'), ['', '']),
      );
    } finally {
      await carrier.close();
    }
  }
  return figures;
};

/** Processor time a row, and the peak. */
function costs(
  name: string,
  rows: number,
  ended: readonly Metered[],
  [timeGoal, peakGoal]: readonly [string, string],
): Figure[] {
  const measured = (value: (one: Metered) => number) => spreadOf(ended.map(value));
  return [
    {
      what: `${name}: processor time`,
      unit: 'ms a row',
      measured: measured(({ processorMs }) => processorMs / rows),
      beside: null,
      goal: timeGoal,
    },
    {
      what: `${name}: peak memory`,
      unit: 'MB',
      measured: measured(({ peakMb }) => peakMb),
      beside: null,
      goal: peakGoal,
    },
  ];
}
