import { onTestFinished } from 'vitest';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { testFolder } from './folder.ts';
import { runRecord } from './records.ts';

export async function openTestJournal(stateDir = testFolder()): Promise<Journal> {
  const journal = await openJournal(stateDir);
  onTestFinished(() => journal.close());
  return journal;
}

/** A journal with the run `r1` in it. */
export async function journalWithRun(stateDir?: string): Promise<Journal> {
  const journal = await openTestJournal(stateDir);
  await journal.startRun(runRecord('r1'));
  return journal;
}
