import path from 'node:path';
import { NO_LIMIT, openCarrier } from '../carrier/open-carrier.ts';
import { type Part, spreadOf } from '../figure.ts';
import { type Metered, runProgram } from '../program.ts';
import { benchNumbers, writeNumbersSheet } from '../sheets.ts';

/** `plan` of a sheet whose rows all change something. */
export const planned: Part = async (bench) => {
  const rows = bench.size(1_000, 10_000);
  const carrier = await openCarrier(bench.folder, NO_LIMIT, { numbers: rows });
  try {
    const sheet = path.join(bench.folder, 'planned.csv');
    await writeNumbersSheet(sheet, benchNumbers(rows), 'twilio');
    const ended: Metered[] = [];
    for (let repeat = 0; repeat < bench.repeats; repeat++) {
      const state = path.join(bench.folder, `planned-${process.hrtime.bigint()}`);
      ended.push(
        await runProgram(['plan', sheet, '--config', carrier.config, '--state', state, '--quiet'], {
          cwd: bench.folder,
          environment: carrier.environment,
          countsCommits: true,
        }),
      );
    }
    const name = `\`plan\` of ${rows.toLocaleString('en-US')} new numbers`;
    const figure = (what: string, unit: string, value: (one: Metered) => number, goal: string) => ({
      what: `${name}: ${what}`,
      unit,
      measured: spreadOf(ended.map(value)),
      beside: null,
      goal,
    });
    return [
      figure('processor time', 's', ({ processorMs }) => processorMs / 1000, '≤ 5 s'),
      figure('time', 's', ({ wallMs }) => wallMs / 1000, ''),
      figure('durable commits', '', ({ commits }) => commits, ''),
      figure('peak memory', 'MB', ({ peakMb }) => peakMb, ''),
    ];
  } finally {
    await carrier.close();
  }
};
