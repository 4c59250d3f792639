import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemClock } from '../../src/cli/system-clock.ts';
import { createFaults, type FaultRule } from '../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../src/sandbox/server.ts';
import type { Effect } from '../../src/sandbox/stand-in.ts';
import { type ChaosPoint, type Ended, runCommand } from './command.ts';
import { type Evidence, filesBelow } from './evidence.ts';
import { type Violation, violations } from './invariants.ts';
import { csvOf, documentedSheet, type SheetRow, wishOf } from './sheet.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';
import { configOf, createWorld, secretsOf, type WorldName } from './world.ts';

const STATE = 'e911-runs';
export const SHEET = 'numbers.csv';
/** The program's clocks run this much faster than the machine's. */
const FACTOR = 5;
const MAX_OPEN = 2;
const MOST_RECOVERIES = 6;
const DELAYS = { registrationMs: 20, removalMs: 15 };

/** One disturbed run: what happens to it, and with which build of the program. */
export interface Trial {
  readonly world: WorldName;
  readonly sheet?: readonly SheetRow[];
  /** What happens to the first process, the second and so on; those after the last are left alone. */
  readonly points?: readonly ChaosPoint[];
  /** Faults of the stand-in for the first process only, or for all. */
  readonly faults?: readonly FaultRule[];
  readonly keepFaults?: boolean;
  readonly switches?: Readonly<Record<string, unknown>>;
  readonly program?: string;
  /** Where an undisturbed run ends; null when this one is not to end there. */
  readonly undisturbed: Snapshot | null;
  /** Further options of the first command. */
  readonly options?: readonly string[];
  /** Seed of the faults' probabilities. */
  readonly random?: () => number;
  /** Called while the first process runs, with a way to run another command beside it. */
  readonly beside?: (run: (...args: string[]) => Promise<Ended>) => Promise<void>;
}

export interface TrialEnd {
  readonly violations: readonly Violation[];
  readonly processes: readonly Ended[];
  readonly after: Snapshot;
  readonly effects: readonly Effect[];
  /** The points that the first process passed; empty when it was killed. */
  readonly passed: readonly string[];
}

/** Runs the real command against a stand-in over real sockets, disturbs it, recovers, and checks every invariant. */
export async function runTrial(trial: Trial): Promise<TrialEnd> {
  const dir = await mkdtemp(path.join(tmpdir(), 'e911-chaos-'));
  const standIn = createWorld(trial.world, DELAYS);
  if (trial.switches) standIn.controls?.setSwitches(trial.switches);
  const faults = createFaults(trial.random ?? (() => 0.5));
  const server = await startSandboxServer(standIn, { clock: systemClock, faults });
  const look = async (name: string): Promise<unknown> =>
    (await fetch(`${server.origin}/__sandbox/${name}`)).json();
  const snapshot = async (): Promise<Snapshot> => readSnapshot(trial.world, await look('state'));
  try {
    const sheet = trial.sheet ?? documentedSheet();
    await writeFile(path.join(dir, SHEET), csvOf(sheet));
    await writeFile(path.join(dir, 'e911.config.yaml'), configOf(standIn, server.origin));
    const before = await snapshot();
    faults.set(trial.faults ?? []);
    const zeroMs = Date.now();
    const log = path.join(dir, 'points.json');
    const processes: Ended[] = [];
    const unnamed: Violation[] = [];
    const run = async (args: readonly string[], point: ChaosPoint): Promise<Ended> =>
      runCommand(dir, standIn.environment, args, { factor: FACTOR, zeroMs, ...point }, trial.program);
    const step = async (args: readonly string[], point: ChaosPoint): Promise<Ended> => {
      const open = await openNumbers(sheet, before, snapshot);
      const ended = await run(args, point);
      // What a process left uncovered is named by the next one, whether that lives to its end or not.
      const mute = point.kill === undefined && open.find((phone) => !ended.said.includes(phone));
      if (mute)
        unnamed.push({ invariant: 'I3', text: `${mute} was uncovered and the next start did not say so` });
      processes.push(ended);
      return ended;
    };
    const apply = ['apply', SHEET, '--yes', '--max-open', String(MAX_OPEN), ...(trial.options ?? [])];
    const first = step(apply, { log, ...trial.points?.[0] });
    await trial.beside?.((...args) => run(args, {}));
    await first;
    for (let next = 1; needsRecovery(processes.at(-1), trial, next); next++) {
      if (next > MOST_RECOVERIES) break;
      if (!trial.keepFaults) faults.set([]);
      const point = trial.points?.[next] ?? {};
      const resumed = await step(['resume', '--yes'], point);
      // The first process died before it had written a run down.
      if (resumed.said.includes('Nothing to go on with')) await step(apply, point);
    }
    await nextTurn();
    const after = await snapshot();
    const effects = (await look('effects')) as readonly Effect[];
    const evidence: Evidence = {
      sheet,
      before,
      after,
      undisturbed: trial.undisturbed,
      effects,
      outFolder: await lastFolder(dir),
      files: (await filesBelow(dir, STATE)).map((file) => ({
        ...file,
        name: path.relative(STATE, file.name),
      })),
      exitCode: processes.at(-1)?.code ?? null,
      said: processes.map(({ said }) => said),
      secrets: secretsOf(standIn),
      maxOpen: MAX_OPEN,
    };
    const passed = await readFile(log, 'utf8').then(
      (text) => JSON.parse(text) as string[],
      () => [],
    );
    return { violations: [...violations(evidence), ...unnamed], processes, after, effects, passed };
  } finally {
    await server.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** A process that was killed, or that a full disk ended, is followed by another; so is one that has points to come. */
function needsRecovery(ended: Ended | undefined, trial: Trial, next: number): boolean {
  if (!ended || ended.code === null || ended.code === 70 || ended.code === 2) return true;
  return (trial.points?.length ?? 0) > next;
}

/** Numbers that stand without an address though they had one and the sheet does not take it away. */
async function openNumbers(
  sheet: readonly SheetRow[],
  before: Snapshot,
  snapshot: () => Promise<Snapshot>,
): Promise<string[]> {
  const now = await snapshot();
  return sheet
    .filter((row) => wishOf(row).kind === 'assign')
    .map((row) => row.phone_number)
    .filter((phone) => before.numbers.get(phone)?.covered && now.numbers.get(phone)?.addressId === '');
}

/** The newest run's folder, if that run came to its end. */
async function lastFolder(dir: string): Promise<string | null> {
  const entries = await readdir(path.join(dir, STATE), { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return folders.sort().at(-1) ?? null;
}
