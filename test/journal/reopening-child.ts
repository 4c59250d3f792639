import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { openJournal } from '../../src/journal/open-journal.ts';
import { runRecord } from './records.ts';

/** Opens a journal a second time, as commands do, and goes on writing to it after each line on stdin until it is killed. */
const [stateDir = ''] = process.argv.slice(2);
const first = await openJournal(stateDir);
await first.startRun(runRecord('run-1'));
await first.close();
const journal = await openJournal(stateDir);
for (let run = 2; ; run += 1) {
  await journal.startRun(runRecord(`run-${run}`));
  writeSync(1, `run-${run}\n`);
  await once(process.stdin, 'data');
}
