import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { parse as parseYaml, stringify } from 'yaml';
import { main } from '../../../src/cli/main.ts';
import { systemClock } from '../../../src/cli/process/system-clock.ts';
import { defaultNumbers } from '../../../src/sandbox/fictional-numbers.ts';
import { STAND_INS, type StandInEntry } from '../../../src/sandbox/registry.ts';
import { type Sandbox, type SandboxPace, startSandbox } from '../../../src/sandbox/sandbox.ts';
import type { Effect } from '../../../src/sandbox/stand-in.ts';
import { createVonageStandIn } from '../../../src/sandbox/vonage/index.ts';
import { fakeIo } from '../../cli/fake-io.ts';

export const PROGRAM = fileURLToPath(new URL('../../../dist/bin.js', import.meta.url));

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A running command: its process and its end. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when stderr or stdout matches. */
  said(pattern: RegExp): Promise<void>;
}

/** A command that runs in this process. */
interface Begun {
  readonly ended: Promise<Ended>;
  /** What it wrote to stderr so far. */
  err(): string;
  signal(signal: 'SIGINT' | 'SIGTERM'): void;
}

/** A folder with a config that points at stand-ins of its own, in which the built command is run. */
export interface Place {
  readonly dir: string;
  readonly sandbox: Sandbox;
  /** Runs `e911 ...args` to its end, in this process: a process of its own takes most of a second to start. */
  run(...args: string[]): Promise<Ended>;
  /** Begins `e911 ...args` in this process, for a command that ends when it is told to. */
  begin(...args: string[]): Begun;
  /** Starts the built command as a process of its own, for kills, signals, and two commands at once. */
  start(...args: string[]): Started;
  /** Writes a file into the folder and returns its name. */
  file(name: string, content: string | Buffer): Promise<string>;
  /** What the stand-in changed so far. */
  effects(): readonly Effect[];
  close(): Promise<void>;
}

/** Twilio as the seed describes it: EmergencyStatus is written and read, as today's Twilio does not. */
export function writeEmergencyStatus(place: Place): void {
  const twilio = place.sandbox.standIns.find(({ account }) => account === 'twilio');
  twilio?.standIn.controls?.setSwitches({ emergencyStatusIgnored: false });
}

/** Tests need not wait for the cautious default paces. */
const FAST: SandboxPace = { requests_per_second: 500, burst: 50, concurrency: 16 };
/** Vonage is asked about each number by itself: its account has numbers of each area and country, in two pages, but not 420. */
const VONAGE_NUMBERS = defaultNumbers().filter((number) =>
  /^\+(1415|1\d{6}01[01]|44\d{8}0[01]$)/.test(number),
);
const ENTRIES: readonly StandInEntry[] = STAND_INS.map((entry) =>
  entry.account === 'vonage'
    ? { ...entry, create: ({ judge }) => createVonageStandIn({ judge, numbers: VONAGE_NUMBERS }) }
    : entry,
);

/** Opens a place; `scale` is the factor on the stand-ins' delays. */
export async function openPlace(options: { scale?: number; latencyMs?: number } = {}): Promise<Place> {
  if (!existsSync(PROGRAM)) throw new Error('The command is not built: npm run build');
  const dir = await mkdtemp(path.join(tmpdir(), 'e911-e2e-'));
  const sandbox = await startSandbox({
    clock: systemClock,
    random: Math.random,
    scale: options.scale ?? 0.05,
    latencyMs: options.latencyMs ?? 0,
    entries: ENTRIES,
    pace: FAST,
  });
  const place: Place = {
    dir,
    sandbox,
    start: (...args) => start(dir, sandbox.environment, args),
    run: (...args) => beginHere(dir, sandbox.environment, args).ended,
    begin: (...args) => beginHere(dir, sandbox.environment, args),
    file: async (name, content) => {
      await writeFile(path.join(dir, name), content);
      return name;
    },
    effects: () => sandbox.standIns.flatMap(({ standIn }) => standIn.effects),
    close: async () => {
      await sandbox.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
  await place.file('e911.config.yaml', sandbox.configText);
  return place;
}

/** A config in which accounts keep other paces; those that `paceOf` names none for keep theirs. */
export function withPaces(config: string, paceOf: (account: string) => SandboxPace | undefined): string {
  const read = parseYaml(config) as { accounts: Record<string, { limits?: SandboxPace }> };
  for (const [name, account] of Object.entries(read.accounts)) {
    const pace = paceOf(name);
    if (pace) account.limits = pace;
  }
  return stringify(read);
}

/** A command like `bin.ts` runs it, but for the process: the same host and user, so that its locks are told from others'. */
export function beginHere(
  dir: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
  host = hostname(),
): Begun {
  const fake = fakeIo(dir, {
    environment: { PATH: process.env['PATH'], HOME: dir, ...environment },
    random: Math.random,
    operator: userInfo().username,
    host,
    pid: process.pid,
  });
  const ended = main(args, fake.io).then((code) => ({ code, out: fake.out(), err: fake.err() }));
  return { ended, err: fake.err, signal: fake.signal };
}

/** A process of its own. */
export function start(
  dir: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
): Started {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: dir,
    env: { PATH: process.env['PATH'], HOME: dir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { out: '', err: '' };
  const waiting: { pattern: RegExp; resolve: () => void }[] = [];
  const listen = (name: 'out' | 'err') => (chunk: Buffer) => {
    written[name] += chunk.toString('utf8');
    for (const { pattern, resolve } of waiting) if (pattern.test(written[name])) resolve();
  };
  child.stdout.on('data', listen('out'));
  child.stderr.on('data', listen('err'));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, ...written }));
  });
  return {
    child,
    ended,
    said: (pattern) => {
      if (pattern.test(written.out) || pattern.test(written.err)) return Promise.resolve();
      return new Promise((resolve) => waiting.push({ pattern, resolve }));
    },
  };
}

/** The records of a CSV file by column name. */
export async function csv(file: string): Promise<Record<string, string>[]> {
  return parse(await readFile(file), { columns: true, bom: true }) as Record<string, string>[];
}

/** The folder of the newest run below a state folder. */
export async function newestRun(place: Place, state = 'e911-runs'): Promise<string> {
  const folder = path.join(place.dir, state);
  const runs = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const names = runs.map((entry) => entry.name).sort();
  return path.join(folder, names.at(-1) ?? '');
}

/** results.csv of the newest run. */
export async function newestResults(place: Place): Promise<Record<string, string>[]> {
  return csv(path.join(await newestRun(place), 'results.csv'));
}
