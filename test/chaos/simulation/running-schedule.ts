import { existsSync } from 'node:fs';
import path from 'node:path';
import { filesDirOf } from '../../../src/journal/state-place.ts';
import type { RunHost, RunOptions, RunReport } from '../../../src/run/context/run-options.ts';
import type { Effect } from '../../../src/sandbox/stand-in.ts';
import type { TestDatabase } from '../../postgres/new-database.ts';
import { filesBelow, type NotedRead } from '../evidence.ts';
import { violations } from '../invariants.ts';
import { MAX_OPEN } from '../jobs.ts';
import type { Violation } from '../judge/violation.ts';
import type { Snapshot } from '../snapshot.ts';
import { requestOf } from '../world/requests.ts';
import { seededRandom } from '../world/seeded-random.ts';
import { csvOf } from '../world/sheet.ts';
import { createStandIn } from '../world/stand-ins.ts';
import { createWorld, effectsOf, readWorld, secretsOf, type World } from '../world/world.ts';
import { createCarrier } from './carrier.ts';
import { NO_FAULTS } from './conditions.ts';
import { isAnswerDue, untilAnswered } from './database-sessions.ts';
import type { Engine } from './engine.ts';
import { type FaultPlan, runProcess, type Surroundings, UNDISTURBED } from './process-run.ts';
import type { Schedule, Strangeness } from './schedule.ts';
import { createVirtualTime } from './virtual-clock.ts';

const MOST_PROCESS_RUNS = 8;
/** A carrier that ignores the switch shows no effect; a change that is not seen for a minute may be made again. */
const SWITCH = new Set(['switch-emergency']);
const MAY_REPEAT: Readonly<Record<Strangeness, ReadonlySet<string>>> = {
  prompt: SWITCH,
  slow: new Set(['switch-emergency', 'associate', 'disassociate']),
  lying: SWITCH,
  clock: SWITCH,
};
/** What is on its way arrives before the end is judged. */
const LONGEST_ON_THE_WAY_MS = 125_000;

export interface ScheduleEnd {
  readonly violations: readonly Violation[];
  readonly processRuns: number;
  readonly crashes: number;
  /** Requests that met a fault of the network. */
  readonly faults: number;
  readonly exitCodes: readonly number[];
  /** Every point with its virtual time, one process run after another: the same for the same seed. */
  readonly trace: readonly string[];
  readonly after: Snapshot;
  readonly effects: readonly Effect[];
}

/** What a schedule is carried out with. */
export interface Means {
  readonly engine: Engine;
  readonly options: RunOptions;
  /** Null when the journal is in the state folder. */
  readonly database: TestDatabase | null;
}

/** The process runs of one schedule, one after the other, and what they broke. */
export class RunningSchedule {
  private readonly schedule: Schedule;
  private readonly engine: Engine;
  private readonly options: RunOptions;
  private readonly world: World;
  private readonly surroundings: Omit<Surroundings, 'conditions' | 'processRun'>;
  private readonly found: Violation[] = [];
  private readonly reads: NotedRead[] = [];
  private readonly trace: string[] = [];
  private readonly exitCodes: number[] = [];
  private before: Snapshot;
  private effectsBefore: number;
  private crashes = 0;
  private faults = 0;
  private processRuns = 0;

  constructor(schedule: Schedule, { engine, options, database }: Means) {
    const { world: name, delays, conditions, seed } = schedule;
    this.schedule = schedule;
    this.engine = engine;
    this.options = options;
    this.world = createWorld(name, delays);
    const time = createVirtualTime({ isUnderWay: isAnswerDue, ended: untilAnswered });
    const carriers = this.world.accounts.map(({ name: account, standIn }) => {
      const copy = conditions.readLagMs > 0 ? createStandIn(account, delays) : null;
      return createCarrier(standIn, copy, conditions.readLagMs);
    });
    this.surroundings = {
      world: this.world,
      carriers,
      time,
      worldClock: time.clock(
        () => false,
        () => new Error('unreachable'),
      ),
      random: seededRandom(seed ^ 0x5eed),
      stateDir: filesDirOf(options.state),
      database,
      noteRead: (read) => void this.reads.push(read),
    };
    this.before = this.snapshot();
    // Covering the numbers of a fresh stand-in may have left effects.
    this.effectsBefore = effectsOf(this.world).length;
  }

