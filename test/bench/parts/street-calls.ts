import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NO_LIMIT, openCarrier } from '../carrier/open-carrier.ts';
import { type Part, spreadOf } from '../figure.ts';
import { runProgram } from '../program.ts';
import { benchNumbers, writeNumbersSheet } from '../sheets.ts';

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { count: number }[];
    }[];
  }[];
}

/** How often a street is split per row of a run, as V8 counts the calls. */
export const streetCalls: Part = async ({ folder, size }) => {
  const rows = size(100, 500);
  const carrier = await openCarrier(folder, NO_LIMIT, { numbers: rows });
  try {
    const sheet = path.join(folder, 'streets.csv');
    await writeNumbersSheet(sheet, benchNumbers(rows), 'twilio');
    const counts = path.join(folder, 'coverage');
    mkdirSync(counts);
    await runProgram(
      [
        'apply',
        sheet,
        '--config',
        carrier.config,
        '--state',
        path.join(folder, 'streets'),
        '--yes',
        '--quiet',
      ],
      { cwd: folder, environment: { ...carrier.environment, NODE_V8_COVERAGE: counts }, isFromSources: true },
    );
    const calls = callsOf(counts, 'splitLine');
    if (calls === 0) throw new Error('the coverage of the run names no call of splitLine');
    return [
      {
        what: `\`apply\`, ${rows} new numbers: calls of \`splitLine\``,
        unit: 'a row',
        measured: spreadOf([calls / rows]),
        beside: null,
        goal: '≤ 1',
      },
    ];
  } finally {
    await carrier.close();
  }
};

function callsOf(folder: string, name: string): number {
  let calls = 0;
  for (const file of readdirSync(folder)) {
    const { result } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Coverage;
    for (const { url, functions } of result) {
      if (!url.includes('/src/')) continue;
      for (const each of functions) if (each.functionName === name) calls += each.ranges[0]?.count ?? 0;
    }
  }
  return calls;
}
