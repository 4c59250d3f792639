import type { Random } from '../../../src/domain/clock.ts';
import { seededRandom } from '../world/seeded-random.ts';
import { drawnSheet, inWorld, type SheetRow } from '../world/sheet.ts';
import type { WorldDelays } from '../world/stand-ins.ts';
import { WORLDS, type WorldName } from '../world/world.ts';
import { faulty, type NetworkConditions, NO_FAULTS } from './conditions.ts';
import { type FaultPlan, UNDISTURBED } from './process-run.ts';

const SHEETS = 12;
/** Points that a request passes with its journal writes, about. */
const POINTS_PER_REQUEST = 6;
/** Points that a run passes, about: crashes and stops are drawn from so many. */
const POINTS = { always: 40, perRow: 25 };
const HOUR_MS = 3_600_000;
const MOST_LATE_MS = 60_000;
const MOST_READ_LAG_MS = 5_000;
/** List reads of a run, about. */
const LIST_READS = 6;

/**
 * `prompt`: an effect comes up to two seconds after its call was given up, and reads show what was written. `slow`: effects
 * come up to a minute late, and reads are behind. `lying`: lists come empty or shortened. `clock`: the wall clock jumps.
 */
export const STRANGENESS = ['prompt', 'slow', 'lying', 'clock'] as const;
export type Strangeness = (typeof STRANGENESS)[number];

/** What one schedule is made of, all drawn from its seed. */
export interface Schedule {
  readonly seed: number;
  readonly world: WorldName;
  readonly sheet: readonly SheetRow[];
  readonly strangeness: Strangeness;
  readonly conditions: NetworkConditions;
  readonly delays: WorldDelays;
  /** What happens to the first process run, the second and so on; later ones meet no faults. */
  readonly faultPlans: readonly FaultPlan[];
}

/** Draws a schedule: carriers, a sheet, the conditions, and how often the program dies on the way. */
export function drawSchedule(seed: number, kinds: readonly Strangeness[] = STRANGENESS): Schedule {
  const random = seededRandom(seed);
  const world = WORLDS[Math.floor(random() * WORLDS.length)] ?? 'twilio';
  const strangeness = kinds[Math.floor(random() * kinds.length)] ?? 'prompt';
  /** Most take a second or two, some up to twenty. */
  const delay = (): number => random() ** 4 * 20_000;
  const sheetSeed = Math.floor(random() * SHEETS);
  const sheet = inWorld(world, drawnSheet(seededRandom(1_000_000 + sheetSeed)));
  const points = POINTS.always + POINTS.perRow * sheet.length;
  const share = [0, 0.02, 0.08, 0.25][Math.floor(random() * 4)] ?? 0;
  const plans = Math.floor(random() * 4) + (strangeness === 'prompt' || strangeness === 'slow' ? 0 : 1);
  const faultPlans = Array.from({ length: plans }, () => drawPlan(random, points, strangeness));
  return {
    seed,
    world,
    sheet,
    strangeness,
    conditions: drawConditions(random, share, strangeness),
    delays: { registrationMs: delay(), removalMs: delay() },
    faultPlans,
  };
}

function drawConditions(random: Random, share: number, strangeness: Strangeness): NetworkConditions {
  if (strangeness !== 'slow') return share === 0 ? NO_FAULTS : faulty(share);
  const lag = random() < 0.5 ? 0 : random() * MOST_READ_LAG_MS;
  return {
    ...faulty(share),
    late: 0.03 + random() * 0.12,
    lateUpToMs: random() * MOST_LATE_MS,
    lateAfterDeathUpToMs: random() * MOST_LATE_MS,
    readLagMs: lag,
  };
}

function drawPlan(random: Random, points: number, strangeness: Strangeness): FaultPlan {
  const plan: FaultPlan = {
    ...UNDISTURBED,
    clockJump: strangeness === 'clock' ? drawJump(random, points) : null,
    lyingList: strangeness === 'lying' ? drawLie(random) : null,
  };
  const at = 1 + Math.floor(random() * points);
  const chance = random();
  // A process that dies early sees little of a lie or a jump.
  const kill = strangeness === 'prompt' || strangeness === 'slow' ? 0.75 : 0.4;
  if (chance < kill) return { ...plan, crashAt: at };
  if (chance < 0.88) return strangeness === 'lying' ? plan : { ...plan, stopAt: at };
  const fromRequest = 1 + Math.floor(at / POINTS_PER_REQUEST);
  return {
    ...plan,
    accountFailure: { fromRequest, as: random() < 0.5 ? 'unreachable' : 'unauthorized' },
  };
}

function drawJump(random: Random, points: number) {
  const sizeMs = [HOUR_MS, 90_000, 24 * HOUR_MS][Math.floor(random() * 3)] ?? HOUR_MS;
  return { at: 1 + Math.floor(random() * points), byMs: random() < 0.6 ? -sizeMs : sizeMs };
}

function drawLie(random: Random) {
  return {
    fromRead: 1 + Math.floor(random() * LIST_READS),
    keep: random() < 0.5 ? 0 : Math.floor(random() * 4),
    times: random() < 0.7 ? 1 : 100,
  };
}