  async run(undisturbed: Snapshot | null): Promise<ScheduleEnd> {
    const goal = goals.get(keyOf(this.schedule));
    for (;;) {
      const outcome = await this.runOnce(goal, undisturbed);
      if (outcome === null) continue;
      if (goal === undefined) goals.set(keyOf(this.schedule), outcome);
      if (goal === undefined || outcome === goal) break;
      if (this.processRuns < MOST_PROCESS_RUNS) continue;
      const text = `after ${this.processRuns} process runs the outcome is ${outcome}, not ${goal}`;
      this.found.push({ invariant: 'I12', text });
      break;
    }
    const { found, processRuns, crashes, faults, exitCodes, trace } = this;
    const [after, effects] = [this.snapshot(), effectsOf(this.world)];
    return { violations: found, processRuns, crashes, faults, exitCodes, trace, after, effects };
  }

  /** One process run: how its run ended, judged; null when it crashed. */
  private async runOnce(goal: string | undefined, undisturbed: Snapshot | null): Promise<string | null> {
    const { schedule, processRuns } = this;
    const faultPlan = schedule.faultPlans[processRuns] ?? UNDISTURBED;
    const isCalm = processRuns > schedule.faultPlans.length;
    const { readLagMs } = schedule.conditions;
    const conditions = isCalm ? { ...NO_FAULTS, readLagMs } : schedule.conditions;
    const end = await runProcess(
      { ...this.surroundings, conditions, processRun: processRuns },
      faultPlan,
      (host) => this.resumeOrBegin(host),
    );
    this.processRuns += 1;
    this.faults += end.faults;
    this.trace.push(...end.trace);
    if (end.kind === 'crashed') {
      this.crashes += 1;
      return null;
    }
    const report = end.value;
    this.exitCodes.push(report.exitCode);
    if (!end.wasLost) this.checkStop(faultPlan, end.trace.length, report);
    const outcome = outcomeOf(report);
    const isAtGoal = goal === undefined || outcome === goal;
    // A process that is never started again is not there to see what arrives later.
    if (isAtGoal) await this.letEverythingArrive();
    this.judge(report, isAtGoal ? undisturbed : null);
    return outcome;
  }

  private async resumeOrBegin(host: RunHost): Promise<RunReport> {
    const { options, engine } = this;
    const isBegun = options.state.kind === 'postgres' || existsSync(options.state.stateDir);
    const resumed = isBegun ? await engine.resume(options, host) : null;
    if (resumed) return resumed;
    this.before = this.snapshot();
    this.effectsBefore = effectsOf(this.world).length;
    return engine.begin(options, host);
  }

  private async letEverythingArrive(): Promise<void> {
    const { time, worldClock } = this.surroundings;
    if (this.schedule.conditions.late > 0) await time.drive(worldClock.sleep(LONGEST_ON_THE_WAY_MS));
  }

  private checkStop({ stopAt }: FaultPlan, passed: number, { exitCode }: RunReport): void {
    if (stopAt === 0 || passed < stopAt || exitCode !== 5) return;
    const text = 'an interrupted run says that the provider cannot be reached';
    this.found.push({ invariant: 'I13', text });
  }

  private judge(report: RunReport, undisturbed: Snapshot | null): void {
    const { sheet } = this.schedule;
    const stateDir = filesDirOf(this.options.state);
    this.found.push(
      ...violations({
        sheet,
        requests: sheet.map(requestOf),
        before: this.before,
        after: this.snapshot(),
        undisturbed,
        effects: effectsOf(this.world).slice(this.effectsBefore),
        outFolder: path.relative(stateDir, report.outDir),
        files: filesBelow(stateDir),
        exitCode: report.exitCode,
        said: [report.uncovered.map(({ phoneNumber }) => phoneNumber).join(' ')],
        secrets: secretsOf(this.world.accounts),
        mayDelete: new Set(),
        mayRepeat: MAY_REPEAT[this.schedule.strangeness],
        reads: this.reads,
        listsHide: this.schedule.strangeness === 'lying',
        maxOpen: MAX_OPEN,
      }),
    );
  }

  private snapshot(): Snapshot {
    return readWorld(this.world, this.surroundings.time.nowMs());
  }
}

/** Exit code and the rows that did not succeed: a sheet with a place that nobody knows never ends with 0. */
function outcomeOf({ exitCode, summary }: RunReport): string {
  const { failed, needs_review: inReview, not_attempted: left, pending, unknown } = summary.results;
  return `exit ${exitCode}, ${failed} failed, ${inReview} in review, ${left + pending + unknown} open`;
}

const goals = new Map<string, string>();

/** Schedules of the same key lead to the same end. */
export function keyOf({ world, sheet }: Schedule): string {
  return `${world}\n${csvOf(sheet)}`;
}
