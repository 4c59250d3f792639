import { onTestFinished } from 'vitest';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import type { StatePlace } from '../../src/journal/state-place.ts';
import { testDatabase } from '../postgres/database.ts';
import { testFolder } from './folder.ts';
import { runRecord } from './records.ts';

/** One of the two engines that a journal may have; every test of the contract runs on both. */
export interface TestEngine {
  readonly engine: string;
  /** An empty place that is gone after the test. */
  newPlace(): Promise<StatePlace>;
}

export const ENGINES: readonly TestEngine[] = [
  { engine: 'SQLite', newPlace: async () => ({ kind: 'folder', stateDir: testFolder() }) },
  { engine: 'PostgreSQL', newPlace: async () => ({ kind: 'postgres', url: await testDatabase() }) },
];

export async function openTestJournal(place: StatePlace | string = testFolder()): Promise<Journal> {
  const journal = await openJournal(place);
  onTestFinished(() => journal.close());
  return journal;
}

export const ACCOUNT_KEY = 'twilio|AC1';

/** A journal with the run `r1` in it, and, in a database, with a lease of the account `ACCOUNT_KEY`. */
export async function journalWithRun(place?: StatePlace | string): Promise<Journal> {
  const journal = await openTestJournal(place);
  await journal.startRun(runRecord('r1'));
  if (typeof place === 'object' && place.kind === 'postgres') await lockTestAccount(journal);
  return journal;
}

export async function lockTestAccount(journal: Journal, runId = 'r1', waitMs = 0) {
  const holder = {
    pid: process.pid,
    birth: '',
    runId,
    startedAt: '2025-01-02T03:04:05.000Z',
    host: 'desk',
    stateDir: '',
    operator: 'kim',
  };
  return journal.locks.lock({ accountKey: ACCOUNT_KEY, holder, waitMs });
}
