import path from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../src/cli/process/system-clock.ts';
import type { TestDatabase } from '../../postgres/new-database.ts';
import { filesBelow } from '../evidence.ts';
import { violations } from '../invariants.ts';
import { JOB, type Job, MAX_OPEN } from '../jobs.ts';
import type { Violation } from '../judge/violation.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Memory, Trial, TrialEnd } from '../trial.ts';
import type { SheetRow } from '../world/sheet.ts';
import { effectsOf, environmentOf, readWorld, secretsOf, type World } from '../world/world.ts';
import { type ChaosPoint, type Ended, runCommand } from './command.ts';
import { runHere } from './command-here.ts';
import { newestFolder, readMemory, readPoints, STATE } from './left-behind.ts';

/** The program's clocks run this much faster than the machine's; a lease is renewed on the machine's. */
const FACTOR = { sqlite: 5, postgres: 2 };
const MOST_RECOVERIES = 6;
/** On the program's clocks, which run faster: no effect comes later, unless a fault makes it late. */
const PROMPT_SETTLE = '5s';
/** The folder of a run that is named before it begins; not the ID of a run. */
const OUT = 'run';
/** Exit codes after which a run has written its files. */
const WITH_FILES: ReadonlySet<number> = new Set([1, 4, 5, 6, 7, 9, 10]);

/** The processes of one trial, one after the other, and what they broke. */
export class RunningTrial {
  private readonly trial: Trial;
  private readonly world: World;
  private readonly sheet: readonly SheetRow[];
  private readonly dir: string;
  private readonly database: TestDatabase | null;
  private readonly job: Job;
  private readonly zeroMs = Date.now();
  private readonly processes: Ended[] = [];
  private readonly passed: string[][] = [];
  private readonly found: Violation[] = [];
  /** The state before the run that was applied first, which is the state at the beginning where none was. */
  private readonly earlier: Snapshot;
  private readonly args: string[] = [];
  private before: Snapshot;
  private effectsBefore: number;
  private memory: Memory = { peakMb: 0, samplesMb: [] };

  /**
   * @param place.dir where the sheet and the config are, and the files of the runs will be
   * @param place.database where the journal is; null for the folder
   */
  constructor(
    trial: Trial,
    world: World,
    sheet: readonly SheetRow[],
    { dir, database }: { readonly dir: string; readonly database: TestDatabase | null },
  ) {
    this.trial = trial;
    this.world = world;
    this.sheet = sheet;
    this.dir = dir;
    this.database = database;
    this.job = JOB[trial.job ?? 'apply'];
    this.earlier = this.snapshot();
    this.before = this.earlier;
    // Covering the numbers of a fresh stand-in may have left effects.
    this.effectsBefore = effectsOf(world).length;
  }

  /** Applies the sheet undisturbed where the job needs it. @throws when that fails */
  async applyFirst(): Promise<void> {
    if (this.job.afterApply) {
      const { code, said } = await this.run(JOB.apply.args(''), {});
      if (code !== 0) throw new Error(`${this.world.name}: the sheet could not be applied first: ${said}`);
      this.beginHere();
    }
    const runId = (await newestFolder(this.dir)) ?? '';
    const { settle = PROMPT_SETTLE, options = [] } = this.trial;
    this.args.push(...this.job.args(runId), '--settle', settle, ...options);
  }

  async runFirst(): Promise<void> {
    // The folder of a run is known before it begins only where it is named.
    const out = this.trial.under === undefined ? [] : ['--out', path.join(STATE, OUT)];
    const first = this.step([...this.args, ...out], this.trial.points?.[0] ?? {});
    await this.trial.beside?.(
      (...args) => this.run(args, {}),
      () => effectsOf(this.world),
    );
    await first;
  }

  /** Resumes, and gives the command again where nothing can be resumed, until it ends with 0. */
  async recover(setFaults: (process: number) => void): Promise<void> {
    const { recoveries = MOST_RECOVERIES, points = [] } = this.trial;
    for (let next = 1; this.processes.at(-1)?.code !== 0 && next <= recoveries; next++) {
      const isUnder = this.trial.under !== undefined && this.processes.length > points.length;
      if (isUnder || WITH_FILES.has(this.processes.at(-1)?.code ?? -1)) await this.check(false);
      setFaults(this.processes.length);
      const point = points[next] ?? {};
      const resumed = await this.step(['resume', '--yes'], point);
      if (!resumed.said.includes('Nothing to resume')) continue;
      // The run did not begin, or each row has its result: the command is run once more.
      this.beginHere();
      await this.step(this.args, point);
    }
    await this.letEverythingArrive();
    await this.check(true);
  }

  /** What faults have made late has been carried out before the end is judged. */
  private async letEverythingArrive(): Promise<void> {
    const delays = (this.trial.faults ?? []).map((rule) => (/late/.test(rule.do) ? (rule.delayMs ?? 0) : 0));
    await sleep(Math.max(0, ...delays));
  }

  end(): Omit<TrialEnd, 'requests' | 'struck'> {
    const { found, processes, passed, memory } = this;
    const [after, effects] = [this.snapshot(), effectsOf(this.world)];
    return { violations: found, processes, passed, memory, after, effects };
  }

