import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { systemCode } from '../errors/system-code.ts';
import { type Disk, systemDisk } from '../files/disk.ts';
import { readRegular } from '../files/read-regular.ts';

/** Name of the file that counts a journal's commits a second time, beside it. */
export const SEAL_FILE = 'journal.seal';

/** All fields have a fixed width, so that each write replaces the former one whole. */
const LINE = /^(([0-9a-f]{16}) (\d{16})) ([0-9a-f]{8})\n$/;
const COUNT_DIGITS = 16;
/** Far above one line: what is longer is no seal. */
const MOST_BYTES = 4_096;

/** Which journal it is, and how many commits it had. */
export interface SealMark {
  readonly journalId: string;
  readonly commits: number;
}

/**
 * The second count of commits. It is written after each commit and never before: a journal whose own count is lower has lost
 * commits (its write-ahead log was deleted, or an older copy was put in its place).
 */
export interface Seal {
  write(mark: SealMark): void;
  /** Makes the last count durable, and closes the file. */
  close(): void;
}

/** The mark of a state folder; null when the file is missing or was not written whole, which proves nothing. */
export function readSeal(stateDir: string): SealMark | null {
  let text: string;
  try {
    text = readRegular(join(stateDir, SEAL_FILE), 'latin1', MOST_BYTES);
  } catch {
    return null;
  }
  const [, content = '', journalId = '', commits, sum] = LINE.exec(text) ?? [];
  return sum === undefined || sum !== sumOf(content) ? null : { journalId, commits: Number(commits) };
}

/**
 * A seal that is opened at its first write. The count need not reach the disk with each commit: after a power loss it is lower
 * than the journal's own count, which is not a contradiction. A seal that cannot be written stops no run.
 */
export function openSeal(stateDir: string, disk: Disk = systemDisk): Seal {
  let file: number | null = null;
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      // A full disk is reported by the journal itself. Anything else is a bug.
      if (systemCode(error) === '') throw error;
    }
  };
  return {
    write: ({ journalId, commits }) =>
      attempt(() => {
        file ??= disk.open(join(stateDir, SEAL_FILE), 'update', 0o600);
        const content = `${journalId} ${String(commits).padStart(COUNT_DIGITS, '0')}`;
        disk.write(file, Buffer.from(`${content} ${sumOf(content)}\n`, 'latin1'), 0);
      }),
    close: () =>
      attempt(() => {
        if (file === null) return;
        const open = file;
        file = null;
        disk.sync(open);
        disk.close(open);
      }),
  };
}

/** A line of which only a part reached the disk could show a count that the journal never had. */
const sumOf = (content: string): string => createHash('sha256').update(content).digest('hex').slice(0, 8);
