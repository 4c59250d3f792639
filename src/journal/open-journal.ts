import { UsageError } from '../errors/app-error.ts';
import type { Disk } from '../files/disk.ts';
import type { Journal } from './journal.ts';
import { openFolderJournal } from './sqlite-journal.ts';
import type { StatePlace } from './state-place.ts';

/**
 * Opens the journal of a place; a text is a state folder.
 * @throws JournalError as `openFolderJournal` does; UsageError (STATE_NO_DATABASE) for a database
 */
export async function openJournal(place: StatePlace | string, disk?: Disk): Promise<Journal> {
  if (typeof place === 'string') return openFolderJournal(place, disk);
  if (place.kind === 'folder') return openFolderJournal(place.stateDir, disk);
  throw new UsageError('The state cannot be kept in a PostgreSQL database yet.', {
    code: 'STATE_NO_DATABASE',
    hint: 'Name a folder: with --state, in E911_STATE, or with state: in the config.',
  });
}

/**
 * Opens the journal for a piece of work and closes it afterwards. When the work fails, its error is the one to tell: closing
 * a journal that cannot be written fails as well.
 * @throws what the work throws, and as `openJournal` does.
 */
export async function usingJournal<T>(
  { state, disk }: { readonly state: StatePlace; readonly disk?: Disk | undefined },
  work: (journal: Journal) => Promise<T>,
): Promise<T> {
  const journal = await openJournal(state, disk);
  let value: T;
  try {
    value = await work(journal);
  } catch (error) {
    await journal.close().catch(() => undefined);
    throw error;
  }
  await journal.close();
  return value;
}
