// biome-ignore-all lint/style/noExcessiveLinesPerFile: older than the limit
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunHost, RunOptions, RunReport } from '../../../src/run/context/run-options.ts';
import { performRun } from '../../../src/run/perform-run.ts';
import { resumeRun } from '../../../src/run/resume-run.ts';
import { filesBelow } from '../evidence.ts';
import { type Violation, violations } from '../invariants.ts';
import { seededRandom } from '../seeded-random.ts';
import { csvOf, drawnSheet, type SheetRow } from '../sheet.ts';
import { readSnapshot, type Snapshot } from '../snapshot.ts';
import { createWorld, secretsOf, WORLDS, type WorldName } from '../world.ts';
import { faulty, type Network, NO_FAULTS } from './network.ts';
import { type FaultPlan, runProcess, UNDISTURBED } from './process-run.ts';
import { createVirtualTime } from './virtual-clock.ts';

const MAX_OPEN = 2;
const WAIT_MS = 600_000;
const MOST_PROCESS_RUNS = 8;
const SHEETS = 12;
/** Points that a request passes with its journal writes, about. */
const POINTS_PER_REQUEST = 6;
/** Points that a run passes, about: crashes and stops are drawn from so many. */
const POINTS = { always: 40, perRow: 25 };

/** What one schedule is made of, all drawn from its seed. */
interface Schedule {
  readonly seed: number;
  readonly world: WorldName;
  readonly sheet: readonly SheetRow[];
  readonly conditions: Network['conditions'];
  readonly delays: { readonly registrationMs: number; readonly removalMs: number };
  /** What happens to the first process run, the second and so on; later ones meet no faults. */
  readonly faultPlans: readonly FaultPlan[];
}

interface ScheduleEnd {
  readonly violations: readonly Violation[];
  readonly processRuns: number;
  readonly crashes: number;
  /** Requests that met a fault of the network. */
  readonly faults: number;
  readonly exitCodes: readonly number[];
  /** Every point with its virtual time, one process run after another: the same for the same seed. */
  readonly trace: readonly string[];
  readonly after: Snapshot;
}

/** Draws a schedule: a provider, a sheet, the conditions, and how often the program dies on the way. */
export function drawSchedule(seed: number): Schedule {
  const random = seededRandom(seed);
  const world = WORLDS[Math.floor(random() * WORLDS.length)] ?? 'twilio';
  /** Most take a second or two, some up to twenty. */
  const delay = (): number => random() ** 4 * 20_000;
  const sheetSeed = Math.floor(random() * SHEETS);
  const sheet = drawnSheet(seededRandom(1_000_000 + sheetSeed));
  const points = POINTS.always + POINTS.perRow * sheet.length;
  const share = [0, 0.02, 0.08, 0.25][Math.floor(random() * 4)] ?? 0;
  const deaths = Math.floor(random() * 4);
  const faultPlans = Array.from({ length: deaths }, (): FaultPlan => {
    const at = 1 + Math.floor(random() * points);
    const chance = random();
    if (chance < 0.75) return { ...UNDISTURBED, crashAt: at };
    if (chance < 0.88) return { ...UNDISTURBED, stopAt: at };
    const fromRequest = 1 + Math.floor(at / POINTS_PER_REQUEST);
    return { ...UNDISTURBED, lost: { fromRequest, as: random() < 0.5 ? 'unreachable' : 'locked-out' } };
  });
  return {
    seed,
    world,
    sheet,
    conditions: share === 0 ? NO_FAULTS : faulty(share),
    delays: { registrationMs: delay(), removalMs: delay() },
    faultPlans,
  };
}

function optionsFor(stateDir: string, input: string): RunOptions {
  const never = { kind: 'percent', value: 100 } as const;
  return {
    command: 'apply',
    input,
    ofRun: undefined,
    stateDir,
    outDir: undefined,
    account: undefined,
    online: false,
    accept: 'none',
    checkByCreate: false,
    maxReplace: never,
    maxRemove: never,
    maxErrors: never,
    strict: false,
    force: false,
    waitMs: WAIT_MS,
    maxGapMs: 45 * 60_000,
    maxOpen: MAX_OPEN,
    prune: false,
    failOnChanges: false,
    rows: undefined,
    where: [],
    includeHidden: false,
    map: [],
    mapping: undefined,
    saveMapping: undefined,
    set: [],
    setAlways: [],
    preferId: false,
    limit: undefined,
    delimiter: undefined,
    encoding: undefined,
    headerRow: undefined,
    worksheet: undefined,
    maxXlsxMb: undefined,
    bom: false,
  };
}

/** The engine as the simulation starts it; planted bugs stand in for a part of it. */
interface Engine {
  readonly begin: (options: RunOptions, host: RunHost) => Promise<RunReport>;
  /** Null when there is nothing to go on with. */
  readonly goOn: (options: RunOptions, host: RunHost) => Promise<RunReport | null>;
}

