import { copyFileSync, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../errors/app-error.ts';
import { systemCode } from '../errors/system-code.ts';
import { systemDisk } from '../files/disk.ts';
import { makeFolder } from '../files/make-folder.ts';
import { SEAL_FILE } from '../journal/seal.ts';
import { JOURNAL_FILE } from '../journal/sqlite-journal.ts';

const FILES = [JOURNAL_FILE, `${JOURNAL_FILE}-wal`, `${JOURNAL_FILE}-shm`, SEAL_FILE];

/**
 * Keeps the files of a journal in a folder beside it. `move`: the state folder has no journal afterward. `copy`: it keeps its
 * journal without the seal, which is the promise that the journal does not fulfil.
 * @returns the folder; empty when there was nothing to keep.
 * @throws AppError RECOVER_FAILED when the disk refuses.
 */
export function setAside(stateDir: string, recoverId: string, how: 'move' | 'copy'): string {
  const present = FILES.filter((name) => existsSync(path.join(stateDir, name)));
  if (present.length === 0) return '';
  const folder = path.join(stateDir, `former-journal-${recoverId}`);
  try {
    makeFolder(folder);
    for (const name of present) {
      const [from, to] = [path.join(stateDir, name), path.join(folder, name)];
      // What is no file has nothing to copy, and a named pipe would wait for its writer.
      const isFile = statSync(from, { throwIfNoEntry: false })?.isFile() === true;
      if (how === 'move' || name === SEAL_FILE || !isFile) systemDisk.rename(from, to);
      else copyFileSync(from, to);
    }
    systemDisk.syncFolder(folder);
    systemDisk.syncFolder(stateDir);
    return folder;
  } catch (cause) {
    throw new AppError(`The former journal cannot be kept in ${folder} (${systemCode(cause)}).`, {
      code: 'RECOVER_FAILED',
      hint: 'Free disk space or make the state folder writable, then type e911 recover again.',
      cause,
    });
  }
}
