import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/cli/process/system-clock.ts';
import { createFaults } from '../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../src/sandbox/server.ts';
import type { StandIn } from '../../src/sandbox/stand-in.ts';
import { judgeMigration } from './judge/migration.ts';
import type { Violation } from './judge/violation.ts';
import { type Ended, runCommand } from './process/command.ts';
import { runHere } from './process/command-here.ts';
import { largeSheet } from './world/sheet.ts';
import { type AccountName, createStandIn } from './world/stand-ins.ts';
import { configOf, environmentOf, type World } from './world/world.ts';

/** Every carrier and dialect that numbers of Vonage can move to. */
export const DESTINATIONS = ['sinch', 'twilio', 'bandwidth', 'bandwidth-orders'] as const;
export type Destination = (typeof DESTINATIONS)[number];

const DELAYS = { registrationMs: 20, removalMs: 15 };
/** Kills leave no call that could still take effect: the stand-ins carry out a request when it arrives. */
const SETTLE = '1s';
/** How many further processes a migration may need. */
const MOST_PROCESSES = 6;

interface MigrationEnd {
  readonly violations: readonly Violation[];
  readonly processes: readonly Ended[];
  /** The points that the command passes when it is not killed. */
  readonly passed: readonly string[];
}

/**
 * Moves `count` numbers from Vonage by the real command, killed at `kill` (0: not at all) and continued until it ends, in turn by
 * the same command and by `resume`. What it is judged by are the stand-ins' own records.
 */
export async function runMigration(to: Destination, count: number, kill: number): Promise<MigrationEnd> {
  const dir = await mkdtemp(path.join(tmpdir(), 'e911-migration-'));
  const names: readonly AccountName[] = ['vonage', to];
  const accounts = names.map((name) => ({ name, standIn: createStandIn(name, DELAYS) }));
  const world: World = { name: 'mixed', accounts };
  const faults = createFaults(() => 0.5);
  const servers = await Promise.all(
    accounts.map(({ standIn }) => startSandboxServer(standIn, { clock: systemClock, faults })),
  );
  const environment = environmentOf(world);
  // Beside the four that both accounts cover from the beginning, at the same address.
  const numbers = Array.from({ length: count }, (_, at) => `+1312555${String(at).padStart(4, '0')}`);
  try {
    for (const { name, standIn } of accounts) {
      standIn.controls?.addNumbers(numbers);
      // With a switch that is obeyed, each write has an effect that a second one would double.
      if (name === 'twilio') standIn.controls?.setSwitches({ emergencyStatusIgnored: false });
    }
    const origins = servers.map(({ origin }) => origin);
    await writeFile(path.join(dir, 'e911.config.yaml'), configOf(world, origins));
    coverAtVonage(accounts[0]?.standIn, numbers);
    const from = accounts.map(({ standIn }) => standIn.effects.length);

    const log = path.join(dir, 'points.json');
    const typed = ['migrate', 'vonage', to, '--settle', SETTLE, '--yes'];
    const processes: Ended[] = [];
    const run = async (args: readonly string[], at: number): Promise<Ended> => {
      const given = { dir, environment, args, longestMs: 400_000 };
      // Only a process that is killed, or whose points are wanted, has to be one.
      const isHere = at === 0 && kill > 0;
      const ended = await (isHere
        ? runHere({ ...given, point: {} })
        : runCommand({ ...given, point: { kill: at, log } }));
      processes.push(ended);
      return ended;
    };
    let last = await run(typed, kill);
    while (last.code === null && processes.length < MOST_PROCESSES) {
      // Killed before its record was there, only the same command can begin it.
      const isOdd = processes.length % 2 === 1 && kill % 2 === 0 && kill > 200;
      last = await run(isOdd ? ['resume', '--settle', SETTLE, '--yes'] : typed, 0);
    }
    const passed = kill === 0 ? await readFile(log, 'utf8').then((text) => JSON.parse(text) as string[]) : [];
    const [old, fresh] = accounts.map(({ standIn }, at) => ({
      effects: standIn.effects.slice(from[at]),
      state: standIn.controls?.state(systemClock.monotonicMs()),
    }));
    if (old === undefined || fresh === undefined) throw new TypeError('a migration has two accounts');
    const { registrationMs } = to === 'twilio' || to === 'bandwidth-orders' ? DELAYS : { registrationMs: 0 };
    const violations = judgeMigration({ to, numbers, old, new: fresh, registrationMs, last });
    return { violations, processes, passed };
  } finally {
    await Promise.all(servers.map((server) => server.close()));
    await rm(dir, { recursive: true, force: true });
  }
}

/** Gives numbers their addresses as an earlier run would have, without the time that one takes. */
function coverAtVonage(standIn: StandIn | undefined, numbers: readonly string[]): void {
  const { VONAGE_API_KEY: key, VONAGE_API_SECRET: secret } = standIn?.environment ?? {};
  const headers = {
    authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
    'content-type': 'application/json',
  };
  const send = (method: string, path: string, body: object): unknown => {
    const request = { method, path, query: new URLSearchParams(), headers, body: JSON.stringify(body) };
    const answer = standIn?.answer(request, 0);
    if (answer === undefined || answer.status >= 300) {
      throw new Error(`the stand-in's numbers could not be covered: ${answer?.status} ${answer?.body}`);
    }
    return answer.body === '' ? null : JSON.parse(answer.body);
  };
  const known = new Map<string, string>();
  for (const row of largeSheet(numbers)) {
    const address = {
      address_name: 'Office',
      address_line1: row.street,
      city: row.city,
      region: row.region,
      postal_code: row.postal_code,
      country: row.country,
      type: 'emergency',
      address_location_type: 'business',
    };
    const id = known.get(row.street) ?? String((send('POST', '/v1/addresses', address) as { id: string }).id);
    known.set(row.street, id);
    send('PATCH', `/v1/emergency/numbers/${row.phone_number.slice(1)}`, {
      address: { id },
      contact_name: row.caller_name,
    });
  }
}
