import { existsSync } from 'node:fs';
import path from 'node:path';
import { shellWord } from '../domain/shell-word.ts';
import type { Journal } from '../journal/journal.ts';
import { JOURNAL_FILE, openJournal } from '../journal/sqlite-journal.ts';
import { EXIT_CODES } from '../run/exit-codes.ts';
import { type Session, stateDirOf } from './session.ts';
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

/** Names on stderr every number that an unfinished run left without an emergency address, and what to type. Returns how many. */
export async function nameOpenWindows(session: Session): Promise<number> {
  const windows = await fromJournal(session, (journal) => journal.openWindows(), []);
  for (const window of windows) session.terminal.alert(windowSentence(window), 'red');
  for (const runId of new Set(windows.map((window) => window.runId))) {
    const command = `e911 resume ${visible(runId)}${sameSetting(session)}`;
    session.terminal.alert(`       To finish it: ${command}`, 'plain');
  }
  return windows.length;
}

/** At a second signal: what stands open, and how to go on. Returns the exit code of uncovered numbers when there are any. */
export async function nameWhatIsLeft(session: Session): Promise<number | undefined> {
  const uncovered = await nameOpenWindows(session);
  session.terminal.alert(`To go on: e911 resume${sameSetting(session)}`, 'plain');
  return uncovered > 0 ? EXIT_CODES.uncovered.code : undefined;
}

/** ` --config FILE --state DIR` as they were typed with this command: the next one needs the same. Empty when neither was. */
export function sameSetting(session: Session): string {
  const words = ['config', 'state'].flatMap((name) => {
    const typed = session.args.text(name);
    return typed === undefined ? [] : [` --${name} ${shellWord(visible(typed))}`];
  });
  return words.join('');
}

/** One uncovered number in a sentence that can be read out to somebody. */
export function windowSentence(window: OpenWindow): string {
  const { phoneNumber, account, since, runId } = window;
  return `WITHOUT AN EMERGENCY ADDRESS since ${since}: ${visible(phoneNumber)} (${visible(account)}, run ${visible(runId)})`;
}
