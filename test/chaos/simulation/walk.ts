import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Violation } from '../judge/violation.ts';
import type { JournalEngine } from '../trial.ts';
import { runSchedule, undisturbedEnd } from './run-schedule.ts';
import { drawSchedule, type Strangeness } from './schedule.ts';
import { NoProgress } from './virtual-clock.ts';

/** What a walk over some schedules came to. */
interface Walked {
  readonly schedules: number;
  readonly processRuns: number;
  readonly crashes: number;
  /** Requests that met a fault of the network. */
  readonly faults: number;
  /** Schedules that broke a promise. */
  readonly broken: readonly { readonly seed: number; readonly violations: readonly Violation[] }[];
}

/** Consecutive seeds. */
export interface Seeds {
  readonly from: number;
  readonly count: number;
  /** Which kinds of schedules are drawn; all when absent. */
  readonly kinds?: readonly Strangeness[];
  /** Where the journals are; in folders when absent. */
  readonly journal?: JournalEngine;
}

/** How many seeds a process takes at a time: enough to be worth the message, few enough that all end together. */
const CHUNK = 25;
/** What a run leaves is gone at once; a larger nursery is collected less often. */
const WALKER_FLAGS = ['--max-semi-space-size=32'];

const NOTHING: Walked = { schedules: 0, processRuns: 0, crashes: 0, faults: 0, broken: [] };

function sum(left: Walked, right: Walked): Walked {
  return {
    schedules: left.schedules + right.schedules,
    processRuns: left.processRuns + right.processRuns,
    crashes: left.crashes + right.crashes,
    faults: left.faults + right.faults,
    broken: [...left.broken, ...right.broken],
  };
}

/** A run without an end is one more broken promise. @throws anything else */
function withoutEnd(error: unknown) {
  if (!(error instanceof NoProgress)) throw error;
  return { processRuns: 0, crashes: 0, faults: 0, violations: [{ invariant: 'I12', text: error.message }] };
}

/** Walks one schedule after the other in this process. */
export async function walkHere({ from, count, kinds, journal = 'sqlite' }: Seeds): Promise<Walked> {
  let walked = NOTHING;
  for (let seed = from; seed < from + count; seed++) {
    const schedule = drawSchedule(seed, kinds);
    const undisturbed = await undisturbedEnd(schedule);
    const ended = runSchedule(schedule, undisturbed, { journal });
    const { processRuns, crashes, faults, violations } = await ended.catch(withoutEnd);
    const broken = violations.length > 0 ? [{ seed, violations }] : [];
    walked = sum(walked, { schedules: 1, processRuns, crashes, faults, broken });
  }
  return walked;
}

/**
 * Walks the schedules in `walkers` processes; those that were not begun when `isOver` says so are left out.
 * @throws when one of the processes fails.
 */
export async function walkInParallel(
  { from, count, ...more }: Seeds,
  walkers = availableParallelism(),
  isOver: () => boolean = () => false,
): Promise<Walked> {
  const chunks: Seeds[] = [];
  for (let done = 0; done < count; done += CHUNK) {
    chunks.push({ from: from + done, count: Math.min(CHUNK, count - done), ...more });
  }
  let walked = NOTHING;
  await Promise.all(
    Array.from({ length: Math.min(walkers, chunks.length) }, () =>
      drain(chunks, (some) => {
        walked = sum(walked, some);
        if (isOver()) chunks.length = 0;
      }),
    ),
  );
  return walked;
}

/** One process that takes chunks until there are no more. */
function drain(chunks: Seeds[], onWalked: (walked: Walked) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const walker = fork(fileURLToPath(new URL('./walker.ts', import.meta.url)), {
      execArgv: [...process.execArgv, ...WALKER_FLAGS],
    });
    const next = (): void => {
      const chunk = chunks.shift();
      if (chunk) walker.send(chunk);
      else walker.disconnect();
    };
    walker.on('message', (walked: Walked) => {
      onWalked(walked);
      next();
    });
    walker.on('error', reject);
    walker.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`a simulating process ended with ${code}`));
    });
    next();
  });
}
