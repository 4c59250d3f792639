import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../src/errors/app-error.ts';
import { openPostgresJournal } from '../../../src/journal/postgres/postgres-journal.ts';
import { runRecord, stepOf } from '../records.ts';

/**
 * Writes intents under a lease until it loses it, and prints each one, and at last why it ended. Its own clock stands still: only
 * the database can refuse it.
 */
const [url = '', accountKey = ''] = process.argv.slice(2);
const journal = await openPostgresJournal(url, [() => 0]);
await journal.startRun(runRecord('r-child'));
const holder = { pid: process.pid, birth: '', runId: 'r-child', startedAt: '', host: 'desk', stateDir: '' };
await journal.locks.lock({ accountKey, holder });
try {
  for (let index = 1; ; index += 1) {
    const callId = await journal.intend({
      runId: 'r-child',
      account: 'hq',
      accountKey,
      owner: { kind: 'operation', operationId: `op-${index}` },
      step: stepOf(index),
      attempt: 1,
      sentAt: '2025-01-02T03:04:05.000Z',
    });
    writeSync(1, `${callId}\n`);
    await sleep(20);
  }
} catch (error) {
  writeSync(1, `ended: ${error instanceof AppError ? error.code : String(error)}\n`);
}
await journal.close().catch(() => undefined);
