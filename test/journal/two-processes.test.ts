import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { openJournal } from '../../src/journal/open-journal.ts';
import { childProgram, startChild } from './child.ts';
import { testFolder } from './folder.ts';

/** Lets libsql close what was closed: it does so when a connection is collected. */
async function collect(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let turn = 0; turn < 5; turn += 1) {
    gc();
    await sleep(1);
  }
}

const runsOf = async (stateDir: string): Promise<string[]> => {
  const journal = await openJournal(stateDir);
  const runs = (await journal.runs(100)).map(({ runId }) => runId);
  await journal.close();
  return runs;
};

it('keeps the log of a process that still writes, whoever else opens and closes the journal', async () => {
  const stateDir = testFolder();
  const writer = startChild(await childProgram('reopening-child.ts'), [stateDir]);
  await writer.printed(1);
  expect(await runsOf(stateDir)).toContain('run-2');
  await collect();
  for (const count of [2, 3, 4]) {
    writer.process.stdin.write('\n');
    await writer.printed(count);
  }
  await writer.kill();
  expect(await runsOf(stateDir)).toEqual(
    expect.arrayContaining(['run-1', 'run-2', 'run-3', 'run-4', 'run-5']),
  );
});
