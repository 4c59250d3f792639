import { dirname } from 'node:path';
import { type Disk, systemDisk } from './disk.ts';

/** Files hold numbers and addresses: for their owner alone. */
const OWNER_ONLY = 0o600;
const LINE_END = 10;

/** A file that is written beside its place and appears there whole, or not at all. */
export interface AtomicFile {
  write(bytes: Uint8Array): void;
  /** Makes the content durable, then gives it its name, then makes the name durable. */
  commit(): void;
  /** Deletes what was written so far. Never throws: the first error is the one to tell. */
  abort(): void;
}

/**
 * Starts a file that `commit` renames from `beside` to `target`; both are in one folder.
 * @throws the system's error, here and from each method.
 */
export function startAtomicFile(target: string, beside: string, disk: Disk = systemDisk): AtomicFile {
  const file = disk.open(beside, 'create', OWNER_ONLY);
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    disk.close(file);
  };
  return {
    write: (bytes) => writeAll(disk, file, bytes),
    commit: () => {
      // Without the sync, a rename could be durable before the content: an empty file under the final name.
      disk.sync(file);
      close();
      disk.rename(beside, target);
      disk.syncFolder(dirname(target));
    },
    abort: () => {
      attempt(close);
      attempt(() => disk.unlink(beside));
    },
  };
}

/** Writes a whole file at once, over an earlier one. @throws the system's error; the earlier file is then unchanged. */
export function writeAtomically(path: string, text: string, disk: Disk = systemDisk): void {
  const beside = `${path}.partial`;
  attempt(() => disk.unlink(beside));
  const file = startAtomicFile(path, beside, disk);
  try {
    file.write(Buffer.from(text, 'utf8'));
    file.commit();
  } catch (error) {
    file.abort();
    throw error;
  }
}

/** Makes a new file with its content. @throws the system's error, EEXIST when the file exists */
export function createDurably(
  path: string,
  content: string | Uint8Array,
  mode = OWNER_ONLY,
  disk: Disk = systemDisk,
): void {
  const file = disk.open(path, 'create', mode);
  try {
    writeAll(disk, file, Buffer.from(content));
    disk.sync(file);
  } finally {
    disk.close(file);
  }
  disk.syncFolder(dirname(path));
}

/** Gives a file that was written elsewhere its final name. @throws the system's error */
export function renameDurably(from: string, to: string, disk: Disk = systemDisk): void {
  const file = disk.open(from, 'update', OWNER_ONLY);
  try {
    disk.sync(file);
  } finally {
    disk.close(file);
  }
  disk.rename(from, to);
  disk.syncFolder(dirname(to));
}

/** A file of lines that grows. Each method throws the system's error. */
export interface LineFile {
  /** Gives whole lines to the system: they survive the end of the process, and a power loss only after `sync`. */
  append(lines: readonly string[]): void;
  /** Makes the lines durable, and with them the name of a new file. */
  sync(): void;
  close(): void;
}

/**
 * Opens a file to append lines; makes it when it is missing. Half a line, which a crash may have left at the end, is ended
 * first, so that it spoils no line but itself.
 * @throws the system's error
 */
export function openLineFile(path: string, disk: Disk = systemDisk): LineFile {
  const file = disk.open(path, 'append', OWNER_ONLY);
  try {
    const size = disk.size(file);
    let isNew = size === 0;
    let isWhole = isNew || disk.byteAt(file, size - 1) === LINE_END;
    return {
      append: (lines) => {
        const text = lines.map((line) => `${line}\n`).join('');
        writeAll(disk, file, Buffer.from(isWhole ? text : `\n${text}`, 'utf8'));
        isWhole = true;
      },
      sync: () => {
        disk.sync(file);
        if (isNew) disk.syncFolder(dirname(path));
        isNew = false;
      },
      close: () => disk.close(file),
    };
  } catch (error) {
    attempt(() => disk.close(file));
    throw error;
  }
}

/** Appends whole lines and makes them durable. @throws the system's error */
export function appendLines(path: string, lines: readonly string[], disk: Disk = systemDisk): void {
  const file = openLineFile(path, disk);
  try {
    file.append(lines);
    file.sync();
  } finally {
    file.close();
  }
}

function writeAll(disk: Disk, file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += disk.write(file, bytes.subarray(done));
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // The file is not there, or cannot be deleted: the next start of the run deletes it.
  }
}
