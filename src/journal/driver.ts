import { setTimeout as sleep } from 'node:timers/promises';
import { JournalError } from '../errors/app-error.ts';
import { prepareDatabaseFile } from './database-file.ts';
import { type Engine, type EngineStatement, findEngine, type SqlValue } from './engines.ts';

export type { SqlValue } from './engines.ts';

/** A row as a plain object, column name to value. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** How long a statement waits for another process that writes, milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;
const CLOSING_TIMEOUT_MS = 500;
const WAL_ATTEMPTS = 100;
const WAL_PAUSE_MS = 20;

/** A prepared statement. Parameters are always one array; each method throws JournalError. */
export interface Statement {
  run(params: readonly SqlValue[]): { readonly changes: number; readonly lastInsertRowid: number };
  get(params: readonly SqlValue[]): SqlRow | null;
  all(params: readonly SqlValue[]): SqlRow[];
}

/** Opens a database file as the journal uses it: made with mode 0600, WAL, synchronous=FULL, foreign keys checked. */
export async function openDatabase(path: string): Promise<Database> {
  prepareDatabaseFile(path);
  const database = await openPlainDatabase(path, BUSY_TIMEOUT_MS);
  try {
    await useWriteAheadLog(database);
    database.exec('PRAGMA synchronous = FULL');
    // On macOS a plain fsync does not reach the disk.
    database.exec('PRAGMA fullfsync = 1');
    database.exec('PRAGMA foreign_keys = ON');
    // Sorting must not spill rows of the sheet into temporary files.
    database.exec('PRAGMA temp_store = MEMORY');
    return database;
  } catch (cause) {
    database.close();
    throw cause;
  }
}

/** Opens a database file as SQLite does by itself; the file must have been prepared. */
export async function openPlainDatabase(path: string, busyTimeoutMs: number): Promise<Database> {
  const open = await findEngine();
  const engine = guarded(path, () => open(path));
  const database = new Database(engine, path);
  database.setBusyTimeout(busyTimeoutMs);
  return database;
}

/** SQLite does not wait by itself when two processes switch a new file to WAL at the same moment. */
async function useWriteAheadLog(database: Database): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const [mode] = Object.values(database.prepare('PRAGMA journal_mode = WAL').get([]) ?? {});
      if (mode === 'wal') return;
      throw new JournalError(`SQLite keeps the journal in mode ${String(mode)}, not in WAL.`, {
        code: 'JOURNAL_FAILED',
        hint: 'Keep the state folder on a local disk; name another one with --state.',
      });
    } catch (cause) {
      if (!(cause instanceof JournalError && cause.code === 'JOURNAL_BUSY') || attempt === WAL_ATTEMPTS) {
        throw cause;
      }
      await sleep(WAL_PAUSE_MS);
    }
  }
}

/**
 * A strict thin wrapper around either SQLite: binds only what both keep faithfully, copies rows, refuses every use after
 * close, and throws nothing but JournalError (and what the work of a transaction throws).
 */
export class Database {
  readonly #engine: Engine;
  readonly #path: string;
  #open = true;
  #depth = 0;
  #broken = false;

  constructor(engine: Engine, path: string) {
    this.#engine = engine;
    this.#path = path;
  }

  get inTransaction(): boolean {
    return this.#depth > 0;
  }

  exec(sql: string): void {
    this.#use(() => this.#engine.exec(sql));
  }

  prepare(sql: string): Statement {
    const statement = this.#use(() => this.#engine.prepare(sql));
    return {
      run: (params) => {
        const end = this.#use(() => statement.run(bindable(params)));
        return { changes: Number(end.changes), lastInsertRowid: Number(end.lastInsertRowid) };
      },
      get: (params) => this.#rows(statement, params)[0] ?? null,
      all: (params) => this.#rows(statement, params),
    };
  }

  /**
   * Everything that `work` writes, as one durable commit, or nothing of it when it throws. Inside another transaction
   * it is a part of that one: undone alone when it throws, durable with the outer commit.
   */
  transaction<T>(work: () => T): T {
    const outermost = this.#depth === 0;
    const savepoint = `level_${this.#depth}`;
    this.exec(outermost ? 'BEGIN IMMEDIATE' : `SAVEPOINT ${savepoint}`);
    this.#depth += 1;
    try {
      const value = work();
      refuseLater(value);
      this.exec(outermost ? 'COMMIT' : `RELEASE ${savepoint}`);
      return value;
    } catch (cause) {
      this.#undo(outermost ? ['ROLLBACK'] : [`ROLLBACK TO ${savepoint}`, `RELEASE ${savepoint}`]);
      throw cause;
    } finally {
      this.#depth -= 1;
      if (outermost) this.#broken = false;
    }
  }

