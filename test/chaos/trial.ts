import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/cli/process/system-clock.ts';
import type { RequestRecord } from '../../src/sandbox/control-paths.ts';
import { createFaults, type FaultRule } from '../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../src/sandbox/server.ts';
import type { Effect } from '../../src/sandbox/stand-in.ts';
import { newDatabase } from '../postgres/new-database.ts';
import { JOB, type JobName, SHEET } from './jobs.ts';
import type { Violation } from './judge/violation.ts';
import type { ChaosPoint, Ended } from './process/command.ts';
import { RunningTrial } from './process/running-trial.ts';
import type { Snapshot } from './snapshot.ts';
import { csvOf, type SheetRow } from './world/sheet.ts';
import { configOf, createWorld, type World, type WorldName } from './world/world.ts';

const DELAYS = { registrationMs: 20, removalMs: 15 };

/** The engines that a journal may have. */
export type JournalEngine = 'sqlite' | 'postgres';

/** One disturbed run: what happens to it, and with which build of the program. */
export interface Trial {
  readonly world: WorldName;
  /** Where the journal is; in a folder when absent. */
  readonly engine?: JournalEngine | undefined;
  /** The command that is disturbed; `apply` when absent. */
  readonly job?: JobName;
  readonly sheet?: readonly SheetRow[];
  /** What happens to the first process, the second and so on; those after the last are left alone. */
  readonly points?: readonly ChaosPoint[];
  /** Faults of the stand-ins while one process runs. */
  readonly faults?: readonly FaultRule[];
  /** Which process that is, from 0: the first one when absent. */
  readonly faultsAt?: number;
  /** Numbers that each account has beside its own. */
  readonly numbers?: readonly string[];
  /** How long a process may take before it counts as stuck. */
  readonly longestMs?: number;
  readonly switches?: Readonly<Record<string, unknown>>;
  readonly program?: string;
  /** Whether the points are noted that its processes pass. */
  readonly isMeasured?: boolean;
  /** Where an undisturbed run ends; null when this one is not to end there. */
  readonly undisturbed: Snapshot | null;
  /** Further options of the first command. */
  readonly options?: readonly string[];
  /** How long an unanswered call may still take effect: `--settle`. */
  readonly settle?: string;
  /** How many further processes there are at most. */
  readonly recoveries?: number;
  /** Seed of the faults' probabilities. */
  readonly random?: () => number;
  /** Kills the first process as soon as a stand-in has recorded an effect of this kind. */
  readonly killAfterEffect?: string;
  /** What the process after those of `points` is started by; its run is in the folder `run` of the state folder. */
  readonly under?: (dir: string) => UnderWhat;
  /** Called while the first process runs, with a way to run another command beside it. */
  readonly beside?: (run: (...args: string[]) => Promise<Ended>, effects: () => Effect[]) => Promise<unknown>;
}

/** A command that another one is started by, and what is told when that has ended. */
export interface UnderWhat {
  readonly command: readonly string[];
  readonly ended: (ended: Ended) => void;
}

export interface TrialEnd {
  readonly violations: readonly Violation[];
  readonly processes: readonly Ended[];
  readonly after: Snapshot;
  readonly effects: readonly Effect[];
  /** The points that each process passed, where they are noted; empty for one that was killed. */
  readonly passed: readonly (readonly string[])[];
  readonly memory: Memory;
  /** How many requests the stand-ins got. */
  readonly requests: number;
  /** How many of them met a fault, by its name. */
  readonly struck: ReadonlyMap<string, number>;
}

/** Of the processes that were not killed, in MiB. */
export interface Memory {
  readonly peakMb: number;
  /** Of the first process, one each half second. */
  readonly samplesMb: readonly number[];
}

/** Runs the real command against stand-ins over real sockets, disturbs it, recovers, and checks every invariant. */
export async function runTrial(trial: Trial): Promise<TrialEnd> {
  const dir = await mkdtemp(path.join(tmpdir(), 'e911-chaos-'));
  const world = createWorld(trial.world, DELAYS);
  turnSwitches(world, trial.switches);
  for (const { standIn } of world.accounts) standIn.controls?.addNumbers(trial.numbers ?? []);
  const faults = createFaults(trial.random ?? (() => 0.5));
  let requests = 0;
  const struck = new Map<string, number>();
  const log = ({ fault }: RequestRecord): void => {
    requests += 1;
    if (fault !== '') struck.set(fault, (struck.get(fault) ?? 0) + 1);
  };
  const servers = await Promise.all(
    world.accounts.map(({ standIn }) => startSandboxServer(standIn, { clock: systemClock, faults, log })),
  );
  const database = trial.engine === 'postgres' ? await newDatabase() : null;
  try {
    const sheet = trial.sheet ?? JOB[trial.job ?? 'apply'].sheet(trial.world);
    await writeFile(path.join(dir, SHEET), csvOf(sheet));
    const origins = servers.map(({ origin }) => origin);
    await writeFile(path.join(dir, 'e911.config.yaml'), configOf(world, origins));
    const running = new RunningTrial(trial, world, sheet, { dir, database });
    await running.applyFirst();
    const setFaults = (process: number): void => {
      const { faultsAt = 0 } = trial;
      faults.set(process === faultsAt ? (trial.faults ?? []) : []);
      if (process > faultsAt) turnSwitches(world, trial.switches && { badLists: [] });
    };
    setFaults(0);
    await running.runFirst();
    await running.recover(setFaults);
    return { ...running.end(), requests, struck };
  } finally {
    await Promise.all(servers.map((server) => server.close()));
    await rm(dir, { recursive: true, force: true });
    await database?.drop();
  }
}

function turnSwitches({ accounts }: World, switches: Trial['switches']): void {
  for (const { name, standIn } of accounts) {
    // With a switch that is obeyed, each write has an effect that a second one would double.
    if (name === 'twilio') standIn.controls?.setSwitches({ emergencyStatusIgnored: false });
    if (switches) standIn.controls?.setSwitches(switches);
  }
}
