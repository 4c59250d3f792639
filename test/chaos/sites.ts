import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/cli/process/system-clock.ts';
import { createFaults } from '../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../src/sandbox/server.ts';
import type { Effect } from '../../src/sandbox/stand-in.ts';
import type { Violation } from './judge/violation.ts';
import { type Ended, runCommand } from './process/command.ts';
import { runHere } from './process/command-here.ts';
import { placeKey } from './snapshot.ts';
import { readState } from './state-readers.ts';
import { type AccountName, COVERED, createStandIn } from './world/stand-ins.ts';
import { configOf, environmentOf, type World } from './world/world.ts';

/** Every carrier and dialect at which a site moves. */
export const SITE_ACCOUNTS = ['twilio', 'vonage', 'sinch', 'bandwidth', 'bandwidth-orders'] as const;
export const SITE_JOBS = ['apply', 'undo'] as const;
export type SiteJob = (typeof SITE_JOBS)[number];

const DELAYS = { registrationMs: 20, removalMs: 15 };
/** Kills leave no call that could still take effect: the stand-ins carry out a request when it arrives. */
const SETTLE = ['--settle', '1s'];
/** Where the numbers of every stand-in are when it begins. */
const OLD = {
  street: '645 HARRISON ST',
  unit: 'STE 200',
  city: 'SAN FRANCISCO',
  region: 'CA',
  postalCode: '94105',
};
const NEW = { street: '200 N SPRING ST', unit: '', city: 'LOS ANGELES', region: 'CA', postalCode: '90012' };
const COLUMNS = 'action,account,old_address,caller_name,street,city,region,postal_code,country';
const MOST_PROCESSES = 6;

interface SiteEnd {
  readonly violations: readonly Violation[];
  readonly processes: readonly Ended[];
  /** The points that the killed command passes when it is not killed. */
  readonly passed: readonly string[];
}

/**
 * Moves the one site of an account by the real command, or undoes that, killed at `kill` (0: not at all) and resumed until it ends.
 * What it is judged by are the stand-in's own records.
 */
export async function runSite(account: AccountName, job: SiteJob, kill: number): Promise<SiteEnd> {
  const dir = await mkdtemp(path.join(tmpdir(), 'e911-site-'));
  const standIn = createStandIn(account, DELAYS);
  const world: World = { name: account, accounts: [{ name: account, standIn }] };
  const faults = createFaults(() => 0.5);
  const server = await startSandboxServer(standIn, { clock: systemClock, faults });
  const log = path.join(dir, 'points.json');
  const processes: Ended[] = [];
  const run = async (args: readonly string[], at: number): Promise<Ended> => {
    const environment = environmentOf(world);
    const given = { dir, environment, args: [...args, ...SETTLE] };
    // Only a process that is killed, or whose points are wanted, has to be one.
    const isHere = at === 0 && kill > 0;
    const ended = await (isHere
      ? runHere({ ...given, point: {} })
      : runCommand({ ...given, point: { kill: at, log } }));
    processes.push(ended);
    return ended;
  };
  try {
    if (account === 'twilio') standIn.controls?.setSwitches({ emergencyStatusIgnored: false });
    await writeFile(path.join(dir, 'e911.config.yaml'), configOf(world, [server.origin]));
    await writeFile(path.join(dir, 'site.csv'), sheetOf(account));
    const apply = ['apply', 'site.csv', '--yes', '--force', '--wait', '20s'];
    const held = (): number =>
      readState(account, standIn.controls?.state(systemClock.monotonicMs())).addresses.size;
    const before = held();
    let typed = apply;
    if (job === 'undo') {
      await run(apply, 0);
      const runs = await readdir(path.join(dir, 'e911-runs'));
      typed = [
        'undo',
        runs.find((entry) => /^\d{8}-/.test(entry)) ?? '',
        '--yes',
        '--wait',
        '20s',
        '--caller-name',
        'Harbor Dental',
      ];
    }
    const from = standIn.effects.length;
    let last = await run(typed, kill);
    const passed = kill === 0 ? await readFile(log, 'utf8').then((text) => JSON.parse(text) as string[]) : [];
    while (last.code === null && processes.length < MOST_PROCESSES) {
      last = await run(['resume', '--yes', '--wait', '20s'], 0);
      // Killed before its record was there: there is nothing to resume.
      if (last.code !== 0 || last.said.includes('Nothing to resume')) last = await run(typed, 0);
    }
    const effects = standIn.effects.slice(from);
    if (job === 'apply') last = await run(apply, 0);
    const violations = judgeSite(
      {
        account,
        at: job === 'apply' ? NEW : OLD,
        effects,
        again: standIn.effects.length - from - effects.length,
        state: standIn.controls?.state(systemClock.monotonicMs()),
        moreAddresses: held() - before,
        last,
      },
      job,
    );
    return { violations, processes, passed };
  } finally {
    await server.close();
    await rm(dir, { recursive: true, force: true });
  }
}

function sheetOf(account: AccountName): string {
  const name = account === 'sinch' ? 'Harbor Dental' : '';
  const old = '"645 Harrison St, STE 200, San Francisco, CA 94105"';
  return `${COLUMNS}\nmove-site,${account},${old},${name},200 N Spring St,Los Angeles,CA,90012,US\n`;
}

interface SiteEvidence {
  readonly account: AccountName;
  /** Where the numbers have to be. */
  readonly at: typeof OLD;
  readonly effects: readonly Effect[];
  /** Effects of a further apply. */
  readonly again: number;
  readonly state: unknown;
  readonly moreAddresses: number;
  readonly last: Ended;
}

/** Every number of the site is covered at its address, each change was made once, and nothing is left behind. */
function judgeSite(evidence: SiteEvidence, job: SiteJob): Violation[] {
  const { account, at, effects, again, state, moreAddresses, last } = evidence;
  const violations: Violation[] = [];
  const broken = (invariant: string, text: string): void => void violations.push({ invariant, text });
  if (last.code !== 0) broken('ends', `the last process ended with ${last.code}: ${last.said.slice(-600)}`);
  if (again > 0) broken('unchanged', `a second apply made ${again} changes`);
  const { numbers } = readState(account, state);
  for (const number of COVERED) {
    const view = numbers.get(number);
    if (view?.covered !== true) broken('covered', `${number} is not covered`);
    else if (view.place !== placeKey(at)) broken('moved', `${number} is at ${view.place}`);
  }
  const count = (kind: string, number = ''): number =>
    effects.filter((effect) => effect.kind === kind && `+${effect.subject}`.includes(number.slice(2))).length;
  const isInPlace = account === 'bandwidth';
  if (isInPlace && count('update-address') !== 1) {
    broken('once', `the location changed ${count('update-address')} times`);
    for (const number of isInPlace ? [] : COVERED) {
      if (count('associate', number) !== 1) {
        broken('once', `${number}: ${count('associate', number)} associations`);
      }
    }
  }
  const own = job === 'apply' && (account === 'twilio' || account === 'vonage') ? 1 : 0;
  if (moreAddresses !== own) {
    broken('addresses', `${moreAddresses} addresses more than before, and ${own} are needed`);
  }
  return violations;
}
