import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { systemCode } from '../errors/system-code.ts';

/**
 * What the program asks of a disk where a file must survive a crash or a power loss. Tests pass a disk that loses what was
 * not synced, or refuses the n-th operation. Each method throws the system's error.
 */
export interface Disk {
  /** `append`: made when it is missing. `create`: an existing file is an error (EEXIST). Never follows a link; EINVAL for what is no file. */
  open(path: string, how: 'append' | 'create' | 'update', mode: number): number;
  /** Returns how many bytes were written, which may be fewer. `position`: absent appends. */
  write(file: number, bytes: Uint8Array, position?: number): number;
  size(file: number): number;
  /** The byte at a position; -1 beyond the end. */
  byteAt(file: number, position: number): number;
  sync(file: number): void;
  close(file: number): void;
  rename(from: string, to: string): void;
  unlink(path: string): void;
  /** Makes the names in a folder durable: a rename, or a new file. */
  syncFolder(folder: string): void;
}

const NO_LINK = constants.O_NOFOLLOW ?? 0;
const FLAGS = {
  append: constants.O_CREAT | constants.O_APPEND | constants.O_RDWR | NO_LINK,
  // O_NOFOLLOW is missing on Windows, where O_EXCL alone has to do.
  create: constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | NO_LINK,
  update: constants.O_CREAT | constants.O_RDWR | NO_LINK,
} as const;

/** The disk of this machine. */
export const systemDisk: Disk = {
  open: (path, how, mode) => {
    const file = openSync(path, FLAGS[how], mode);
    requireRegular(file, path);
    // The umask may have cleared bits of the mode.
    if (how === 'create') fchmodSync(file, mode);
    return file;
  },
  write: (file, bytes, position) => writeSync(file, bytes, 0, bytes.length, position ?? null),
  size: (file) => fstatSync(file).size,
  byteAt: (file, position) => {
    const byte = Buffer.alloc(1);
    return readSync(file, byte, 0, 1, position) === 1 ? (byte[0] ?? -1) : -1;
  },
  sync: fsyncSync,
  close: closeSync,
  rename: renameSync,
  unlink: unlinkSync,
  syncFolder,
};

/** Writing to a named pipe without a reader would wait once it is full. */
function requireRegular(file: number, path: string): void {
  if (fstatSync(file).isFile()) return;
  closeSync(file);
  throw Object.assign(new Error(`${path} is not a regular file`), { code: 'EINVAL' });
}

/** Windows does not open folders; its file system journals names by itself. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } catch (error) {
    // Some network file systems cannot sync a folder; the file itself is already on the disk.
    if (systemCode(error) !== 'EINVAL' && systemCode(error) !== 'EPERM') throw error;
  } finally {
    closeSync(descriptor);
  }
}
