import { parentPort, workerData } from 'node:worker_threads';
import { type FromReader, MOST_AHEAD, type ToReader } from './read-ahead.ts';
import { readRecords } from './read-records.ts';

/* Reads the rows of a CSV file in a thread of its own, and sleeps while enough of them wait to be used. */

const port = parentPort;
if (port !== null) {
  const say = (message: FromReader): void => port.postMessage(message);
  const { csv, used } = workerData as ToReader;
  const word = new Int32Array(used);
  try {
    let said = 0;
    for await (const rows of readRecords(csv)) {
      say(rows);
      said += 1;
      for (let done = Atomics.load(word, 0); said - done >= MOST_AHEAD; done = Atomics.load(word, 0)) {
        Atomics.wait(word, 0, done);
      }
    }
    say('end');
  } catch {
    // The reader on the other side finds the error again, and says it.
    say(null);
  }
}
