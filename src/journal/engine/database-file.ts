import { chmodSync, lstatSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { JournalError } from '../../errors/app-error.ts';
import { systemCode } from '../../errors/system-code.ts';
import { createDurably } from '../../files/durable-file.ts';
import { makeFolder } from '../../files/make-folder.ts';

const SIDE_FILES = ['-wal', '-shm', '-journal'];
const OWNER_ONLY = 0o600;

/**
 * Makes the file that SQLite is to open, empty and with `mode`, in a folder that only its owner can enter; an existing
 * file is brought down to `mode`. SQLite gives `-wal` and `-shm` the mode of the file itself.
 * @throws JournalError (JOURNAL_FILE_UNSAFE) when the file or one beside it is a link or no file; (JOURNAL_UNWRITABLE)
 * when the folder or the file cannot be made.
 */
export function prepareDatabaseFile(path: string, mode = OWNER_ONLY): void {
  try {
    makeFolder(dirname(path));
    for (const suffix of SIDE_FILES) refuseUnlessFile(`${path}${suffix}`);
    if (createEmpty(path, mode)) return;
    const present = refuseUnlessFile(path);
    if (present !== null && (present.mode & 0o777) !== mode) chmodSync(path, mode);
  } catch (cause) {
    if (cause instanceof JournalError) throw cause;
    throw new JournalError(`The database file ${path} cannot be made or used: ${reasonOf(cause)}.`, {
      code: 'JOURNAL_UNWRITABLE',
      hint: 'Check that the folder can be written to and has space, or name another one with --state.',
      cause,
    });
  }
}

/**
 * True when the file was made. An existing file is never opened here: closing any descriptor of it would release the
 * POSIX locks that SQLite may hold on it in this very process.
 */
function createEmpty(path: string, mode: number): boolean {
  try {
    createDurably(path, '', mode);
    return true;
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false;
    throw cause;
  }
}

/** What is there; null when nothing is. @throws JournalError (JOURNAL_FILE_UNSAFE) when it is a link or no file */
export function refuseUnlessFile(path: string): Stats | null {
  const present = lstatSync(path, { throwIfNoEntry: false });
  if (present === undefined) return null;
  if (present.isFile()) return present;
  throw new JournalError(`${path} is ${present.isSymbolicLink() ? 'a symbolic link' : 'not a file'}.`, {
    code: 'JOURNAL_FILE_UNSAFE',
    hint: 'Remove it, or name another folder with --state.',
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
