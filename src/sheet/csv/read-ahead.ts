import { Worker } from 'node:worker_threads';
import { shippedFile } from '../../shipped/shipped-file.ts';
import type { FileRow } from '../source/row-source.ts';
import { type Csv, readRecords } from './read-records.ts';

/** What the reading thread is given. */
export interface ToReader {
  readonly csv: Csv;
  /** One 32-bit word: how many batches were used. */
  readonly used: SharedArrayBuffer;
}

/** What the reading thread says: a batch of rows, or that there are no more; null when it cannot read on. */
export type FromReader = readonly FileRow[] | 'end' | null;

/** Batches that are read before they are wanted. */
export const MOST_AHEAD = 3;
/** Megabytes of the reading thread, of which it needs a few. */
const MEMORY = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 8 };

/**
 * The same rows as `readRecords`, read by a thread of its own while the caller works on those before. What the thread cannot read
 * is read here, so that errors are the same ones.
 * @throws UsageError as `readRecords` does
 */
export async function* readAhead(csv: Csv): AsyncGenerator<readonly FileRow[]> {
  const used = new SharedArrayBuffer(4);
  const word = new Int32Array(used);
  let given = 0;
  const worker = new Worker(shippedFile('dist/csv-worker.js'), {
    workerData: { csv, used } satisfies ToReader,
    resourceLimits: MEMORY,
  });
  try {
    for await (const rows of messages(worker)) {
      if (rows === 'end') return;
      if (rows === null) break;
      given += rows.length;
      yield rows;
      Atomics.add(word, 0, 1);
      Atomics.notify(word, 0);
    }
  } finally {
    await worker.terminate();
  }
  for await (const rows of readRecords(csv)) {
    const fresh = rows.slice(Math.max(0, rows.length - Math.max(0, (rows.at(-1)?.line ?? 0) - given)));
    if (fresh.length > 0) yield fresh;
  }
}

/** The thread's messages one by one; null when it ends in another way. */
async function* messages(worker: Worker): AsyncGenerator<FromReader> {
  const waiting: FromReader[] = [];
  let wake = (): void => undefined;
  const take = (message: FromReader): void => {
    waiting.push(message);
    wake();
  };
  worker.on('message', take);
  worker.on('error', () => take(null));
  worker.on('exit', () => take(null));
  for (;;) {
    const message = waiting.shift();
    if (message !== undefined) yield message;
    else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}
