import { existsSync } from 'node:fs';
import path from 'node:path';
import { commandLine } from '../../domain/next-command.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import type { Journal } from '../../journal/journal.ts';
import { JOURNAL_FILE, openJournal } from '../../journal/sqlite-journal.ts';
import { type Session, stateDirOf } from '../session.ts';
import { visible } from './visible.ts';

export type OpenGap = Awaited<ReturnType<Journal['openGaps']>>[number];

/** Reads something from the journal of the command's state folder; the fallback when there is no journal yet. Makes no file. @throws JournalError */
export async function fromJournal<T>(
  session: Session,
  read: (journal: Journal) => Promise<T>,
  fallback: T,
): Promise<T> {
  const stateDir = stateDirOf(session);
  if (!existsSync(path.join(stateDir, JOURNAL_FILE))) return fallback;
  const journal = await openJournal(stateDir);
  try {
    return await read(journal);
  } finally {
    await journal.close();
  }
}

/** Names on stderr every number that an unfinished run left without an emergency address, and what to type. Returns how many. */
export async function nameOpenGaps(session: Session): Promise<number> {
  const gaps = await fromJournal<OpenGap[]>(session, (journal) => journal.openGaps(), []);
  for (const gap of gaps) session.terminal.alert(gapSentence(gap), 'red');
  for (const runId of new Set(gaps.map((gap) => gap.runId))) {
    session.terminal.alert(`       To give it an address: ${resumeLine(session, runId)}`, 'plain');
  }
  return gaps.length;
}

/** At a second signal: which numbers are uncovered, and how to continue. Returns the exit code of uncovered numbers when there are any. */
export async function nameWhatIsLeft(session: Session): Promise<number | undefined> {
  const uncovered = await nameOpenGaps(session);
  session.terminal.alert(`To continue: ${resumeLine(session)}`, 'plain');
  return uncovered > 0 ? EXIT_CODES.uncovered.code : undefined;
}

/** The command that finishes a run, or the newest one, with the config and state folder of this command. */
export function resumeLine(session: Session, runId?: string): string {
  const run = runId === undefined ? [] : [visible(runId)];
  return commandLine({ command: 'resume', args: [...run, ...workspaceArgs(session)], advice: '' });
}

/** `--config FILE --env-file FILE --state DIR` as they were typed with this command: the next one needs the same. Empty when neither was. */
export function workspaceArgs(session: Session): string[] {
  return ['config', 'env-file', 'state'].flatMap((name) => {
    const typed = session.args.text(name);
    return typed === undefined ? [] : [`--${name}`, visible(typed)];
  });
}

/** One uncovered number, as a sentence to read aloud to whoever can help. */
export function gapSentence(gap: OpenGap): string {
  const { phoneNumber, account, since, runId } = gap;
  return `WITHOUT AN EMERGENCY ADDRESS since ${since}: ${visible(phoneNumber)} (${visible(account)}, run ${visible(runId)})`;
}
