import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { GuardError, JournalError } from '../errors/app-error.ts';
import { systemCode } from '../errors/system-code.ts';
import { readRegular } from '../files/read-regular.ts';
import type { AccountLock, AccountLocks, LockHolder, LockRequest } from './account-locks.ts';
import { prepareDatabaseFile } from './engine/database-file.ts';
import { type Database, openPlainDatabase } from './engine/driver.ts';
import { lockWithin } from './lock-within.ts';
import { isSameProcess } from './process-birth.ts';

/** Any user of the machine may have written the file: its texts are shown on one line, without control characters. */
const shownText = z
  .string()
  .max(1_000)
  .transform((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
const holderSchema = z.object({
  pid: z.number().int().positive(),
  birth: z.string(),
  runId: shownText,
  startedAt: shownText,
  host: shownText,
  stateDir: shownText,
  operator: shownText.optional(),
});
/** Far above what a holder writes. */
const MOST_HOLDER_BYTES = 16_384;

/** Every user of the machine may make and take a lock, and only its owner may delete it (like /tmp itself). */
const FOLDER_MODE = 0o1777;
const LOCK_MODE = 0o666;
const HOLDER_MODE = 0o644;
/** Long enough for another process that only tests the lock, short enough to refuse at once. */
const LOCK_TIMEOUT_MS = 250;
const HOLDER_ATTEMPTS = 10;
const HOLDER_PAUSE_MS = 20;

/** Referenced here too: a connection that is garbage-collected releases its lock. */
const held = new Set<Database>();

/**
 * The locks of this machine, wherever the state folders are. A lock is an open exclusive transaction on a small database file:
 * the system releases it the moment the process ends, however it ends, and a stopped process still holds it.
 * @param directory folder of the locks, the same for all runs of the machine
 */
export function folderLocks(directory?: string): AccountLocks {
  const keys = new Map<string, AccountLock>();
  return {
    reach: 'machine',
    holderOf: async (accountKey) => {
      const { holderPath } = pathsOf(accountKey, directory ?? defaultDirectory());
      const holder = parseHolder(holderPath);
      return holder !== null && isSameProcess(holder) ? holder : null;
    },
    isHeld: (accountKey) => keys.has(accountKey),
    lock: async (request) => {
      const { accountKey } = request;
      const lock = await lockWithin(request, () =>
        lockAccount({ ...request, ...(directory === undefined ? {} : { directory }) }),
      );
      keys.set(accountKey, lock);
      return {
        release: async () => {
          if (keys.get(accountKey) === lock) keys.delete(accountKey);
          await lock.release();
        },
      };
    },
  };
}

/** Takes one lock of this machine, or is refused at once. @throws as `AccountLocks.lock` */
export async function lockAccount(
  request: Pick<LockRequest, 'accountKey' | 'holder'> & { readonly directory?: string },
): Promise<AccountLock> {
  const directory = request.directory ?? defaultDirectory();
  const { lockPath, holderPath } = pathsOf(request.accountKey, directory);
  const database = await openLock(directory, lockPath);
  try {
    // Nothing is ever committed, and a rollback file beside the lock could belong to another user.
    database.prepare('PRAGMA journal_mode = MEMORY').all([]);
    database.exec('BEGIN EXCLUSIVE');
    // On a read-only file SQLite begins a shared transaction and reports nothing; a write reports it.
    database.exec('PRAGMA user_version = 1');
  } catch (cause) {
    const busy = isBusy(cause) || isHeld(database);
    database.close();
    throw busy ? await alreadyLocked(holderPath, cause) : unusable(lockPath, cause);
  }
  held.add(database);
  writeHolder(holderPath, request.holder);
  return {
    release: async () => {
      if (!held.delete(database)) return;
      // Before the lock is released: afterwards the file may be the next holder's.
      removeHolder(holderPath);
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

/** The file that is locked, and the one that says by whom. */
function pathsOf(accountKey: string, directory: string): Record<'lockPath' | 'holderPath', string> {
  const name = createHash('sha256').update(accountKey).digest('hex');
  return { lockPath: join(directory, `${name}.lock`), holderPath: join(directory, `${name}.json`) };
}

/** Not os.tmpdir(), which follows TMPDIR: two runs with different settings would use different locks. */
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
    if (systemCode(cause) !== 'EEXIST') throw cause;
  }
  if (!lstatSync(directory).isDirectory()) throw new Error(`${directory} is a link or not a folder`);
}

/** The mode of another user's lock file cannot be set, and does not have to be. */
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
      : `run ${holder.runId}${byOperator(holder)} (pid ${holder.pid} on ${holder.host}, since ${holder.startedAt}, state folder ${holder.stateDir})`;
  return new GuardError(`The account is in use by ${who}.`, {
    code: 'ACCOUNT_LOCKED',
    hint: 'Wait until that run ends, or end it with Ctrl-C, then type the command again.',
    cause,
  });
}

const byOperator = ({ operator }: LockHolder): string => (operator ? ` of ${operator}` : '');

/** A new holder writes its name just after it got the lock, so a missing name, or one of an ended process, is read again. */
async function readHolder(holderPath: string): Promise<LockHolder | null> {
  for (let attempt = 0; attempt < HOLDER_ATTEMPTS; attempt += 1) {
    const holder = parseHolder(holderPath);
    if (holder !== null && isSameProcess(holder)) return holder;
    await sleep(HOLDER_PAUSE_MS);
  }
  return null;
}

function parseHolder(holderPath: string): LockHolder | null {
  try {
    return (
      holderSchema.safeParse(JSON.parse(readRegular(holderPath, 'utf8', MOST_HOLDER_BYTES))).data ?? null
    );
  } catch {
    return null;
  }
}

/** Only the lock protects the account: a name that cannot be written does not stop the run. */
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
    // Another user's file in a sticky folder; the process that it names has ended, so it is not believed.
  }
}

function unusable(lockPath: string, cause: unknown): GuardError {
  // What SQLite says names the journal; here its file is a lock.
  const told = cause instanceof JournalError && cause.cause instanceof Error ? cause.cause : cause;
  const reason = (told instanceof Error ? told.message : String(told)).replace(/\.$/, '');
  return new GuardError(`The account cannot be locked with ${lockPath}: ${reason}.`, {
    code: 'ACCOUNT_LOCK_UNUSABLE',
    hint: unusableHint(lockPath, systemCode(told)),
    cause,
  });
}

function unusableHint(lockPath: string, code: string): string {
  const directory = dirname(lockPath);
  const whenNone = 'If no e911 run is active on this machine';
  if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return `${whenNone}, delete ${directory}, then type the command again.`;
  }
  const files = `every file whose name begins with ${lockPath}`;
  return ['EACCES', 'EPERM'].includes(code)
    ? `They belong to another user. ${whenNone}, let that user delete ${files}; every user must be able to enter ${directory} and to make files in it.`
    : `${whenNone}, delete ${files}, then type the command again.`;
}
