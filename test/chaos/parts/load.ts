import type { FaultRule } from '../../../src/sandbox/faults.ts';
import { generateNumbers } from '../../../src/sandbox/fictional-numbers.ts';
import { LISTS } from '../faults.ts';
import type { Violation } from '../judge/violation.ts';
import { runTrial, type TrialEnd } from '../trial.ts';
import { seededRandom } from '../world/seeded-random.ts';
import { largeSheet } from '../world/sheet.ts';
import { COVERED, FREE } from '../world/stand-ins.ts';
import { WORLDS, type WorldName } from '../world/world.ts';
import type { Part } from './part.ts';

/** The share of all calls that fail, in one of the ways below. */
const SHARE = 0.02;
const DEEDS = [
  'status',
  'status-after',
  'reset-before',
  'reset-after',
  'truncate',
  'late',
  'reset-late',
  'html',
  'html-after',
  'redirect',
  'wrong-form',
  'throttle',
  'delay',
] as const;
const LONGEST_MS = 3_600_000;
/** A run with a quarter of the rows is the measure: more memory than this many times its peak grows with the sheet. */
const MOST_GROWTH = 1.6;
/** Their numbers take Canadian addresses alone. */
const CANADIAN = /^\+1(416|514|604|613|403|780|204|902)/;
const LOAD_WORLDS: readonly WorldName[] = WORLDS.filter((world) => world !== 'mixed');

/** Each call meets the first rule that strikes, so each share is of what the rules before it left. */
function faultRules(world: WorldName): FaultRule[] {
  const when = { probability: SHARE / DEEDS.length };
  const strewn = DEEDS.map((deed): FaultRule => {
    if (deed === 'throttle') return { when, do: 'status', status: 429, retryAfter: 1 };
    return {
      when,
      do: deed,
      ...(deed === 'status' ? { status: 503 } : {}),
      delayMs: deed === 'delay' ? 200 : 3_000,
    };
  });
  const short = LISTS[world].map(
    (operation): FaultRule => ({ when: { operation, probability: SHARE }, do: 'short-list', keep: 1 }),
  );
  return [...strewn, ...short];
}

function runLoad(world: WorldName, rows: number, seed: number): Promise<TrialEnd> {
  const own = new Set([...COVERED, ...FREE]);
  const numbers = generateNumbers(Math.ceil(rows * 1.3) + own.size)
    .filter((number) => !own.has(number) && !CANADIAN.test(number))
    .slice(0, rows);
  return runTrial({
    world,
    sheet: largeSheet(numbers),
    numbers,
    faults: faultRules(world),
    // The program's clocks run faster: an effect that comes three seconds late comes after fifteen of theirs.
    settle: '60s',
    longestMs: LONGEST_MS,
    undisturbed: null,
    random: seededRandom(seed),
  });
}

/** More memory in the last quarter of a run than this many times that of its second quarter grows with the rows. */
const MOST_CREEP = 1.3;

/** Whether the memory grew with the sheet: against a run with a quarter of the rows, and while the run was going on. */
function memoryFound(whole: TrialEnd, quarter: TrialEnd, rows: number): Violation[] {
  const found: Violation[] = [];
  const [most, less] = [whole.memory.peakMb, quarter.memory.peakMb];
  if (most > less * MOST_GROWTH) {
    const text = `${Math.round(most)} MB for ${rows} rows, ${Math.round(less)} MB for a quarter`;
    found.push({ invariant: 'memory', text });
  }
  const { samplesMb } = whole.memory;
  const part = (from: number, to: number): number =>
    mean(samplesMb.slice(Math.floor(samplesMb.length * from), Math.floor(samplesMb.length * to)));
  const [early, late] = [part(0.25, 0.5), part(0.75, 1)];
  if (late > early * MOST_CREEP) {
    const text = `${Math.round(early)} MB in the second quarter of the run, ${Math.round(late)} MB in the last`;
    found.push({ invariant: 'memory', text });
  }
  return found;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function describe({ requests, struck, effects, processes, memory }: TrialEnd, seconds: number): string {
  const faults = [...struck.values()].reduce((sum, count) => sum + count, 0);
  return (
    `${requests} requests, ${faults} of them with a fault of ${struck.size} kinds, ${effects.length} effects, ` +
    `${processes.length} processes, ${Math.round(memory.peakMb)} MB, ${seconds} s`
  );
}

/** Applies a large sheet at each carrier, while a share of all calls fails in every way. */
export const load: Part = async function* ({ worlds, seed, rows, isOver }, reporter) {
  for (const world of LOAD_WORLDS.filter((each) => worlds.includes(each))) {
    if (isOver()) return;
    const replay = `--part load --world ${world} --seed ${seed} --rows ${rows}`;
    const quarter = await runLoad(world, Math.ceil(rows / 4), seed);
    const startedMs = performance.now();
    const whole = await runLoad(world, rows, seed);
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    const found = [...quarter.violations, ...whole.violations, ...memoryFound(whole, quarter, rows)];
    reporter.judge(`load, ${world}`, replay, found);
    reporter.say(
      `${[...whole.struck].map(([deed, count]) => `${deed} ${count}`).join(', ')}; exit codes ${whole.processes.map(({ code }) => code).join(', ')}`,
    );
    yield {
      what: `load, ${world}`,
      tried: `${rows} rows: ${describe(whole, seconds)}`,
      violations: found.length,
      replay,
    };
  }
};
