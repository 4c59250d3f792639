import { JournalError } from '../../errors/app-error.ts';
import type { SqlValue } from './binding.ts';

/** What both SQLite packages have in common once their habits are taken off; everything here may throw their own errors. */
export interface Engine {
  exec(sql: string): void;
  prepare(sql: string): EngineStatement;
  close(): void;
}

export interface EngineStatement {
  run(params: readonly SqlValue[]): { changes: number | bigint };
  /** The first row, and nothing is left open however many there are; undefined when there is none. */
  get(params: readonly SqlValue[]): unknown;
  all(params: readonly SqlValue[]): unknown[];
}

/** The part of `node:sqlite` that is used; Node 20's own types do not know the module. */
interface NodeSqlite {
  readonly DatabaseSync: new (
    path: string,
  ) => {
    exec(sql: string): void;
    prepare(sql: string): {
      run(...params: SqlValue[]): { changes: number | bigint };
      get(...params: SqlValue[]): unknown;
      all(...params: SqlValue[]): unknown[];
    };
    close(): void;
  };
}

/** The part of `libsql` that is used. Its statements take one array, see `bindable` for what may be in it. */
interface Libsql {
  new (
    path: string,
  ): {
    exec(sql: string): unknown;
    prepare(sql: string): {
      run(params: readonly SqlValue[]): { changes: number };
      get(params: readonly SqlValue[]): unknown;
      all(params: readonly SqlValue[]): unknown[];
    };
    close(): unknown;
  };
}

/** Opens a database file with the SQLite that is at hand. */
type OpenEngine = (path: string) => Engine;

let found: Promise<OpenEngine> | null = null;

/**
 * Finds SQLite: Node's own where it is present (22.13 and newer), the package `libsql` otherwise. Looked for once.
 * @throws JournalError (JOURNAL_NO_SQLITE) when there is neither.
 */
export function findEngine(): Promise<OpenEngine> {
  found ??= lookForEngine();
  return found;
}

async function lookForEngine(): Promise<OpenEngine> {
  const builtin = process.getBuiltinModule?.('node:sqlite');
  if (isNodeSqlite(builtin)) return (path) => nodeEngine(builtin, path);
  const Libsql = await importLibsql();
  return (path) => {
    const database = new Libsql(path);
    return {
      exec: (sql) => void database.exec(sql),
      prepare: (sql) => database.prepare(sql),
      close: () => void database.close(),
    };
  };
}

function nodeEngine(sqlite: NodeSqlite, path: string): Engine {
  const database = new sqlite.DatabaseSync(path);
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        run: (params) => statement.run(...params),
        get: (params) => statement.get(...params),
        all: (params) => statement.all(...params),
      };
    },
    close: () => database.close(),
  };
}

function isNodeSqlite(module: unknown): module is NodeSqlite {
  return typeof module === 'object' && module !== null && 'DatabaseSync' in module;
}

async function importLibsql(): Promise<Libsql> {
  try {
    const module: { default: Libsql } = await import('libsql');
    return module.default;
  } catch (cause) {
    throw new JournalError('No SQLite is available on this Node for the journal.', {
      code: 'JOURNAL_NO_SQLITE',
      hint: 'Use Node 22.13 or newer, or install the package with `npm install libsql`.',
      cause,
    });
  }
}
