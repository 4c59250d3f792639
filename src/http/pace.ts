import type { Clock, Random } from '../domain/clock.ts';
import type { Limits } from '../providers/contract.ts';
import { createDispatchQueue, type DispatchQueue } from './dispatch-queue.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { createPauseLimit, type PauseLimit } from './pause-limit.ts';

/** How fast requests leave, and how many are open at once. Accounts that share credentials share one. */
export interface Pace {
  readonly pacer: Pacer;
  readonly queue: DispatchQueue;
  readonly pauses: PauseLimit;
}

export function createPace(options: {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
  /** `--max-pause`; the default when absent. */
  readonly maxPauseMs?: number | undefined;
}): Pace {
  const pacer = createPacer(options);
  return {
    pacer,
    queue: createDispatchQueue(pacer, options.limits.concurrency),
    pauses: createPauseLimit(options.maxPauseMs),
  };
}
