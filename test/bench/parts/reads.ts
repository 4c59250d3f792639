import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { STAND_INS } from '../../../src/sandbox/registry.ts';
import { type Carrier, NO_LIMIT, openCarrier } from '../carrier/open-carrier.ts';
import { type Bench, type Figure, type Part, spreadOf } from '../figure.ts';
import { runProgram } from '../program.ts';
import { benchNumbers, writeNumbersSheet } from '../sheets.ts';

/** Most reads per number that are meant to be needed for a new address. */
const GOALS: Readonly<Record<string, string>> = {
  twilio: '0.04',
  vonage: '2',
  sinch: '3',
  bandwidth: '0.05',
  'bandwidth-orders': '3 to 4',
};

/** How often each carrier is read per number, for a new address, a changed one, and where nothing changes. */
export const reads: Part = async (bench) => {
  const figures: Figure[] = [];
  const count = bench.size(100, 800);
  for (const { account } of STAND_INS) {
    const carrier = await openCarrier(bench.folder, NO_LIMIT, { account, numbers: count });
    try {
      const sheet = path.join(bench.folder, `${account}.csv`);
      await writeNumbersSheet(sheet, benchNumbers(count), account);
      const changed = path.join(bench.folder, `${account}-changed.csv`);
      await replaced(sheet, changed);
      const name = `${account}, ${count} numbers`;
      const read = async (what: string, file: string, goal: string): Promise<Figure> => ({
        what: `${name}: reads for ${what}`,
        unit: 'a number',
        measured: spreadOf([(await readsOf(bench, carrier, file)) / count]),
        beside: null,
        goal,
      });
      figures.push(
        await read('a new address', sheet, GOALS[account] ?? ''),
        await read('an unchanged one', sheet, ''),
        await read('a changed one', changed, account === 'twilio' ? '≤ 0.3' : ''),
      );
    } finally {
      await carrier.close();
    }
  }
  return figures;
};

/** Reads of one run, by the carrier's own log: all requests without those that changed something. */
async function readsOf({ folder }: Bench, carrier: Carrier, sheet: string): Promise<number> {
  const before = (await carrier.requests()).length;
  const args = [
    'apply',
    sheet,
    '--config',
    carrier.config,
    '--state',
    path.join(folder, 'reads'),
    '--yes',
    '--force',
  ];
  await runProgram([...args, '--quiet', '--wait', '60s'], { cwd: folder, environment: carrier.environment });
  return (await carrier.requests()).slice(before).filter(({ method }) => method === 'GET').length;
}

/** The same numbers at another address. */
async function replaced(from: string, to: string): Promise<void> {
  const out = createWriteStream(to);
  for await (const line of createInterface({ input: createReadStream(from) })) {
    out.write(
      `${line.replace('645 Harrison St', '200 N Spring St').replace('San Francisco,CA,94105', 'Los Angeles,CA,90012')}\n`,
    );
  }
  await new Promise<void>((resolve) => out.end(resolve));
}
