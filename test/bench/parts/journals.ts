import path from 'node:path';
import { newDatabase } from '../../postgres/new-database.ts';
import { startServer } from '../../postgres/server.ts';
import { NO_LIMIT, openCarrier } from '../carrier/open-carrier.ts';
import { type Bench, type Part, spreadOf } from '../figure.ts';
import { runProgram } from '../program.ts';
import { benchNumbers, writeNumbersSheet } from '../sheets.ts';

/** `apply` against a carrier that answers at once, with the journal in PostgreSQL on this machine and in the folder. */
export const journals: Part = async (bench) => {
  const count = bench.size(300, 2_000);
  const server = await startServer();
  try {
    const [inDatabase, inFolder]: [number[], number[]] = [[], []];
    for (let repeat = 0; repeat < bench.repeats; repeat++) {
      const { url, drop } = await newDatabase(server);
      inDatabase.push(await callsPerSecond(bench, count, url));
      await drop();
      inFolder.push(await callsPerSecond(bench, count, path.join(bench.folder, `runs-${repeat}`)));
    }
    return [
      {
        what: `\`apply\`, ${count.toLocaleString('en-US')} new numbers, limits that do not bind, state in PostgreSQL: pace`,
        unit: 'calls/s',
        measured: spreadOf(inDatabase),
        beside: { what: 'the same with the state in a folder (SQLite)', measured: spreadOf(inFolder) },
        goal: '',
      },
    ];
  } finally {
    server.remove();
  }
};

/** Covers the numbers of a fresh carrier, and says at which pace it was asked. */
async function callsPerSecond({ folder }: Bench, count: number, state: string): Promise<number> {
  const carrier = await openCarrier(folder, NO_LIMIT, { numbers: count });
  try {
    const sheet = path.join(folder, 'numbers.csv');
    await writeNumbersSheet(sheet, benchNumbers(count), 'twilio');
    const args = ['apply', sheet, '--config', carrier.config, '--yes', '--quiet'];
    const environment = { ...carrier.environment, E911_STATE: state };
    await runProgram(args, { cwd: folder, environment });
    const requests = await carrier.requests();
    const tookMs = (requests.at(-1)?.endedAtMs ?? 0) - (requests[0]?.atMs ?? 0);
    return requests.length / (tookMs / 1000);
  } finally {
    await carrier.close();
  }
}
