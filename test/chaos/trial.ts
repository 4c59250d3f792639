import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemClock } from '../../src/cli/system-clock.ts';
import { createFaults, type FaultRule } from '../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../src/sandbox/server.ts';
import type { Effect } from '../../src/sandbox/stand-in.ts';
import { type ChaosPoint, type Ended, runCommand } from './command.ts';
import { filesBelow } from './evidence.ts';
import { type Violation, violations } from './invariants.ts';
import { csvOf, documentedSheet, requestOf, type SheetRow } from './sheet.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';
import { configOf, createWorld, secretsOf, type WorldName } from './world.ts';

const STATE = 'e911-runs';
export const SHEET = 'numbers.csv';
/** The program's clocks run this much faster than the machine's. */
const FACTOR = 5;
const MAX_OPEN = 2;
const MOST_RECOVERIES = 6;
/** Exit codes after which a run has written its files. */
const WITH_FILES: ReadonlySet<number> = new Set([1, 4, 5, 6, 9, 10]);
const DELAYS = { registrationMs: 20, removalMs: 15 };

/** One disturbed run: what happens to it, and with which build of the program. */
export interface Trial {
  readonly world: WorldName;
  readonly sheet?: readonly SheetRow[];
  /** What happens to the first process, the second and so on; those after the last are left alone. */
  readonly points?: readonly ChaosPoint[];
  /** Faults of the stand-in while the first process runs. */
  readonly faults?: readonly FaultRule[];
  readonly switches?: Readonly<Record<string, unknown>>;
  readonly program?: string;
  /** Where an undisturbed run ends; null when this one is not to end there. */
  readonly undisturbed: Snapshot | null;
  /** Further options of the first command. */
  readonly options?: readonly string[];
  /** How many further processes there are at most. */
  readonly recoveries?: number;
  /** Seed of the faults' probabilities. */
  readonly random?: () => number;
  /** Kills the first process as soon as the stand-in has recorded an effect of this kind. */
  readonly killAfterEffect?: string;
  /** Called while the first process runs, with a way to run another command beside it. */
  readonly beside?: (run: (...args: string[]) => Promise<Ended>, effects: readonly Effect[]) => Promise<void>;
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
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export async function runTrial(trial: Trial): Promise<TrialEnd> {
  const dir = await mkdtemp(path.join(tmpdir(), 'e911-chaos-'));
  const standIn = createWorld(trial.world, DELAYS);
  // With a switch that is obeyed, each write has an effect that a second one would double.
  if (trial.world === 'twilio') standIn.controls?.setSwitches({ emergencyStatusIgnored: false });
  if (trial.switches) standIn.controls?.setSwitches(trial.switches);
  const faults = createFaults(trial.random ?? (() => 0.5));
  const server = await startSandboxServer(standIn, { clock: systemClock, faults });
  const look = async (name: string): Promise<unknown> =>
    (await fetch(`${server.origin}/__sandbox/${name}`)).json();
  const snapshot = async (): Promise<Snapshot> => readSnapshot(trial.world, await look('state'));
  const effectsSoFar = async (): Promise<readonly Effect[]> => (await look('effects')) as readonly Effect[];
  try {
    const sheet = trial.sheet ?? documentedSheet();
    await writeFile(path.join(dir, SHEET), csvOf(sheet));
    await writeFile(path.join(dir, 'e911.config.yaml'), configOf(standIn, server.origin));
    const zeroMs = Date.now();
    const log = path.join(dir, 'points.json');
    const apply = ['apply', SHEET, '--yes', '--max-open', String(MAX_OPEN), ...(trial.options ?? [])];
    const processes: Ended[] = [];
    const found: Violation[] = [];
    let before = await snapshot();
    let effectsBefore = 0;

    const run = (args: readonly string[], point: ChaosPoint, killWhen?: () => boolean): Promise<Ended> => {
      const { environment } = standIn;
      const chaos = { factor: FACTOR, zeroMs, ...point };
      return runCommand({ dir, environment, args, point: chaos, program: trial.program, killWhen });
    };
    const step = async (args: readonly string[], point: ChaosPoint): Promise<Ended> => {
      const open = await openNumbers(sheet, before, snapshot);
      const { killAfterEffect } = trial;
      const isKilledBySight = processes.length === 0 && killAfterEffect !== undefined;
      const ended = await run(
        args,
        point,
        isKilledBySight ? () => standIn.effects.some(({ kind }) => kind === killAfterEffect) : undefined,
      );
      // What a process left uncovered is named by the next one.
      const mute = ended.code !== null && open.find((phone) => !isNamed(phone, ended.said));
      if (mute) {
        found.push({ invariant: 'I3', text: `${mute} was uncovered and the next start did not say so` });
      }
      processes.push(ended);
      await nextTurn();
      return ended;
    };
    /** Checks what a process left that came to its end; `isGoal`: it is to have ended like an undisturbed one. */
    const check = async (isGoal: boolean): Promise<void> => {
      const { code = null } = processes.at(-1) ?? {};
      found.push(
        ...violations({
          sheet,
          before,
          after: await snapshot(),
          undisturbed: isGoal ? trial.undisturbed : null,
          effects: (await effectsSoFar()).slice(effectsBefore),
          outFolder: await newestFolder(dir),
          files: filesBelow(dir, STATE).map((file) => ({
            ...file,
            name: path.relative(STATE, file.name),
          })),
          exitCode: code,
          said: processes.map(({ said }) => said),
          secrets: secretsOf(standIn),
          maxOpen: MAX_OPEN,
        }),
      );
    };

    faults.set(trial.faults ?? []);
    const first = step(apply, { log, ...trial.points?.[0] });
    await trial.beside?.((...args) => run(args, {}), standIn.effects);
    await first;
    const passed = await readFile(log, 'utf8').then(
      (text) => JSON.parse(text) as string[],
      () => [],
    );
    for (
      let next = 1;
      processes.at(-1)?.code !== 0 && next <= (trial.recoveries ?? MOST_RECOVERIES);
      next++
    ) {
      if (WITH_FILES.has(processes.at(-1)?.code ?? -1)) await check(false);
      faults.set([]);
      const point = trial.points?.[next] ?? {};
      const resumed = await step(['resume', '--yes'], point);
      if (!resumed.said.includes('Nothing to resume')) continue;
      // Nothing was written down yet, or every row has its answer: the sheet is given once more.
      before = await snapshot();
      effectsBefore = standIn.effects.length;
      await step(apply, point);
    }
    await check(true);
    return { violations: found, processes, after: await snapshot(), effects: await effectsSoFar(), passed };
  } finally {
    await server.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** Whether a line says of this number that it has no address. */
function isNamed(phone: string, said: string): boolean {
  return said
    .split('\n')
    .some((line) => line.startsWith('WITHOUT AN EMERGENCY ADDRESS') && line.includes(phone));
}

/** Numbers that stand without an address though they had one and the sheet does not take it away. */
async function openNumbers(
  sheet: readonly SheetRow[],
  before: Snapshot,
  snapshot: () => Promise<Snapshot>,
): Promise<string[]> {
  const now = await snapshot();
  return sheet
    .filter((row) => requestOf(row).kind === 'assign')
    .map((row) => row.phone_number)
    .filter((phone) => before.numbers.get(phone)?.covered && now.numbers.get(phone)?.addressId === '');
}

async function newestFolder(dir: string): Promise<string | null> {
  const entries = await readdir(path.join(dir, STATE), { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return folders.sort().at(-1) ?? null;
}
