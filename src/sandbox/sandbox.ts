import { stringify } from 'yaml';
import type { Clock, Random } from '../domain/clock.ts';
import { createFaults, type Faults } from './faults.ts';
import { shippedJudge } from './places.ts';
import { STAND_INS, type StandInEntry } from './registry.ts';
import { type SandboxServer, startSandboxServer } from './server.ts';
import type { StandIn } from './stand-in.ts';

/** The adapters' own paces are careful with carriers that publish none; a stand-in on this machine need not be waited for. */
const PACE: SandboxPace = { requests_per_second: 20, burst: 1, concurrency: 16 };

/** The pace of an account, in the words of the config. */
export interface SandboxPace {
  readonly requests_per_second: number;
  readonly burst: number;
  readonly concurrency: number;
}

interface SandboxOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Port of the first stand-in, the others follow; 0 or absent: free ports. */
  readonly ports?: number;
  /** Factor on every delay of the stand-ins; 1 when absent. */
  readonly scale?: number;
  /** Least handling time of a request in milliseconds; 0 when absent. */
  readonly latencyMs?: number;
  /** The pace of each account in `configText`; what a person can follow when absent. */
  readonly pace?: SandboxPace;
  /** Stand-ins to start; all registered ones when absent. */
  readonly entries?: readonly StandInEntry[];
  /** Does not keep the process alive: a command that works with its own stand-ins must be seen when it has nothing to wait for. */
  readonly isBackground?: boolean;
}

/** One stand-in that is being served. */
export interface RunningStandIn {
  /** Name of its account in `configText`. */
  readonly account: string;
  readonly standIn: StandIn;
  readonly server: SandboxServer;
  readonly origin: string;
  readonly faults: Faults;
}

export interface Sandbox {
  readonly standIns: readonly RunningStandIn[];
  /** A whole config file (docs/contract.md) that points at the stand-ins. Holds references only, no secret. */
  readonly configText: string;
  /** Environment variables that the config's references name. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Starts every registered stand-in on 127.0.0.1.
 * @throws Error when a port cannot be had or the table of places cannot be read; nothing stays open then.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock, random } = options;
  const judge = shippedJudge();
  const wallAtZeroMs = clock.wallMs() - clock.monotonicMs();
  const running: RunningStandIn[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(running.map(({ server }) => server.close()));
  };
  try {
    for (const [index, entry] of (options.entries ?? STAND_INS).entries()) {
      const standIn = entry.create({ judge, random, wallAtZeroMs, scale: options.scale ?? 1 });
      const faults = createFaults(random);
      const server = await startSandboxServer(standIn, {
        clock,
        faults,
        port: options.ports ? options.ports + index : 0,
        latencyMs: options.latencyMs ?? 0,
        isBackground: options.isBackground ?? false,
      });
      running.push({ account: entry.account, standIn, server, origin: server.origin, faults });
    }
  } catch (error) {
    await close();
    throw error;
  }
  const accounts = Object.fromEntries(
    running.map(({ account, standIn, origin }) => [
      account,
      { ...standIn.account(origin), limits: options.pace ?? PACE },
    ]),
  );
  const defaults = { account: running[0]?.account ?? '', country: 'US' };
  return {
    standIns: running,
    configText: stringify({ accounts, defaults }),
    environment: Object.assign({}, ...running.map(({ standIn }) => standIn.environment)),
    close,
  };
}
