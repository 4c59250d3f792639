import * as stateFolder from '../../api/state-folder.ts';
import type { Journal } from '../../journal/journal.ts';
import { type Session, stateDirOf } from './session.ts';

/** `fromJournal` of the command's state folder. */
export function fromJournal<T>(
  session: Session,
  read: (journal: Journal) => Promise<T>,
  fallback: T,
): Promise<T> {
  return stateFolder.fromJournal(stateDirOf(session), read, fallback);
}

/** `requireJournal` of the command's state folder. */
export function requireJournal(session: Session): Promise<void> {
  return stateFolder.requireJournal(stateDirOf(session));
}

/** `lostRuns` of the command's state folder. */
export function lostRuns(session: Session): ReturnType<typeof stateFolder.lostRuns> {
  return stateFolder.lostRuns(stateDirOf(session));
}
