import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock, Random } from '../../../src/domain/clock.ts';
import { steadyClock } from '../../../src/domain/steady-clock.ts';
import { definitions } from '../../../src/providers/registry.ts';
import type { RunHost } from '../../../src/run/context/run-options.ts';
import { type LosingDisk, losingDisk } from '../../files/losing-disk.ts';
import type { TestDatabase } from '../../postgres/new-database.ts';
import { SILENT } from '../../run/fake-run.ts';
import type { NotedRead } from '../evidence.ts';
import { watchJournalWrites } from '../process/journal-writes.mjs';
import { seededRandom } from '../world/seeded-random.ts';
import type { World } from '../world/world.ts';
import type { Carrier } from './carrier.ts';
import type { NetworkConditions } from './conditions.ts';
import { databaseSessions, NO_SESSIONS } from './database-sessions.ts';
import { noteLastAnswer } from './last-answer.ts';
import { type AccountFailure, createNetwork, type LyingList, type Network } from './network.ts';
import { makeFilesPrompt } from './prompt-files.ts';
import { simulatedConfig } from './simulated-config.ts';
import type { VirtualTime } from './virtual-clock.ts';

/** Turns of the event loop in which everything that a crash tore down comes to rest. */
const QUIET_TURNS = 5;
/** Above any real process id, so that a crashed process run is found dead. */
const FIRST_PID = 2_000_000_000;

/** As long as the answer of a carrier may take: a call that does not wait for a commit is ahead of it now and then. */
const LONGEST_COMMIT_MS = 200;

/** Thrown at a crash, and by everything that is touched after it. */
class Crash extends Error {
  constructor() {
    super('simulated crash');
    this.name = 'Crash';
  }
}

/** What may happen to one process run of the program. */
export interface FaultPlan {
  /** The point (journal write, send, effect, receive) at which the process is killed; 0 for none. */
  readonly crashAt: number;
  /** The point at which Ctrl-C is pressed; 0 for none. */
  readonly stopAt: number;
  /** How one of the accounts fails from some request on; null when all stay within reach. */
  readonly accountFailure: AccountFailure | null;
  /** The point at which the machine's wall clock jumps, and by how much; null for none. */
  readonly clockJump: { readonly at: number; readonly byMs: number } | null;
  readonly lyingList: LyingList | null;
}

/** A process run without faults. */
export const UNDISTURBED: FaultPlan = {
  crashAt: 0,
  stopAt: 0,
  accountFailure: null,
  clockJump: null,
  lyingList: null,
};

let present: { reach: (point: string) => void } | null = null;
makeFilesPrompt(() => present !== null);
watchJournalWrites((work) => {
  present?.reach('before-write');
  const value = work();
  present?.reach('after-write');
  return value;
});

/** How a process run ended, the points that it passed, and how many requests met a fault. */
type ProcessRunEnd<T> = { readonly trace: readonly string[]; readonly faults: number } & (
  | {
      readonly kind: 'ended';
      readonly value: T;
      /** An account had been given up before Ctrl-C was pressed: one of its requests had failed and was not sent again. */
      readonly wasLost: boolean;
    }
  | { readonly kind: 'crashed' }
);

/** What a process run finds around it. */
export interface Surroundings {
  readonly world: World;
  /** One for each account. */
  readonly carriers: readonly Carrier[];
  readonly conditions: NetworkConditions;
  readonly time: VirtualTime;
  readonly worldClock: Clock;
  readonly random: Random;
  /** Holds the files, and the journal when there is no database. */
  readonly stateDir: string;
  /** Holds the journal; null when the folder does. */
  readonly database: TestDatabase | null;
  /** Called for each read of a carrier. */
  readonly noteRead: (read: NotedRead) => void;
  /** How many process runs there were before. */
  readonly processRun: number;
}

/**
 * One process of the program, simulated: the real engine on the real journal, with a clock, a network and a death of the
 * simulation. After a crash the state folder holds what was durable at that very moment, and nothing of what the engine
 * still did.
 */
