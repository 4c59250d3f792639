import { createHash } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { AppError, type UsageError } from '../errors/app-error.ts';
import { commandError } from '../errors/command-errors.ts';
import { systemCode } from '../errors/system-code.ts';
import { type Disk, systemDisk } from '../files/disk.ts';
import { startAtomicFile } from '../files/durable-file.ts';
import { makeFolder } from '../files/make-folder.ts';
import { GAP_LOG_FILE } from '../journal/gap-log.ts';
import { SEAL_FILE } from '../journal/seal.ts';
import { JOURNAL_FILE } from '../journal/sqlite-journal.ts';
import { RUN_LOG } from './run-log.ts';

/** The files that a run may leave in its folder (docs/contract.md). */
const RUN_FILES = [
  'results.csv',
  'results.xlsx',
  'errors.csv',
  'retry.csv',
  'choices.csv',
  'plan.csv',
  'plan.json',
  'summary.json',
  'report.html',
] as const;

/** Files by which a folder is known as that of a compliance set, a migration, or the journal: nothing else is written into it. */
const OWNED = [
  ...['compliance.csv', 'manifest.json', 'migration.csv', 'new-account.csv', 'old-account.csv'],
  ...[JOURNAL_FILE, SEAL_FILE, GAP_LOG_FILE],
];

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
  /** The same for a file that is written piece by piece beside others. @throws as `writeFile` does. */
  startFile(name: string): StartedFile;
}

/** A file beside its place. */
export interface StartedFile {
  /** Takes text, which is buffered, or bytes; hashed as they pass. */
  write(content: string | Uint8Array): void;
  /** Puts the file in its place. */
  commit(): WrittenFile;
  /** Deletes what was written; nothing after a commit. */
  abort(): void;
}

const PARTIAL = '.partial';
const PROBE = `.writable${PARTIAL}`;
const CHUNK_CHARS = 64 * 1024;

/**
 * Opens the folder of a run: makes it with mode 0700 and proves that files can be made in it, before the first call.
 * `sameRun` allows replacing what an earlier part of this very run left.
 * @throws UsageError OUT_EXISTS when it holds files of an earlier command, OUT_NOT_WRITABLE when nothing can be written.
 */
export async function openOutFolder(
  dir: string,
  options: {
    readonly sameRun?: boolean;
    /** The files that will be written; those of a run when absent. Only they may not be there already. */
    readonly files?: readonly string[];
    /** Whether the user named a file rather than its folder. */
    readonly isFileNamed?: boolean;
    readonly disk?: Disk | undefined;
  } = {},
): Promise<OutFolder> {
  const disk = options.disk ?? systemDisk;
  const folder = path.resolve(dir);
  const sameRun = options.sameRun === true;
  const files = options.files ?? RUN_FILES;
  try {
    makeFolder(folder);
    const present = readdirSync(folder);
    const others = options.isFileNamed === true ? [] : foreignFiles(options.files);
    const earlier = sameRun ? undefined : earlierFile(present, [...files, ...others]);
    if (earlier !== undefined) {
      throw options.isFileNamed === true
        ? commandError('outIsThere', { file: path.join(folder, earlier) })
        : commandError('outHoldsRun', { folder, file: earlier });
    }
    // What a killed process left half written; outside `sameRun` there is none.
    for (const name of present.filter((each) => isPartial(each, files))) {
      disk.unlink(path.join(folder, name));
    }
    probe(folder, disk);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw commandError(
      sameRun ? 'outOfRunUnwritable' : 'outUnwritable',
      { folder, reason: reasonOf(cause) },
      cause,
    );
  }

  const own = new Set<string>();
  function startFile(name: string): StartedFile {
    if (path.basename(name) !== name || name.startsWith('.')) {
      throw new TypeError(`Not a plain file name: ${JSON.stringify(name)}`);
    }
    const file = startBeside(path.join(folder, name), sameRun || own.has(name), disk);
    const commit = (): WrittenFile => {
      const written = file.commit();
      own.add(name);
      return written;
    };
    return { ...file, commit };
  }
  return {
    path: folder,
    startFile,
    async writeFile(name, produce) {
      const file = startFile(name);
      try {
        await produce(async (text) => file.write(text));
        return file.commit();
      } catch (error) {
        file.abort();
        throw error;
      }
    },
  };
}

/** The files of other commands that may not be in a folder, too. Exports of several kinds fit one folder, and share its log. */
function foreignFiles(ofExport: readonly string[] | undefined): readonly string[] {
  return ofExport === undefined ? [RUN_LOG, ...OWNED] : [...RUN_FILES, ...OWNED];
}

function earlierFile(present: readonly string[], files: readonly string[]): string | undefined {
  return present.find((name) => isPartial(name, files) || files.includes(name));
}

const isPartial = (name: string, files: readonly string[]): boolean =>
  name === PROBE || files.some((file) => name === `.${file}${PARTIAL}`);

function probe(folder: string, disk: Disk): void {
  const place = path.join(folder, PROBE);
  const file = startAtomicFile(place, place, disk);
  try {
    file.write(Buffer.from('e911\n'));
    file.commit();
  } finally {
    file.abort();
  }
}

/** A buffered stream of text into a file beside its place. */
function startBeside(target: string, replace: boolean, disk: Disk): StartedFile {
  const name = path.basename(target);
  const beside = path.join(path.dirname(target), `.${name}${PARTIAL}`);
  if (!replace && isPresent(target)) throw alreadyThere(target);
  const file = onDisk(target, () => startAtomicFile(target, beside, disk));
  const hash = createHash('sha256');
  let bytes = 0;
  let waiting: string[] = [];
  let waitingChars = 0;
  const put = (chunk: Uint8Array): void => {
    hash.update(chunk);
    bytes += chunk.length;
    onDisk(target, () => file.write(chunk));
  };
  const flush = (): void => {
    const chunk = Buffer.from(waiting.join(''), 'utf8');
    waiting = [];
    waitingChars = 0;
    put(chunk);
  };
  return {
    write: (content) => {
      if (typeof content !== 'string') return put(content);
      waiting.push(content);
      waitingChars += content.length;
      if (waitingChars >= CHUNK_CHARS) flush();
    },
    commit: () => {
      flush();
      // Checked again: another run may have used the folder while a long file was written.
      if (!replace && isPresent(target)) throw alreadyThere(target);
      onDisk(target, () => file.commit());
      return { name, sha256: hash.digest('hex'), bytes };
    },
    abort: () => file.abort(),
  };
}

/** A disk's refusal as a typed error. */
function onDisk<T>(target: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new AppError(`Cannot write ${target} (${reasonOf(cause)}).`, {
      code: 'OUT_WRITE_FAILED',
      hint: 'The journal holds every result. Free disk space or fix the folder, then type e911 resume, or the same command again: what is done already is found and not sent again.',
      cause,
    });
  }
}

function alreadyThere(target: string): UsageError {
  return commandError('outFileExists', { file: target });
}

const isPresent = (target: string): boolean => lstatSync(target, { throwIfNoEntry: false }) !== undefined;

const reasonOf = (error: unknown): string => systemCode(error) || String(error);
