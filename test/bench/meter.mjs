// Loaded into a measured process before its program: when the process ends, its processor time, its peak memory, the most that it
// held on to, and its durable commits are written to the file that the variable names.
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { watchJournalWrites } from '../chaos/process/journal-writes.mjs';

const file = process.env.E911_BENCH_METER;
/** A collection takes a few milliseconds of them. */
const HELD_EVERY_MS = 50;
let commits = 0;
if (process.env.E911_BENCH_COMMITS === '1') {
  watchJournalWrites((work) => {
    commits += 1;
    return work();
  });
}
let heldBytes = 0;
if (process.env.E911_BENCH_HELD === '1') {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  setInterval(() => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    heldBytes = Math.max(heldBytes, heapUsed + external);
  }, HELD_EVERY_MS).unref();
}
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const heldMb = heldBytes / 1024 ** 2;
  const metered = {
    processorMs: (userCPUTime + systemCPUTime) / 1000,
    peakMb: maxRSS / 1024,
    heldMb,
    commits,
  };
  writeFileSync(file, JSON.stringify(metered));
});