export async function runProcess<T>(
  surroundings: Surroundings,
  faultPlan: FaultPlan,
  work: (host: RunHost) => Promise<T>,
): Promise<ProcessRunEnd<T>> {
  const { world, time, random, stateDir, worldClock } = surroundings;
  const saved = `${stateDir}.crashed`;
  const stop = new AbortController();
  const trace: string[] = [];
  let isDead = false;
  let wasLost = false;
  const clock = time.clock(
    () => isDead,
    () => new Crash(),
  );
  const reach = (point: string): void => {
    if (isDead) throw new Crash();
    trace.push(`${point}@${Math.round(time.nowMs())}`);
    if (trace.length === faultPlan.stopAt) {
      wasLost = networks.some((network) => network.hasFailed());
      stop.abort(new Error('SIGINT'));
    }
    if (trace.length === faultPlan.clockJump?.at) time.jumpWall(faultPlan.clockJump.byMs);
    if (trace.length !== faultPlan.crashAt) return;
    isDead = true;
    // Copied before anything unwinds: this is the disk as the killed process, or the lost power, left it.
    const losesPower = trace.length % 2 === 0;
    if (existsSync(stateDir) && losesPower) copyDurable(stateDir, saved, disk, seededRandom(trace.length));
    else if (existsSync(stateDir)) copyFolder(stateDir, saved);
    for (const network of networks) network.closeConnections();
    sessions.cut();
    clock.kill();
    throw new Crash();
  };
  const disk = losingDisk();
  const durations = seededRandom(surroundings.processRun + 1);
  const commitTakes = (): Promise<void> => clock.sleep(durations() ** 2 * LONGEST_COMMIT_MS);
  const sessions = surroundings.database ? databaseSessions({ reach, commitTakes }) : NO_SESSIONS;
  const networks = networksFor(surroundings, faultPlan, { clock, reach }).map(withLastAnswer);
  const faults = (): number => networks.reduce((sum, network) => sum + network.faults(), 0);
  // Jobs that wait for their turn must come up after a crash as well, to find the wire dead and end.
  const config = simulatedConfig(world, networks, { clock: worldClock, random });
  const pid = FIRST_PID + surroundings.processRun;
  present = { reach };
  try {
    // As the command line does it: a wall clock that is set back does not run backwards within a process.
    const host = { ...QUIET_HOST, clock: steadyClock(clock), random, config, pid, disk, stop: stop.signal };
    return {
      kind: 'ended',
      value: await time.drive(sessions.within(() => work(host))),
      trace,
      faults: faults(),
      wasLost,
    };
  } catch (error) {
    const isStuck = !isDead;
    if (isStuck) {
      // What is left of it would hold its account for the schedules that come after.
      isDead = true;
      sessions.cut();
      clock.kill();
    }
    for (let turn = 0; turn < QUIET_TURNS; turn++) await nextTurn();
    await surroundings.database?.outliveProcess();
    rmSync(stateDir, { recursive: true, force: true });
    if (isStuck) throw error;
    if (existsSync(saved)) renameSync(saved, stateDir);
    return { kind: 'crashed', trace, faults: faults() };
  } finally {
    present = null;
  }
}

const withLastAnswer = (network: Network) => ({ ...network, ...noteLastAnswer(network.wire) });

/** A network for each account; of several accounts one fails, and another one's lists lie. */
function networksFor(
  { carriers, conditions, worldClock, random, noteRead }: Surroundings,
  { accountFailure, lyingList }: FaultPlan,
  { clock, reach }: { readonly clock: Clock; readonly reach: (point: string) => void },
): Network[] {
  const failing = (accountFailure?.fromRequest ?? 0) % carriers.length;
  const lying = (lyingList?.fromRead ?? 0) % carriers.length;
  return carriers.map((carrier, at) =>
    createNetwork({
      carrier,
      conditions,
      clock,
      worldClock,
      random,
      reach,
      accountFailure: at === failing ? accountFailure : null,
      lyingList: at === lying ? lyingList : null,
      noteRead,
    }),
  );
}

/** A host that says nothing and is asked nothing. */
const QUIET_HOST = {
  definitions,
  operator: 'simulation',
  host: 'simulation',
  watcher: SILENT,
  confirm: async () => true,
} as const;

/** The files that SQLite writes. It has synced them at each commit, and its wal-index needs not survive. */
const OF_SQLITE = ['journal.db', 'journal.db-wal'];

/** What a power loss leaves of a state folder: each file as of its last sync, with a part of what was written since. */
function copyDurable(from: string, to: string, disk: LosingDisk, random: () => number): void {
  disk.leave(from, to, random);
  for (const name of readdirSync(to)) if (name.startsWith('journal.db')) rmSync(path.join(to, name));
  for (const name of OF_SQLITE.filter((each) => existsSync(path.join(from, each)))) {
    copyFileSync(path.join(from, name), path.join(to, name));
  }
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    copyDurable(path.join(from, entry.name), path.join(to, entry.name), disk, random);
  }
}

function copyFolder(from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else copyFileSync(source, target);
  }
}
