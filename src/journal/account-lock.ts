import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { GuardError, JournalError } from '../errors/app-error.ts';
import { errorCode, prepareDatabaseFile } from './database-file.ts';
import { type Database, openPlainDatabase } from './driver.ts';

/** Who holds an account: shown to the second run, so it holds no secret and nothing of the sheet. */
interface LockHolder {
  readonly pid: number;
  readonly runId: string;
  /** ISO time. */
  readonly startedAt: string;
  readonly host: string;
  readonly stateDir: string;
}

export interface AccountLock {
  /** Lets the next run in. Releasing twice is allowed. */
  release(): void;
}

const holderSchema = z.object({
  pid: z.number().int().positive(),
  runId: z.string(),
  startedAt: z.string(),
  host: z.string(),
  stateDir: z.string(),
});

/** Every user of the machine may make and take a lock, and only its owner may delete it (like /tmp itself). */
const FOLDER_MODE = 0o1777;
const LOCK_MODE = 0o666;
const HOLDER_MODE = 0o644;
/** Long enough for another process's glance at the lock, short enough to refuse at once. */
const LOCK_TIMEOUT_MS = 250;
const HOLDER_ATTEMPTS = 10;
const HOLDER_PAUSE_MS = 20;

/** Held here as well: a connection that is collected as garbage would give its lock away. */
const held = new Set<Database>();

/**
 * Lets one run per provider account work at a time on this machine, whatever the account is called and wherever the
 * state folder is. The lock is an open exclusive transaction on a small database file: the system takes it back the
 * moment the process ends, however it ends, and a stopped process still holds it.
 * @throws GuardError (ACCOUNT_LOCKED) naming the run that holds it; (ACCOUNT_LOCK_UNUSABLE) when the lock's files cannot
 * be used; JournalError without SQLite.
 */
export async function lockAccount(request: {
  readonly accountKey: string;
  readonly holder: LockHolder;
  /** Folder of the locks, the same for all runs of the machine. */
  readonly directory?: string;
}): Promise<AccountLock> {
  const directory = request.directory ?? defaultDirectory();
  const name = createHash('sha256').update(request.accountKey).digest('hex');
  const lockPath = join(directory, `${name}.lock`);
  const holderPath = join(directory, `${name}.json`);
  const database = await openLock(directory, lockPath);
  try {
    // Nothing is ever committed, so no rollback file should come to lie beside the lock, perhaps another user's.
    database.prepare('PRAGMA journal_mode = MEMORY').all([]);
    database.exec('BEGIN EXCLUSIVE');
    // On a file that may only be read, SQLite begins a shared transaction without a word; a write brings that out.
    database.exec('PRAGMA user_version = 1');
  } catch (cause) {
    const busy = isBusy(cause) || isHeld(database);
    database.close();
    throw busy ? await alreadyLocked(holderPath, cause) : unusable(lockPath, cause);
  }
  held.add(database);
  writeHolder(holderPath, request.holder);
  return {
    release: () => {
      if (!held.delete(database)) return;
      // Before the lock goes: afterwards the file may be the next holder's.
      removeHolder(holderPath);
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

/** Not os.tmpdir() where it follows TMPDIR: two runs with different settings would not meet. */
function defaultDirectory(): string {
  return join(process.platform === 'win32' ? tmpdir() : '/tmp', 'e911-bulk-locks');
}

async function openLock(directory: string, lockPath: string): Promise<Database> {
  try {
    makeFolder(directory);
    prepareLockFile(lockPath);
    return await openPlainDatabase(lockPath, LOCK_TIMEOUT_MS);
  } catch (cause) {
    if (cause instanceof JournalError && cause.code === 'JOURNAL_NO_SQLITE') throw cause;
    throw unusable(lockPath, cause);
  }
}

function makeFolder(directory: string): void {
  try {
    mkdirSync(directory);
    chmodSync(directory, FOLDER_MODE);
  } catch (cause) {
    if (errorCode(cause) !== 'EEXIST') throw cause;
  }
  if (!lstatSync(directory).isDirectory()) throw new Error(`${directory} is a link or not a folder`);
}

/** Another user's lock file cannot be given its mode again, and need not be. */
function prepareLockFile(lockPath: string): void {
  const present = lstatSync(lockPath, { throwIfNoEntry: false });
  if (present?.isFile() && present.uid !== process.getuid?.()) return;
  prepareDatabaseFile(lockPath, LOCK_MODE);
}

function isBusy(cause: unknown): boolean {
  return cause instanceof JournalError && cause.code === 'JOURNAL_BUSY';
}

/** Whether someone holds a lock file that this user may only read. */
function isHeld(database: Database): boolean {
  try {
    database.prepare('SELECT COUNT(*) FROM sqlite_schema').all([]);
    return false;
  } catch (cause) {
    return isBusy(cause);
  }
}

async function alreadyLocked(holderPath: string, cause: unknown): Promise<GuardError> {
  const holder = await readHolder(holderPath);
  const who =
    holder === null
      ? 'another run'
      : `run ${holder.runId} (pid ${holder.pid} on ${holder.host}, since ${holder.startedAt}, state folder ${holder.stateDir})`;
  return new GuardError(`The account is in use by ${who}.`, {
    code: 'ACCOUNT_LOCKED',
    hint: `Wait until that run ends, or end it, then type the command again.`,
    cause,
  });
}

/** A new holder writes its name just after it got the lock, so the name of a dead one, or none, is read again. */
async function readHolder(holderPath: string): Promise<LockHolder | null> {
  for (let attempt = 0; attempt < HOLDER_ATTEMPTS; attempt += 1) {
    const holder = parseHolder(holderPath);
    if (holder !== null && isAlive(holder.pid)) return holder;
    await sleep(HOLDER_PAUSE_MS);
  }
  return null;
}

function parseHolder(holderPath: string): LockHolder | null {
  try {
    return holderSchema.safeParse(JSON.parse(readFileSync(holderPath, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** Whether a process of this number exists now, whichever user owns it. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return errorCode(cause) === 'EPERM';
  }
}

/** The name is a courtesy and the lock is what counts: a name that cannot be written does not stop the run. */
function writeHolder(holderPath: string, holder: LockHolder): void {
  const beside = `${holderPath}.${randomUUID()}`;
  try {
    writeFileSync(beside, `${JSON.stringify(holder)}\n`, { flag: 'wx', mode: HOLDER_MODE });
    chmodSync(beside, HOLDER_MODE);
    renameSync(beside, holderPath);
  } catch {
    removeHolder(beside);
  }
}

function removeHolder(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Another user's file in a sticky folder; its pid tells that it is out of date.
  }
}

function unusable(lockPath: string, cause: unknown): GuardError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new GuardError(`The account cannot be locked: ${reason}`, {
    code: 'ACCOUNT_LOCK_UNUSABLE',
    hint: `When no run of e911 is at work on this machine, delete ${lockPath} and try again.`,
    cause,
  });
}
