import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { systemClock } from '../../src/cli/process/system-clock.ts';
import { countryOf, generateNumbers } from '../../src/sandbox/fictional-numbers.ts';
import { type RunningStandIn, type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { PROGRAM, withPaces } from '../e2e/support/command.ts';
import { coveredCities } from '../e2e/support/mixed-sheet.ts';
import type { Violation } from './judge/violation.ts';

/** The calls per second that each account is kept below. */
export interface TeamPace {
  readonly requestsPerSecond: number;
  readonly burst: number;
}

const HEADER = 'phone_number,account,caller_name,street,city,region,postal_code,country';
const PLACES = [
  ['SAN FRANCISCO', '1 Dr Carlton B Goodlett Pl,San Francisco,CA,94102,US'],
  ['LOS ANGELES', '200 N Spring St,Los Angeles,CA,90012,US'],
  ['SALT LAKE CITY', '451 S State St,Salt Lake City,UT,84111,US'],
  ['CLEVELAND', '601 Lakeside Ave E,Cleveland,OH,44114,US'],
] as const;
/** With the lease of 30 s and the 10 s after which a job is looked at again. */
const TAKEN_OVER_WITHIN_S = 60;

interface TeamRow {
  readonly account: string;
  readonly phoneNumber: string;
  readonly city: string;
}

/** An event of a worker, with the process that told it. */
interface Told {
  readonly pid: number;
  readonly atMs: number;
  readonly type: string;
  readonly account: string;
}

/** A process of the team. */
export interface Worker {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
}

/** Stand-ins of all carriers, a database, and machines that share nothing else. */
export class Team {
  readonly sandbox: Sandbox;
  readonly told: Told[] = [];
  /** What workers said on stderr, for the report of a failure. */
  readonly said: string[] = [];
  private readonly dir: string;
  private readonly url: string;
  private readonly pace: TeamPace;
  private rows: readonly TeamRow[] = [];
  private machines = 0;

  private constructor(sandbox: Sandbox, dir: string, url: string, pace: TeamPace) {
    this.sandbox = sandbox;
    this.dir = dir;
    this.url = url;
    this.pace = pace;
  }

  /** @param url of an empty database */
  static async open(url: string, pace: TeamPace): Promise<Team> {
    const dir = await mkdtemp(path.join(tmpdir(), 'e911-team-'));
    const sandbox = await startSandbox({ clock: systemClock, random: Math.random, scale: 0.05 });
    return new Team(sandbox, dir, url, pace);
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    await rm(this.dir, { recursive: true, force: true });
  }

  /** A folder of a machine of its own, with the config. */
  async machine(): Promise<string> {
    this.machines += 1;
    const dir = path.join(this.dir, `machine-${this.machines}`);
    await mkdir(dir);
    const { requestsPerSecond, burst } = this.pace;
    const pace = { requests_per_second: requestsPerSecond, burst, concurrency: 8 };
    await writeFile(
      path.join(dir, 'e911.config.yaml'),
      withPaces(this.sandbox.configText, () => pace),
    );
    return dir;
  }

  /** A sheet with so many numbers, the accounts in turn; the stand-ins have the numbers. */
  async sheet(dir: string, count: number): Promise<string> {
    const accounts = this.sandbox.standIns.map(({ account }) => account);
    const numbers = generateNumbers(count * 2).filter(
      (number) => countryOf(number) === 'US' && !/^\+1415555010/.test(number),
    );
    this.rows = numbers.slice(0, count).map((phoneNumber, index) => ({
      account: accounts[index % accounts.length] ?? '',
      phoneNumber,
      city: PLACES[Math.floor(index / accounts.length) % PLACES.length]?.[0] ?? '',
    }));
    for (const { account, standIn } of this.sandbox.standIns) {
      standIn.controls?.addNumbers(this.rowsOf(account).map(({ phoneNumber }) => phoneNumber));
    }
    const lines = this.rows.map(({ account, phoneNumber, city }) => {
      const place = PLACES.find(([name]) => name === city)?.[1] ?? '';
      return `${phoneNumber},${account},Example Office,${place}`;
    });
    await writeFile(path.join(dir, 'numbers.csv'), `${[HEADER, ...lines].join('\n')}\n`);
    return 'numbers.csv';
  }

  /** Starts a command on a machine. */
  start(dir: string, ...args: string[]): Worker {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      cwd: dir,
      env: { PATH: process.env['PATH'], HOME: dir, E911_STATE: this.url, ...this.sandbox.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    createInterface({ input: child.stdout }).on('line', (line) => this.hear(child.pid ?? 0, line));
    createInterface({ input: child.stderr }).on('line', (line) => this.said.push(`${child.pid}: ${line}`));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    return { child, ended };
  }

  /** A worker on a machine of its own. */
  async worker(): Promise<Worker> {
    return this.start(await this.machine(), 'worker', '--events', '--places', '2');
  }

  /** Resolves with the first event that fits; asks again until then. */
  async event(fits: (told: Told) => boolean): Promise<Told> {
    for (;;) {
      const found = this.told.find(fits);
      if (found !== undefined) return found;
      await sleep(50);
    }
  }

  /** Rows of a query. */
  async query(sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Accounts that a process has now. */
  accountsOf(pid: number): string[] {
    const mine = this.told.filter((told) => told.pid === pid);
    const last = new Map(mine.map(({ account, type }) => [account, type]));
    return [...last].filter(([, type]) => type === 'part-started').map(([account]) => account);
  }

  /** What the stand-ins and the database say once the run has ended. */
  async judge(): Promise<Violation[]> {
    const found: Violation[] = [];
    for (const standIn of this.sandbox.standIns) {
      found.push(...this.coverage(standIn), ...repeated(standIn));
    }
    const leases = await this.query('SELECT account_key FROM e911.leases WHERE expires_at > now()');
    for (const { account_key: key } of leases) found.push({ invariant: 'locks', text: `${key} is held` });
    const doubts = await this.query("SELECT call_id FROM e911.calls WHERE state IN ('intended', 'unknown')");
    if (doubts.length > 0) found.push({ invariant: 'calls', text: `${doubts.length} calls are in doubt` });
    return found;
  }

  /** Seconds with too many requests, by the stand-ins' own logs; for a machine that has nothing else to do. */
  tooFast(): Violation[] {
    return this.sandbox.standIns.flatMap((standIn) => tooFast(standIn, this.pace));
  }

  takeovers(
    kills: readonly { readonly pid: number; readonly atMs: number; readonly accounts: readonly string[] }[],
  ): {
    readonly seconds: readonly number[];
    readonly violations: readonly Violation[];
  } {
    const seconds: number[] = [];
    const violations: Violation[] = [];
    for (const { pid, atMs, accounts } of kills) {
      for (const account of accounts) {
        const next = this.told.find(
          (told) => told.type === 'part-started' && told.account === account && told.atMs > atMs,
        );
        const waited = next === undefined ? Number.POSITIVE_INFINITY : (next.atMs - atMs) / 1_000;
        seconds.push(waited);
        if (waited > TAKEN_OVER_WITHIN_S) {
          violations.push({ invariant: 'takeover', text: `${account} of process ${pid} waited ${waited} s` });
        }
      }
    }
    return { seconds, violations };
  }

  private coverage(standIn: RunningStandIn): Violation[] {
    const cities = coveredCities(standIn, systemClock.monotonicMs());
    return this.rowsOf(standIn.account)
      .filter(({ phoneNumber, city }) => cities.get(phoneNumber) !== city)
      .map(({ phoneNumber, city }) => ({
        invariant: 'covered',
        text: `${standIn.account} ${phoneNumber}: ${cities.get(phoneNumber) ?? 'nothing'} in place of ${city}`,
      }));
  }

  private rowsOf(account: string): TeamRow[] {
    return this.rows.filter((row) => row.account === account);
  }

  private hear(pid: number, line: string): void {
    if (!line.startsWith('{"type":')) return;
    const event = JSON.parse(line) as { type: string; account?: string; at: string };
    this.told.push({ pid, type: event.type, account: event.account ?? '', atMs: Date.parse(event.at) });
  }
}

/** Anything that took effect twice for one number, and more addresses than places. */
function repeated({ account, standIn }: RunningStandIn): Violation[] {
  const counts = new Map<string, number>();
  for (const { kind, subject } of standIn.effects) {
    const key = kind === 'create-address' ? kind : `${kind} of ${subject}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .filter(([key, count]) => count > (key === 'create-address' ? PLACES.length : 1))
    .map(([key, count]) => ({ invariant: 'once', text: `${account}: ${key}, ${count} times` }));
}

/** More requests in any one second than the pace allows. */
function tooFast({ account, server }: RunningStandIn, { requestsPerSecond, burst }: TeamPace): Violation[] {
  const times = server.requests.map(({ atMs }) => atMs).sort((a, b) => a - b);
  const most = requestsPerSecond + burst;
  for (const [index, atMs] of times.entries()) {
    const later = times[index + most];
    if (later !== undefined && later - atMs < 1_000) {
      return [
        { invariant: 'pace', text: `${account}: more than ${most} requests in the second from ${atMs} ms` },
      ];
    }
  }
  return [];
}
