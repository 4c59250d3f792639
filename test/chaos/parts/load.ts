import type { FaultRule } from '../../../src/sandbox/faults.ts';
import { generateNumbers } from '../../../src/sandbox/fictional-numbers.ts';
import { runTrial, type TrialEnd } from '../trial.ts';
import { seededRandom } from '../world/seeded-random.ts';
import { largeSheet } from '../world/sheet.ts';
import { COVERED, FREE } from '../world/stand-ins.ts';
import type { WorldName } from '../world/world.ts';
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
  'delay',
] as const;
const LONGEST_MS = 3_600_000;
/** A run with a quarter of the rows is the measure: more memory than this many times its peak grows with the sheet. */
const MOST_GROWTH = 1.6;
/** Their numbers take Canadian addresses alone. */
const CANADIAN = /^\+1(416|514|604|613|403|780|204|902)/;
const LOAD_WORLDS: readonly WorldName[] = ['twilio'];

/** Each call meets the first rule that strikes, so each share is of what the rules before it left. */
function faultRules(): FaultRule[] {
  return DEEDS.map((deed) => ({
    when: { probability: SHARE / DEEDS.length },
    do: deed,
    ...(deed === 'status' ? { status: 503 } : {}),
    delayMs: deed === 'delay' ? 200 : 3_000,
  }));
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
    faults: faultRules(),
    // The program's clocks run faster: an effect that comes three seconds late comes after fifteen of theirs.
    settle: '60s',
    longestMs: LONGEST_MS,
    undisturbed: null,
    random: seededRandom(seed),
  });
}

/** Applies a large sheet at a carrier that fails a share of all calls in every way. */
export const load: Part = async function* ({ worlds, seed, rows }, reporter) {
  for (const world of LOAD_WORLDS.filter((each) => worlds.includes(each))) {
    const replay = `--part load --world ${world} --seed ${seed} --rows ${rows}`;
    const quarter = await runLoad(world, Math.ceil(rows / 4), seed);
    const startedMs = performance.now();
    const whole = await runLoad(world, rows, seed);
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    const found = [...quarter.violations, ...whole.violations];
    if (whole.peakMb > quarter.peakMb * MOST_GROWTH) {
      const text = `${Math.round(whole.peakMb)} MB for ${rows} rows, ${Math.round(quarter.peakMb)} MB for a quarter`;
      found.push({ invariant: 'memory', text });
    }
    reporter.judge(`load, ${world}`, replay, found);
    yield {
      what: `load, ${world}`,
      tried: `${rows} rows, 2% of the calls fail: ${whole.effects.length} effects, ${whole.processes.length} processes, ${Math.round(whole.peakMb)} MB, ${seconds} s`,
      violations: found.length,
      replay,
    };
  }
};
