import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Journal } from '../journal/journal.ts';
import { JOURNAL_FILE, openJournal } from '../journal/sqlite-journal.ts';
import { type Session, shortened, stateDirOf } from './session.ts';
import { visible } from './visible.ts';

export type OpenWindow = ReturnType<Journal['openWindows']>[number];

/** Reads something from the journal of the command's state folder; the fallback when there is no journal yet. Makes no file. @throws JournalError */
export async function fromJournal<T>(
  session: Session,
  read: (journal: Journal) => T,
  fallback: T,
): Promise<T> {
  const stateDir = stateDirOf(session);
  if (!existsSync(path.join(stateDir, JOURNAL_FILE))) return fallback;
  const journal = await openJournal(stateDir);
  try {
    return read(journal);
  } finally {
    journal.close();
  }
}

/** Names on stderr every number that an unfinished run left without an emergency address, and what to type. */
export async function nameOpenWindows(session: Session): Promise<void> {
  const windows = await fromJournal(session, (journal) => journal.openWindows(), []);
  if (windows.length === 0) return;
  for (const window of windows) session.terminal.alert(windowSentence(window), 'red');
  const sheets = await fromJournal(session, (journal) => sheetsOf(journal, windows), []);
  for (const sheet of sheets) {
    session.terminal.alert(
      `       To go on, apply the same sheet again: e911 apply ${visible(shortened(session, sheet))}\n` +
        '       What is done already is found and costs no write.',
      'plain',
    );
  }
}

/** One uncovered number in a sentence that can be read out to somebody. */
export function windowSentence(window: OpenWindow): string {
  const { phoneNumber, account, since, runId } = window;
  return `WITHOUT AN EMERGENCY ADDRESS since ${since}: ${visible(phoneNumber)} (${visible(account)}, run ${visible(runId)})`;
}

/** The sheets of the runs that left windows open, as they were typed when the run kept that. */
function sheetsOf(journal: Journal, windows: readonly OpenWindow[]): string[] {
  const sheets = new Set<string>();
  for (const runId of new Set(windows.map((window) => window.runId))) {
    const run = journal.run(runId);
    const input = run?.options['input'];
    if (run !== null) sheets.add(typeof input === 'string' ? input : run.sheetName);
  }
  return [...sheets];
}
