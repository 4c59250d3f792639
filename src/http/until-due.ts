import type { Clock } from '../domain/clock.ts';
import { DUE_WITHIN_MS, type Turn } from './departures.ts';

/** What a request waits for may change while it waits: a rate that was slowed, a request before it that is given up. */
const LONGEST_WAIT_MS = 100;

/** Waits until a request that has its turn and is ready may leave. Its intent is durable by now, so it is not given up any more. */
export async function untilDue(turn: Pick<Turn, 'waitMs'>, clock: Clock): Promise<void> {
  for (;;) {
    const waitMs = turn.waitMs(clock.monotonicMs());
    if (waitMs <= DUE_WITHIN_MS) return;
    await clock.sleep(Math.min(waitMs, LONGEST_WAIT_MS));
  }
}
