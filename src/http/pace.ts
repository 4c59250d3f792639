import type { Clock, Random } from '../domain/clock.ts';
import type { Limits } from '../providers/contract.ts';
import { createDispatchQueue, type DispatchQueue } from './dispatch-queue.ts';
import { createPacer, type Pacer } from './pacer.ts';

/** How fast requests leave, and how many are open at once. Accounts that share credentials share one. */
export interface Pace {
  readonly pacer: Pacer;
  readonly queue: DispatchQueue;
}

export function createPace(options: {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
}): Pace {
  const pacer = createPacer(options);
  return { pacer, queue: createDispatchQueue(pacer, options.limits.concurrency) };
}