const ENGINE: Engine = {
  begin: performRun,
  goOn: ({ stateDir }, host) => resumeRun({ stateDir, runId: undefined, overrides: {} }, host),
};

/** Memory where there is some that looks like a disk: what survives a crash is decided by the copy, not by the medium. */
function folderForRuns(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}

/** Lives one schedule to its end and checks every invariant after each run that ended. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export async function runSchedule(
  schedule: Schedule,
  undisturbed: Snapshot | null,
  engine: Engine = ENGINE,
): Promise<ScheduleEnd> {
  const dir = await mkdtemp(path.join(folderForRuns(), 'e911-simulation-'));
  try {
    const stateDir = path.join(dir, 'state');
    const input = path.join(dir, 'numbers.csv');
    await writeFile(input, csvOf(schedule.sheet));
    const random = seededRandom(schedule.seed ^ 0x5eed);
    const standIn = createWorld(schedule.world, schedule.delays);
    const time = createVirtualTime();
    const worldClock = time.clock(
      () => false,
      () => new Error('unreachable'),
    );
    const snapshot = (): Snapshot => readSnapshot(schedule.world, standIn.controls?.state(time.nowMs()));
    const options = optionsFor(stateDir, input);
    const found: Violation[] = [];
    const trace: string[] = [];
    const exitCodes: number[] = [];
    let before = snapshot();
    let effectsBefore = 0;
    let crashes = 0;
    let faults = 0;
    let processRuns = 0;
    const goal = goals.get(keyOf(schedule));
    for (;;) {
      const faultPlan = schedule.faultPlans[processRuns] ?? UNDISTURBED;
      const conditions = processRuns > schedule.faultPlans.length ? NO_FAULTS : schedule.conditions;
      const goOnOrBegin = async (host: RunHost): Promise<RunReport> => {
        const resumed = existsSync(stateDir) ? await engine.goOn(options, host) : null;
        if (resumed) return resumed;
        before = snapshot();
        effectsBefore = standIn.effects.length;
        return engine.begin(options, host);
      };
      const end = await runProcess(
        { standIn, time, worldClock, random, stateDir, conditions, processRun: processRuns },
        faultPlan,
        goOnOrBegin,
      );
      processRuns += 1;
      faults += end.faults;
      trace.push(...end.trace);
      if (end.kind === 'crashed') {
        crashes += 1;
        continue;
      }
      const report: RunReport = end.value;
      exitCodes.push(report.exitCode);
      if (faultPlan.stopAt > 0 && end.trace.length >= faultPlan.stopAt && report.exitCode === 5) {
        found.push({ invariant: 'I13', text: 'an interrupted run says that the provider cannot be reached' });
      }
      const isAtGoal = goal === undefined || outcomeOf(report) === goal;
      found.push(
        ...violations({
          sheet: schedule.sheet,
          before,
          after: snapshot(),
          undisturbed: isAtGoal ? undisturbed : null,
          effects: standIn.effects.slice(effectsBefore),
          outFolder: path.relative(stateDir, report.outDir),
          files: filesBelow(stateDir),
          exitCode: report.exitCode,
          said: [report.uncovered.map(({ phoneNumber }) => phoneNumber).join(' ')],
          secrets: secretsOf(standIn),
          maxOpen: MAX_OPEN,
        }),
      );
      if (goal === undefined) goals.set(keyOf(schedule), outcomeOf(report));
      if (isAtGoal) break;
      if (processRuns >= MOST_PROCESS_RUNS) {
        found.push({
          invariant: 'I12',
          text: `after ${processRuns} processRuns the outcome is ${outcomeOf(report)}, not ${goal}`,
        });
        break;
      }
    }
    return { violations: found, processRuns, crashes, faults, exitCodes, trace, after: snapshot() };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Exit code and the rows that did not succeed: a sheet with a place that nobody knows never ends with 0. */
function outcomeOf({ exitCode, summary }: RunReport): string {
  const { failed, needs_review: inReview, not_attempted: left, pending, unknown } = summary.results;
  return `exit ${exitCode}, ${failed} failed, ${inReview} in review, ${left + pending + unknown} open`;
}

const goals = new Map<string, string>();
const ends = new Map<string, Snapshot>();

function keyOf({ world, sheet }: Schedule): string {
  return `${world}\n${csvOf(sheet)}`;
}

/** Where the schedule's sheet leads to in calm conditions, found out once for each sheet and provider. */
export async function undisturbedEnd(schedule: Schedule): Promise<Snapshot> {
  const key = keyOf(schedule);
  const known = ends.get(key);
  if (known) return known;
  const delays = { registrationMs: 100, removalMs: 100 };
  const { after, violations: found } = await runSchedule(
    { ...schedule, conditions: NO_FAULTS, faultPlans: [], delays },
    null,
  );
  const [first] = found;
  if (first) throw new Error(`undisturbed, seed ${schedule.seed}: ${first.invariant} ${first.text}`);
  ends.set(key, after);
  return after;
}
