import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { systemCode } from '../errors/system-code.ts';

const MAX_BYTES = 1024 * 1024;

/** The text of a small file and whether others can read it, or the end of a sentence that says why it cannot be read. */
type SmallFile =
  | { readonly text: string; readonly isOpenToOthers: boolean }
  | { readonly problem: string; readonly code: string };

/**
 * Reads a file of settings or secrets. Anything but a regular file is refused before it is opened: opening a named pipe waits
 * until a writer comes, which may be never.
 */
export async function readSmallFile(path: string, maxBytes = MAX_BYTES): Promise<SmallFile> {
  try {
    const before = await stat(path);
    if (before.isDirectory()) return { problem: 'is a folder', code: 'EISDIR' };
    if (!before.isFile()) return { problem: 'is not a regular file', code: 'NOT_A_FILE' };
    // Without a wait for a writer, in case a pipe took the file's place since.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const status = await file.stat();
      if (!status.isFile()) return { problem: 'is not a regular file', code: 'NOT_A_FILE' };
      if (status.size > maxBytes) {
        return { problem: `is larger than ${maxBytes / 1024} KB`, code: 'TOO_LARGE' };
      }
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.readFile());
      return { text, isOpenToOthers: process.platform !== 'win32' && (status.mode & 0o077) !== 0 };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = systemCode(error) || 'unreadable';
    return { problem: PROBLEMS[code] ?? `cannot be read (${code})`, code };
  }
}

/** By the code of the error: the system's, or the decoder's. */
const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'cannot be read: permission denied',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'is not UTF-8 text',
};
