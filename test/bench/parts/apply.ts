import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RequestRecord } from '../../../src/sandbox/control-paths.ts';
import { type Carrier, NO_LIMIT, openCarrier } from '../carrier/open-carrier.ts';
import { type Bench, type Figure, type Part, spreadOf } from '../figure.ts';
import { type Metered, runLoop, runProgram } from '../program.ts';
import { benchNumbers, unitOf, writeNumbersSheet } from '../sheets.ts';

/** What one way of covering the numbers came to. */
interface Covered {
  readonly perSecond: number;
  readonly processorMsPerCall: number;
  readonly commitsPerCall: number;
}

const IN_FLIGHT = NO_LIMIT.concurrency;

/** `apply` where no limit binds, beside the same calls made with undici alone and the loop around the `twilio` package. */
export const apply: Part = async (bench) => {
  const count = bench.size(300, 2_000);
  const program: Covered[] = [];
  const bare: Covered[] = [];
  const packaged: Covered[] = [];
  for (let repeat = 0; repeat < bench.repeats; repeat++) {
    program.push(await covered(bench, count, byProgram));
    bare.push(await covered(bench, count, byUndici));
    packaged.push(await covered(bench, count, byPackage));
  }
  const name = `\`apply\`, ${count.toLocaleString('en-US')} new numbers, limits that do not bind`;
  const pick = (value: (one: Covered) => number, of: readonly Covered[]) => spreadOf(of.map(value));
  const pair = (
    what: string,
    unit: string,
    value: (one: Covered) => number,
    [other, goal]: readonly [string, string],
  ): Figure => ({
    what: `${name}: ${what}`,
    unit,
    measured: pick(value, program),
    beside: { what: other, measured: pick(value, other === PACKAGE ? packaged : bare) },
    goal,
  });
  return [
    pair('pace', 'numbers/s', (one) => one.perSecond, [UNDICI, '≥ 0.3x']),
    pair('pace beside the package', 'numbers/s', (one) => one.perSecond, [PACKAGE, '≥ 1.5x']),
    pair('processor time', 'ms a call', (one) => one.processorMsPerCall, [UNDICI, '']),
    pair('processor time beside the package', 'ms a call', (one) => one.processorMsPerCall, [
      PACKAGE,
      '≤ 1x',
    ]),
    {
      what: `${name}: durable commits`,
      unit: 'a call',
      measured: pick((one) => one.commitsPerCall, program),
      beside: null,
      goal: '',
    },
  ];
};

const UNDICI = 'bare undici, the same calls';
const PACKAGE = 'a loop around the `twilio` package';

type Way = (bench: Bench, carrier: Carrier, count: number) => Promise<Metered>;

/** Covers the numbers of a fresh carrier in one way. */
async function covered(bench: Bench, count: number, way: Way): Promise<Covered> {
  const carrier = await openCarrier(bench.folder, NO_LIMIT, { numbers: count });
  try {
    const metered = await way(bench, carrier, count);
    const requests = await carrier.requests();
    const held = (await carrier.state())['numbers'] ?? [];
    const done = held.filter(({ emergencyAddressSid }) => emergencyAddressSid !== null).length;
    if (done < count) throw new Error(`only ${done} of ${count} numbers have an address`);
    return {
      perSecond: count / (lengthMs(requests) / 1000),
      processorMsPerCall: metered.processorMs / requests.length,
      commitsPerCall: metered.commits / requests.length,
    };
  } finally {
    await carrier.close();
  }
}

function lengthMs(requests: readonly RequestRecord[]): number {
  return (requests.at(-1)?.endedAtMs ?? 0) - (requests[0]?.atMs ?? 0);
}

const byProgram: Way = async ({ folder }, carrier, count) => {
  const sheet = path.join(folder, 'numbers.csv');
  await writeNumbersSheet(sheet, benchNumbers(count), 'twilio');
  const state = path.join(folder, `apply-${process.hrtime.bigint()}`);
  const args = ['apply', sheet, '--config', carrier.config, '--state', state, '--yes', '--quiet'];
  const metered = await runProgram(args, {
    cwd: folder,
    environment: carrier.environment,
    countsCommits: true,
  });
  calls = await carrier.requests();
  return metered;
};

/** What the program asked in its last turn: the bare loop makes the same calls. */
let calls: readonly RequestRecord[] = [];

const byUndici: Way = async ({ folder }, carrier, count) => {
  const file = path.join(folder, 'work.json');
  const reads = calls.filter(({ method }) => method === 'GET').map(({ path: target }) => target);
  writeFileSync(file, JSON.stringify({ ...(await work(carrier, count)), reads }));
  return runLoop('undici.mjs', [file, String(IN_FLIGHT), ...credentials(carrier)], { cwd: folder });
};

const byPackage: Way = async ({ folder }, carrier, count) => {
  const file = path.join(folder, 'work.json');
  writeFileSync(file, JSON.stringify(await work(carrier, count)));
  return runLoop('twilio.mjs', [file, String(IN_FLIGHT), ...credentials(carrier)], { cwd: folder });
};

function credentials({ origin, environment }: Carrier): string[] {
  return [origin, environment['TWILIO_ACCOUNT_SID'] ?? '', environment['TWILIO_AUTH_TOKEN'] ?? ''];
}

/** The addresses of the sheet, and the numbers with the place of their address among them. */
async function work(carrier: Carrier, count: number) {
  const wanted = benchNumbers(count);
  const units = [...new Set(wanted.map((_, row) => unitOf(row)))];
  const held = (await carrier.state())['numbers'] ?? [];
  const sidOf = new Map(held.map(({ phoneNumber, sid }) => [String(phoneNumber), String(sid)]));
  return {
    addresses: units.map((unit) => ({
      customerName: 'City Desk',
      street: '645 HARRISON ST',
      streetSecondary: unit.toUpperCase(),
      city: 'SAN FRANCISCO',
      region: 'CA',
      postalCode: '94105',
      isoCountry: 'US',
      emergencyEnabled: 'true',
    })),
    numbers: wanted.map((number, row) => ({ sid: sidOf.get(number), address: units.indexOf(unitOf(row)) })),
  };
}