  private beginHere(): void {
    this.before = this.snapshot();
    this.effectsBefore = effectsOf(this.world).length;
  }

  private snapshot(): Snapshot {
    return readWorld(this.world, systemClock.monotonicMs());
  }

  private async run(
    args: readonly string[],
    point: ChaosPoint,
    {
      killWhen,
      under,
    }: {
      readonly killWhen?: (() => boolean) | undefined;
      readonly under?: readonly string[] | undefined;
    } = {},
  ): Promise<Ended> {
    const { dir, trial, zeroMs, database } = this;
    const { program, longestMs, engine = 'sqlite' } = trial;
    const chaos = { factor: FACTOR[engine], zeroMs, ...point };
    const state = database === null ? {} : { E911_STATE: database.url };
    const environment = { ...environmentOf(this.world), ...state };
    const given = { dir, environment, args, point: chaos, longestMs };
    // Nothing happens to this process that would need one.
    const isHere = Object.keys(point).length === 0 && !program && !killWhen && !under;
    const ended = await (isHere ? runHere(given) : runCommand({ ...given, program, killWhen, under }));
    if (ended.code === null) await database?.expireLeases();
    return ended;
  }

  private async step(args: readonly string[], point: ChaosPoint): Promise<Ended> {
    const open = this.openNumbers();
    const { killAfterEffect, isMeasured, numbers } = this.trial;
    const isKilledBySight = this.processes.length === 0 && killAfterEffect !== undefined;
    const log = path.join(this.dir, `points-${this.processes.length}.json`);
    const peak = path.join(this.dir, 'memory.json');
    const isWalked = this.processes.length === (this.trial.points?.length ?? 0);
    const under = isWalked ? this.trial.under?.(this.dir) : undefined;
    const killWhen = isKilledBySight
      ? () => effectsOf(this.world).some(({ kind }) => kind === killAfterEffect)
      : undefined;
    const recorded = { ...(numbers && { peak }), ...(isMeasured && { log }) };
    const ended = await this.run(args, { ...point, ...recorded }, { killWhen, under: under?.command });
    under?.ended(ended);
    // What a process left uncovered is named by the next one.
    const mute = ended.code !== null && open.find((phone) => !isNamed(phone, ended.said));
    if (mute) {
      this.found.push({ invariant: 'I3', text: `${mute} was uncovered and the next start did not say so` });
    }
    this.processes.push(ended);
    this.passed.push(await readPoints(log));
    const { peakMb, samplesMb } = await readMemory(peak);
    this.memory = {
      peakMb: Math.max(this.memory.peakMb, peakMb),
      samplesMb: this.processes.length === 1 ? samplesMb : this.memory.samplesMb,
    };
    await nextTurn();
    return ended;
  }

  /** Checks what a process left that came to its end; `isGoal`: it is to have ended like an undisturbed one. */
  private async check(isGoal: boolean): Promise<void> {
    const { sheet, before, earlier, processes, job, dir } = this;
    const undisturbed = job.rollsBack ? earlier : this.trial.undisturbed;
    const made = [...before.addresses.keys()].filter((id) => !earlier.addresses.has(id));
    const broken = violations({
      sheet,
      requests: sheet.map((row) => job.request(row, earlier)),
      before,
      after: this.snapshot(),
      undisturbed: isGoal ? undisturbed : null,
      effects: effectsOf(this.world).slice(this.effectsBefore),
      outFolder: await newestFolder(dir),
      files: filesBelow(dir, STATE).map((file) => ({ ...file, name: path.relative(STATE, file.name) })),
      exitCode: processes.at(-1)?.code ?? null,
      said: processes.map(({ said }) => said),
      secrets: secretsOf(this.world.accounts),
      mayDelete: new Set(job.rollsBack ? made : []),
      // Without a journal an open gap is closed with what comes to the same when it is sent twice (close-without-journal.ts).
      mayRepeat: new Set(
        this.trial.under || this.trial.points?.some((point) => 'full' in point)
          ? ['associate', 'switch-emergency']
          : [],
      ),
      reads: null,
      listsHide: false,
      maxOpen: MAX_OPEN,
    });
    // A disk that fails leaves files out, and what it left of them says nothing of the exit code.
    const isOfNumbers = ({ invariant, text }: Violation): boolean =>
      !text.endsWith('no row asked for it') && !['I1', 'I4', 'I10', 'I12', 'I13'].includes(invariant);
    this.found.push(...(this.trial.under && !isGoal ? broken.filter(isOfNumbers) : broken));
  }

  /** Numbers without an address though they had one and the sheet does not remove it. */
  private openNumbers(): string[] {
    const { before, sheet, job, earlier } = this;
    const now = this.snapshot();
    return sheet
      .filter((row) => job.request(row, earlier).kind === 'assign')
      .map((row) => row.phone_number)
      .filter((phone) => before.numbers.get(phone)?.covered && now.numbers.get(phone)?.addressId === '');
  }
}

/** Whether a line says of this number that it has no address. */
function isNamed(phone: string, said: string): boolean {
  return said
    .split('\n')
    .some((line) => line.startsWith('WITHOUT AN EMERGENCY ADDRESS') && line.includes(phone));
}
