import { writeSync } from 'node:fs';
import { setInterval } from 'node:timers';
import { lockAccount } from '../../src/journal/account-lock.ts';

/** Takes a lock, says so, and holds it until it is killed. */
const [directory = '', accountKey = '', runId = ''] = process.argv.slice(2);
await lockAccount({
  accountKey,
  directory,
  holder: {
    pid: process.pid,
    birth: '',
    runId,
    startedAt: '2025-01-02T03:04:05.000Z',
    host: 'desk',
    stateDir: 'runs',
  },
});
writeSync(1, 'locked\n');
setInterval(() => globalThis.gc?.(), 1000);
