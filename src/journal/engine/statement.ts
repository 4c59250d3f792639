import type { AppError } from '../../errors/app-error.ts';
import type { SqlValue } from './binding.ts';

/** A row as a plain object, column name to value. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

/**
 * A statement of the journal's tables, whichever engine is behind it. Its SQL is what SQLite and PostgreSQL both take, with `?`
 * for parameters. Statements take effect in the order in which they are called, awaited or not.
 */
export interface Statement {
  /** Writes. @throws JournalError */
  run(params: readonly SqlValue[]): Promise<{ readonly changes: number }>;
  /**
   * Writes without waiting for the answer of a server, unless many answers are due: what fails fails the commit that it belongs to,
   * and every later write.
   * @param unchanged makes the error of a write that changed nothing; absent where that is right
   * @throws JournalError
   */
  queue(params: readonly SqlValue[], unchanged?: () => AppError): Promise<void>;
  /** Writes, and returns the first row of RETURNING; null when nothing was written. @throws JournalError */
  write(params: readonly SqlValue[]): Promise<SqlRow | null>;
  /** Reads the first row. @throws JournalError */
  get(params: readonly SqlValue[]): Promise<SqlRow | null>;
  /** Reads all rows. @throws JournalError */
  all(params: readonly SqlValue[]): Promise<SqlRow[]>;
}
