import { setTimeout as sleep } from 'node:timers/promises';
import { JournalError } from '../../errors/app-error.ts';
import { bindable, type SqlValue } from './binding.ts';
import { prepareDatabaseFile } from './database-file.ts';
import { guarded } from './engine-errors.ts';
import { type Engine, type EngineStatement, findEngine } from './engines.ts';
import type { SqlRow } from './statement.ts';

/** How long a statement waits for another process that writes, milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;
const CLOSING_TIMEOUT_MS = 500;
const WAL_ATTEMPTS = 100;
const WAL_PAUSE_MS = 20;

/** A prepared statement of SQLite. Parameters are always one array; each method throws JournalError. */
export interface SyncStatement {
  run(params: readonly SqlValue[]): { readonly changes: number };
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
      if (mode === 'wal') return database.checkpointWhenClosed();
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
  #checkpoints = false;

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

  /** The statement is compiled when it is first used: most commands need a few of the journal's many. */
  prepare(sql: string): SyncStatement {
    this.#requireUsable();
    let compiled: EngineStatement | null = null;
    const statement = (): EngineStatement => {
      compiled ??= this.#use(() => this.#engine.prepare(sql));
      return compiled;
    };
    return {
      run: (params) => {
        const ready = statement();
        return { changes: Number(this.#use(() => ready.run(bindable(params))).changes) };
      },
      get: (params) => {
        const ready = statement();
        const row = this.#use(() => ready.get(bindable(params)));
        return row === undefined ? null : plainRow(row);
      },
      all: (params) => this.#rows(statement(), params),
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

  /** libsql leaves the write-ahead log as it is when it closes, so it is folded in before. */
  checkpointWhenClosed(): void {
    this.#checkpoints = true;
  }

  /** Closing twice is allowed. */
  close(): void {
    if (!this.#open) return;
    if (this.#checkpoints) this.checkpoint();
    this.#open = false;
    guarded(this.#path, () => this.#engine.close());
  }

  /**
   * Moves the write-ahead log into the database file, which is then enough by itself. Not while another process reads: then
   * the log stays, and nothing is lost.
   */
  checkpoint(): void {
    try {
      this.setBusyTimeout(CLOSING_TIMEOUT_MS);
      this.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all([]);
    } catch {
      // Nothing is lost without it: the log stays beside the file and is read at the next opening.
    }
  }

  #rows(statement: EngineStatement, params: readonly SqlValue[]): SqlRow[] {
    return this.#use(() => statement.all(bindable(params))).map(plainRow);
  }

  #use<T>(work: () => T): T {
    this.#requireUsable();
    return guarded(this.#path, work);
  }

  #requireUsable(): void {
    if (!this.#open) {
      throw new JournalError('Internal error: the journal is closed.', {
        code: 'JOURNAL_CLOSED',
        hint: 'This is a bug; please report it with the run ID.',
      });
    }
    if (this.#broken) {
      throw new JournalError('The journal gave up the present transaction after an earlier error.', {
        code: 'JOURNAL_FAILED',
        hint: 'Free disk space if it is full, then type `e911 resume`.',
      });
    }
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

/** libsql adds `_metadata` to some rows, node:sqlite's rows have no prototype. */
function plainRow(row: unknown): SqlRow {
  const found = row as Record<string, SqlValue>;
  if (!('_metadata' in found)) return found;
  const { _metadata, ...columns } = found;
  return columns;
}

function refuseLater(value: unknown): void {
  if (typeof value !== 'object' || value === null || !('then' in value)) return;
  throw new JournalError('Internal error: the work of a journal transaction is asynchronous.', {
    code: 'JOURNAL_ASYNC_WORK',
    hint: 'This is a bug; please report it with the run ID.',
  });
}
