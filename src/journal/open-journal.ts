import type { Disk } from '../files/disk.ts';
import type { Journal } from './journal.ts';
import { openFolderJournal } from './sqlite-journal.ts';
import type { StatePlace } from './state-place.ts';

/**
 * Opens the journal of a place; a text is a state folder.
 * @throws JournalError as `openFolderJournal` and `openPostgresJournal` do
 */
export async function openJournal(place: StatePlace | string, disk?: Disk): Promise<Journal> {
  if (typeof place === 'string') return openFolderJournal(place, disk);
  if (place.kind === 'folder') return openFolderJournal(place.stateDir, disk);
  // Most commands have a folder and need none of it.
  const { openPostgresJournal } = await import('./postgres/postgres-journal.ts');
  return openPostgresJournal(place.url);
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
