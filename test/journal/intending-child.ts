import { writeSync } from 'node:fs';
import { openJournal } from '../../src/journal/open-journal.ts';
import { runRecord, stepOf } from './records.ts';

/** Writes intents until it is killed, and prints the id of each one after it was acknowledged. */
const [stateDir = '', runId = ''] = process.argv.slice(2);
const journal = await openJournal(stateDir);
await journal.startRun(runRecord(runId));
for (let index = 1; ; index += 1) {
  const callId = await journal.intend({
    runId,
    account: 'hq',
    accountKey: 'twilio|AC1',
    owner: { kind: 'operation', operationId: `op-${index}` },
    step: stepOf(index),
    attempt: 1,
    sentAt: '2025-01-02T03:04:05.000Z',
  });
  writeSync(1, `${callId}\n`);
  if (index % 3 === 0) {
    await journal.conclude(callId, { state: 'done', finishedAt: '2025-01-02T03:04:06.000Z' });
  }
}
