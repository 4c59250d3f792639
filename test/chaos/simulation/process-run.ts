import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import type { Config } from '../../../src/config/config.ts';
import type { Clock, Random } from '../../../src/domain/clock.ts';
import { createTransport } from '../../../src/http/account-transport.ts';
import { createRedactor } from '../../../src/http/redact.ts';
import type { ProviderDefinition } from '../../../src/providers/contract.ts';
import { definitions } from '../../../src/providers/registry.ts';
import type { RunHost } from '../../../src/run/context/run-options.ts';
import type { StandIn } from '../../../src/sandbox/stand-in.ts';
import { watchJournalWrites } from '../journal-writes.mjs';
import { secretsOf } from '../world.ts';
import { createNetwork, type Network, type Outage } from './network.ts';
import { makeFilesPrompt } from './prompt-files.ts';
import type { VirtualTime } from './virtual-clock.ts';

/**
 * No name is looked up and no socket opened: the network of a simulation never leaves the process. Every process and
 * thread has an origin of its own, because an account is locked by its origin and id on the whole machine.
 */
const ORIGIN = `http://127.${(process.pid >> 16) & 255}.${(process.pid >> 8) & 255}.${process.pid & 255}:${9 + threadId}`;
const LIMITS = { requestsPerSecond: 100, burst: 20, concurrency: 4 };
/** Turns of the event loop in which everything that a crash tore down comes to rest. */
const QUIET_TURNS = 5;
/** Above any real process id, so that a crashed process run is found dead. */
const FIRST_PID = 2_000_000_000;

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
  /** The request from which on this process run meets no answer but this; null when the account stays within reach. */
  readonly lost: Outage | null;
}

/** A process run without faults. */
export const UNDISTURBED: FaultPlan = { crashAt: 0, stopAt: 0, lost: null };

let present: { reach: (point: string) => void } | null = null;
makeFilesPrompt(() => present !== null);
watchJournalWrites((work) => {
  present?.reach('before-write');
  const value = work();
  present?.reach('after-write');
  return value;
});

/** How a process run ended, the points that it passed, and how many requests met a fault. */
type LifeEnd<T> = { readonly trace: readonly string[]; readonly faults: number } & (
  | { readonly kind: 'ended'; readonly value: T }
  | { readonly kind: 'crashed' }
);

/**
 * One process of the program, simulated: the real engine on the real journal, its clock, its network and its death ours.
 * After a crash the state folder holds what was durable at that very moment, and nothing of what the engine still did.
 */
export async function runProcess<T>(
  setting: {
    readonly standIn: StandIn;
    readonly time: VirtualTime;
    readonly worldClock: Clock;
    readonly random: Random;
    readonly stateDir: string;
    readonly conditions: Network['conditions'];
    readonly processRun: number;
  },
  faultPlan: FaultPlan,
  work: (host: RunHost) => Promise<T>,
): Promise<LifeEnd<T>> {
  const { standIn, time, random, stateDir } = setting;
  const saved = `${stateDir}.crashed`;
  const stop = new AbortController();
  const trace: string[] = [];
  let isDead = false;
  const clock = time.clock(
    () => isDead,
    () => new Crash(),
  );
  const reach = (point: string): void => {
    if (isDead) throw new Crash();
    trace.push(`${point}@${Math.round(time.nowMs())}`);
    if (trace.length === faultPlan.stopAt) stop.abort(new Error('SIGINT'));
    if (trace.length !== faultPlan.crashAt) return;
    isDead = true;
    // Copied before anything unwinds: this is the disk as the killed process left it.
    if (existsSync(stateDir)) copyFolder(stateDir, saved);
    network.cut();
    clock.kill();
    throw new Crash();
  };
  const network = createNetwork({
    standIn,
    clock,
    worldClock: setting.worldClock,
    random,
    reach,
    lost: faultPlan.lost,
  });
  network.conditions = setting.conditions;
  const host: RunHost = {
    clock,
    random,
    definitions,
    // Jobs that wait for their turn must come up after a crash as well, to find the wire dead and end.
    config: configFor(standIn, network, setting.worldClock, random),
    operator: 'simulation',
    host: 'simulation',
    pid: FIRST_PID + setting.processRun,
    watcher: {
      phase: () => undefined,
      progress: () => undefined,
      waiting: () => undefined,
      warn: () => undefined,
      note: () => undefined,
    },
    confirm: async () => true,
    stop: stop.signal,
  };
  present = { reach };
  try {
    const value = await time.drive(work(host));
    return { kind: 'ended', value, trace, faults: network.faults() };
  } catch (error) {
    if (!isDead) throw error;
    for (let turn = 0; turn < QUIET_TURNS; turn++) await nextTurn();
    rmSync(stateDir, { recursive: true, force: true });
    if (existsSync(saved)) renameSync(saved, stateDir);
    return { kind: 'crashed', trace, faults: network.faults() };
  } finally {
    present = null;
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

/** A config with the stand-in's account, its adapter the real one, its transport over the simulated network. */
function configFor(standIn: StandIn, network: Network, clock: Clock, random: Random): Config {
  const { provider, dialect, ...given } = standIn.account(ORIGIN);
  const definition = definitions.find(
    (each) => each.provider === provider && each.dialect === (dialect ?? ''),
  );
  if (!definition) throw new Error(`no definition of ${String(provider)}`);
  const settings: unknown = definition.settings.parse(
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => {
        const reference = typeof value === 'string' && value.startsWith('env:') ? value.slice(4) : null;
        return [name, reference === null ? value : standIn.environment[reference]];
      }),
    ),
  );
  const transport = createTransport({
    provider: definition.provider,
    account: standIn.provider,
    origins: [ORIGIN],
    limits: LIMITS,
    wire: network.wire,
    clock,
    random,
    redactor: createRedactor(secretsOf(standIn)),
  });
  const simulated: ProviderDefinition = {
    ...definition,
    create: (parsed) => definition.create(parsed, transport, { clock }),
  };
  return {
    accounts: new Map([
      [
        standIn.provider,
        {
          name: standIn.provider,
          definition: simulated,
          limits: LIMITS,
          access: async () => ({ settings, origins: [ORIGIN], secretValues: secretsOf(standIn) }),
        },
      ],
    ]),
    defaults: { account: standIn.provider, country: 'US' },
    path: null,
  };
}