  setBusyTimeout(ms: number): void {
    this.prepare(`PRAGMA busy_timeout = ${ms}`).all([]);
  }

  /** Folds the write-ahead log into the file and closes. Closing twice is allowed. */
  close(): void {
    if (!this.#open) return;
    try {
      this.setBusyTimeout(CLOSING_TIMEOUT_MS);
      this.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all([]);
    } catch {
      // Nothing is lost without it: the log stays beside the file and is read at the next opening.
    }
    this.#open = false;
    guarded(this.#path, () => this.#engine.close());
  }

  #rows(statement: EngineStatement, params: readonly SqlValue[]): SqlRow[] {
    return this.#use(() => statement.all(bindable(params))).map(plainRow);
  }

  #use<T>(work: () => T): T {
    if (!this.#open) {
      throw new JournalError('The journal is closed.', {
        code: 'JOURNAL_CLOSED',
        hint: 'This is a fault of the program; please report it.',
      });
    }
    if (this.#broken) {
      throw new JournalError('The journal gave up the present transaction after an earlier error.', {
        code: 'JOURNAL_FAILED',
        hint: 'Free disk space if it is full, then type `e911 resume`.',
      });
    }
    return guarded(this.#path, work);
  }

  /** SQLite has already undone everything by itself after some errors (a full disk); then nothing more may be written. */
  #undo(statements: readonly string[]): void {
    try {
      for (const sql of statements) this.#engine.exec(sql);
    } catch {
      this.#broken = true;
    }
  }
}

/**
 * The parameters, when every one of them comes back as it went in. libsql ends the whole process on a boolean, a Date or
 * a Buffer, loses digits of a bigint without a word, and cuts a text at a NUL.
 */
function bindable(params: readonly SqlValue[]): readonly SqlValue[] {
  if (!Array.isArray(params)) throw unbindable('parameters that are not an array');
  for (const value of params as readonly unknown[]) {
    if (value === null) continue;
    if (typeof value === 'string' && !value.includes('\0')) continue;
    if (typeof value === 'number' && Number.isFinite(value)) {
      if (!Number.isInteger(value) || Number.isSafeInteger(value)) continue;
    }
    throw unbindable(
      typeof value === 'string' ? 'a text with a NUL in it' : `a ${typeof value} of this kind`,
    );
  }
  return params;
}

function unbindable(what: string): JournalError {
  return new JournalError(`The journal cannot keep ${what}.`, {
    code: 'JOURNAL_UNBINDABLE',
    hint: 'Only text, safe integers, finite numbers and null are kept.',
  });
}

/** libsql adds `_metadata` to some rows, node:sqlite's rows have no prototype. */
function plainRow(row: unknown): SqlRow {
  const { _metadata, ...columns } = row as Record<string, SqlValue>;
  return columns;
}

function refuseLater(value: unknown): void {
  if (typeof value !== 'object' || value === null || !('then' in value)) return;
  throw new JournalError('Work of a journal transaction must not be asynchronous.', {
    code: 'JOURNAL_ASYNC_WORK',
    hint: 'This is a fault of the program; please report it.',
  });
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw cause instanceof JournalError ? cause : engineError(path, cause);
  }
}

const KNOWN_ERRORS = [
  { words: /locked|busy/i, code: 'JOURNAL_BUSY', hint: 'Another run is writing to it; try again.' },
  { words: /full/i, code: 'JOURNAL_FULL', hint: 'Free disk space, then type `e911 resume`.' },
  {
    words: /malformed|not a database|corrupt/i,
    code: 'JOURNAL_DAMAGED',
    hint: 'Keep the file, name a new folder with --state, and run `e911 plan` again: it reads the live state.',
  },
  {
    words: /readonly|read-only|unable to open/i,
    code: 'JOURNAL_UNWRITABLE',
    hint: 'Check who owns the file.',
  },
] as const;

/** SQLite's own message names tables and columns, never values. */
function engineError(path: string, cause: unknown): JournalError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const known = KNOWN_ERRORS.find(({ words }) => words.test(message));
  return new JournalError(`The journal ${path} cannot be used: ${message}.`, {
    code: known?.code ?? 'JOURNAL_FAILED',
    hint: known?.hint ?? 'Check the disk and the rights of the state folder.',
    cause,
  });
}
