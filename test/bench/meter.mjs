// Loaded into a measured process before its program: when the process ends, its processor time, its peak memory, and its
// durable commits are written to the file that the variable names.
import { writeFileSync } from 'node:fs';
import { watchJournalWrites } from '../chaos/process/journal-writes.mjs';

const file = process.env.E911_BENCH_METER;
let commits = 0;
if (process.env.E911_BENCH_COMMITS === '1') {
  watchJournalWrites((work) => {
    commits += 1;
    return work();
  });
}
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const metered = { processorMs: (userCPUTime + systemCPUTime) / 1000, peakMb: maxRSS / 1024, commits };
  writeFileSync(file, JSON.stringify(metered));
});
