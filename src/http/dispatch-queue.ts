import pLimit from 'p-limit';
import type { Turn } from './departures.ts';
import type { Pacer } from './pacer.ts';
import type { Priority } from './transport.ts';

interface Job {
  readonly run: (turn: Turn) => Promise<void>;
}

/** Runs jobs of one account, at most `concurrency` at once and at the pacer's pace. */
export interface DispatchQueue {
  /**
   * Runs `work` when its turn has come. Rejects with the signal's reason when it is aborted before that; later the work
   * itself has to check the signal, and to tell the turn when its request leaves.
   */
  add<T>(priority: Priority, signal: AbortSignal, work: (turn: Turn) => Promise<T>): Promise<T>;
}

/**
 * Which job goes next is decided only when the pacer lets one through: a request that finishes something overtakes all that
 * were asked for before it, even those that already hold a free place.
 */
export function createDispatchQueue(pacer: Pacer, concurrency: number): DispatchQueue {
  const limit = pLimit(concurrency);
  const queues: Record<Priority, Job[]> = { finish: [], read: [], start: [] };
  const waitingForPace = new Set<AbortController>();

  const length = (): number => queues.finish.length + queues.read.length + queues.start.length;
  const highest = (): Priority =>
    queues.finish.length > 0 ? 'finish' : queues.read.length > 0 ? 'read' : 'start';

  async function runNext(): Promise<void> {
    // Its job was aborted while it waited for a free place.
    if (length() <= waitingForPace.size) return;
    const waiting = new AbortController();
    waitingForPace.add(waiting);
    let turn: Turn;
    try {
      turn = await pacer.take(highest(), waiting.signal);
    } catch (error) {
      if (waiting.signal.aborted) return;
      throw error;
    } finally {
      waitingForPace.delete(waiting);
    }
    try {
      await queues[highest()].shift()?.run(turn);
    } finally {
      turn.ends();
    }
  }

  function add<T>(priority: Priority, signal: AbortSignal, work: (turn: Turn) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = (): void => {
        const queue = queues[priority];
        queue.splice(queue.indexOf(job), 1);
        reject(signal.reason);
        for (const spare of waitingForPace) {
          if (length() >= waitingForPace.size) break;
          waitingForPace.delete(spare);
          spare.abort();
        }
      };
      const job: Job = {
        run: async (turn) => {
          signal.removeEventListener('abort', onAbort);
          try {
            resolve(await work(turn));
          } catch (error) {
            reject(error);
          }
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      queues[priority].push(job);
      limit(runNext).catch(reject);
    });
  }

  return { add };
}
