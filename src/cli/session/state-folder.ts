import * as stateFolder from '../../api/state-folder.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Session } from './session.ts';
import { stateOf } from './state-place.ts';

/** `fromJournal` of the command's state folder. */
export async function fromJournal<T>(
  session: Session,
  read: (journal: Journal) => Promise<T>,
  fallback: T,
): Promise<T> {
  return stateFolder.fromJournal(await stateOf(session), read, fallback);
}

/** `requireJournal` of the command's state folder. */
export async function requireJournal(session: Session): Promise<void> {
  return stateFolder.requireJournal(await stateOf(session));
}

/** `lostRuns` of the command's state folder. */
export async function lostRuns(session: Session): ReturnType<typeof stateFolder.lostRuns> {
  return stateFolder.lostRuns(await stateOf(session));
}
