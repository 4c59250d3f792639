import type { Violation } from '../judge/violation.ts';
import type { JournalEngine } from '../trial.ts';
import type { WorldName } from '../world/world.ts';

/** What the command line of `npm run test:chaos` asks for. */
export interface Wanted {
  readonly worlds: readonly WorldName[];
  /** One command alone; all when undefined. */
  readonly job: string | undefined;
  /** One kind of schedules alone; all when undefined. */
  readonly kind: string | undefined;
  /** Where the journals are. */
  readonly engine: JournalEngine;
  readonly seed: number;
  /** One case alone, which leaves the table of figures as it is; all when undefined. */
  readonly point: number | undefined;
  readonly step: number;
  readonly offset: number;
  readonly schedules: number;
  /** Whether the time that was given is over: what was not begun is left out. */
  readonly isOver: () => boolean;
  readonly workers: number;
  readonly rows: number;
}

/** What one block of cases came to. */
export interface Tried {
  readonly what: string;
  readonly tried: string;
  readonly violations: number;
  /** Options that repeat it, after `npm run test:chaos -- `. */
  readonly replay: string;
}

export interface Reporter {
  say(text: string): void;
  /** Says what a case broke and how to repeat it. Returns how many cases broke something: 0 or 1. */
  judge(name: string, replay: string, violations: readonly Violation[]): number;
}

/** One part of the suite: yields what each of its blocks came to. */
export type Part = (wanted: Wanted, reporter: Reporter) => AsyncGenerator<Tried>;

/**
 * Does every task, as many at once as there are workers: most of their time they wait. Returns how many were done before the
 * time was over.
 */
export async function inParallel<T>(
  tasks: readonly T[],
  { workers, isOver }: Pick<Wanted, 'workers' | 'isOver'>,
  work: (task: T) => Promise<void>,
): Promise<number> {
  const queue = [...tasks];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let task = queue.shift(); task !== undefined && !isOver(); task = queue.shift()) {
      await work(task);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return done;
}
