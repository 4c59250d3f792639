import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { AppError, type UsageError } from '../errors/app-error.ts';
import { commandError } from '../errors/command-errors.ts';
import { makeFolder } from '../journal/make-folder.ts';

/** The files that a run may leave in its folder (docs/contract.md). */
const RUN_FILES = [
  'results.csv',
  'errors.csv',
  'retry.csv',
  'plan.csv',
  'plan.json',
  'summary.json',
  'report.html',
] as const;

/** A file as it was written: `sha256` in hex, `bytes` its length. */
export interface WrittenFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Takes text; resolves when the disk has taken enough of it to go on. */
export type WriteText = (text: string) => Promise<void>;

/** The folder of one run. */
export interface OutFolder {
  /** Absolute path. */
  readonly path: string;
  /**
   * Writes a file beside its place and renames it there, so that a reader sees the whole file or none. Mode 0600.
   * @throws UsageError OUT_EXISTS when a file of that name came from elsewhere; AppError OUT_WRITE_FAILED when the disk refuses.
   */
  writeFile(name: string, produce: (write: WriteText) => Promise<void>): Promise<WrittenFile>;
}

const PARTIAL = '.partial';
const PROBE = `.writable${PARTIAL}`;
const CHUNK_CHARS = 64 * 1024;
// O_NOFOLLOW is missing on Windows, where O_EXCL alone has to do.
const CREATE_NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

/**
 * Opens the folder of a run: makes it with mode 0700 and proves that files can be made in it, before the first call.
 * `sameRun` allows replacing what an earlier part of this very run left.
 * @throws UsageError OUT_EXISTS when it holds the files of a run, OUT_NOT_WRITABLE when nothing can be written.
 */
export async function openOutFolder(
  dir: string,
  options: {
    readonly sameRun?: boolean;
    /** The files that will be written; those of a run when absent. Only they may not be there already. */
    readonly files?: readonly string[];
  } = {},
): Promise<OutFolder> {
  const folder = path.resolve(dir);
  const sameRun = options.sameRun === true;
  const files = options.files ?? RUN_FILES;
  try {
    makeFolder(folder);
    const present = await readdir(folder);
    if (!sameRun) refuseEarlierRun(folder, present, files);
    // What a killed process left half written; outside `sameRun` there is none.
    for (const name of present.filter((each) => isPartial(each, files))) {
      await unlink(path.join(folder, name));
    }
    await probe(folder);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw commandError(
      sameRun ? 'outOfRunUnwritable' : 'outUnwritable',
      { folder, reason: reasonOf(cause) },
      cause,
    );
  }

  const own = new Set<string>();
  return {
    path: folder,
    async writeFile(name, produce) {
      if (path.basename(name) !== name || name.startsWith('.')) {
        throw new TypeError(`Not a plain file name: ${JSON.stringify(name)}`);
      }
      const replace = sameRun || own.has(name);
      const written = await writeBeside(folder, name, replace, produce);
      own.add(name);
      return written;
    },
  };
}

function refuseEarlierRun(folder: string, present: readonly string[], files: readonly string[]): void {
  const taken = present.filter((name) => isPartial(name, files) || files.includes(name));
  const first = taken[0];
  if (first === undefined) return;
  throw commandError('outHoldsRun', { folder, file: first });
}

const isPartial = (name: string, files: readonly string[]): boolean =>
  name === PROBE || files.some((file) => name === `.${file}${PARTIAL}`);

async function probe(folder: string): Promise<void> {
  const place = path.join(folder, PROBE);
  const handle = await open(place, CREATE_NEW, 0o600);
  try {
    await handle.writeFile('e911\n');
    await handle.sync();
  } finally {
    await handle.close();
    await unlink(place);
  }
}

async function writeBeside(
  folder: string,
  name: string,
  replace: boolean,
  produce: (write: WriteText) => Promise<void>,
): Promise<WrittenFile> {
  const target = path.join(folder, name);
  const beside = path.join(folder, `.${name}${PARTIAL}`);
  let produced: { sha256: string; bytes: number } | undefined;
  try {
    if (!replace && (await present(target))) throw alreadyThere(target);
    const handle = await onDisk(target, () => open(beside, CREATE_NEW, 0o600));
    try {
      produced = await stream(target, handle, produce);
      await onDisk(target, () => handle.sync());
    } finally {
      await handle.close();
    }
    // Looked at again: the folder may have been given to someone else while a long file was written.
    if (!replace && (await present(target))) throw alreadyThere(target);
    await onDisk(target, () => rename(beside, target));
    await syncFolder(folder);
    return { name, ...produced };
  } catch (error) {
    await removeQuietly(beside);
    throw error;
  }
}

/** One buffered stream of text into the file; hashed as it passes. */
async function stream(
  target: string,
  handle: FileHandle,
  produce: (write: WriteText) => Promise<void>,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  let waiting: string[] = [];
  let waitingChars = 0;
  const flush = async (): Promise<void> => {
    const chunk = Buffer.from(waiting.join(''), 'utf8');
    waiting = [];
    waitingChars = 0;
    hash.update(chunk);
    bytes += chunk.length;
    // appendFile goes on until all is written; a single write may stop short.
    await onDisk(target, () => handle.appendFile(chunk));
  };
  await produce(async (text) => {
    waiting.push(text);
    waitingChars += text.length;
    if (waitingChars >= CHUNK_CHARS) await flush();
  });
  await flush();
  return { sha256: hash.digest('hex'), bytes };
}

/** A disk's refusal as a typed error; what `produce` throws passes unchanged. */
async function onDisk<T>(target: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new AppError(`Cannot write ${target} (${reasonOf(cause)}).`, {
      code: 'OUT_WRITE_FAILED',
      hint: 'Nothing is lost: the journal holds every result. Make room or mend the folder, then type the same command again; what is done is found and left alone.',
      cause,
    });
  }
}

function alreadyThere(target: string): UsageError {
  return commandError('outFileExists', { file: target });
}

/** Makes the rename itself last through a power cut. */
async function syncFolder(folder: string): Promise<void> {
  // A folder cannot be opened for this on Windows; its file system journals renames itself.
  const handle = await open(folder, constants.O_RDONLY).catch(() => null);
  if (handle === null) return;
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot sync a folder (EINVAL); the file itself is already on the disk.
    if (reasonOf(error) !== 'EINVAL' && reasonOf(error) !== 'EPERM') throw error;
  } finally {
    await handle.close();
  }
}

async function present(target: string): Promise<boolean> {
  try {
    await lstat(target);
    return true;
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function removeQuietly(place: string): Promise<void> {
  // The first error is the one to tell; the next start of this run clears the rest away.
  await unlink(place).catch(() => undefined);
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
