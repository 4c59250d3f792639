import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openJournal } from '../../src/journal/open-journal.ts';
import { childProgram, startChild } from './child.ts';
import { testFolder } from './folder.ts';

const KILLS = 5;

it('loses no acknowledged intent when the process is killed', async () => {
  const stateDir = testFolder();
  const program = await childProgram('intending-child.ts');
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const runId = `r${kill}`;
    const child = startChild(program, [stateDir, runId]);
    await child.printed(20);
    await sleep(kill * 17);
    await child.kill();
    const acknowledged = child.lines.map(Number);
    const journal = await openJournal(stateDir);
    try {
      const inDoubt = new Set((await journal.callsInDoubt(runId)).map((call) => call.callId));
      const lost: number[] = [];
      for (const [index, callId] of acknowledged.entries()) {
        const [call, ...more] = await journal.callsOf(runId, 'hq', {
          kind: 'operation',
          operationId: `op-${index + 1}`,
        });
        const isKept = call?.callId === callId && (call.state === 'intended') === inDoubt.has(callId);
        if (more.length > 0 || !isKept) lost.push(callId);
      }
      expect(lost).toEqual([]);
      // Every third one was concluded; the very last conclusion may have been cut off.
      const undecided = acknowledged.filter((callId, index) => (index + 1) % 3 === 0 && inDoubt.has(callId));
      expect(undecided.filter((callId) => callId !== acknowledged.at(-1))).toEqual([]);
      expect(inDoubt.size).toBeGreaterThan(0);
    } finally {
      await journal.close();
    }
  }
});
