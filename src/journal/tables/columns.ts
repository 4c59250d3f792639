import { setImmediate as nextTurn } from 'node:timers/promises';
import { JournalError } from '../../errors/app-error.ts';
import type { SqlValue } from '../engine/binding.ts';
import type { SqlRow, Statement } from '../engine/statement.ts';

/** How many records an iterator holds at a time. */
const BATCH_SIZE = 500;

/** Plain data as the text of a column; null stays null. */
export function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** The text of a column that is never null. */
export function textOf(row: SqlRow, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : damaged(column);
}

/** A text column that may be NULL. @throws JournalError for any other type */
export function textOrNull(row: SqlRow, column: string): string | null {
  return row[column] === null ? null : textOf(row, column);
}

/** A number column. @throws JournalError for any other type */
export function numberOf(row: SqlRow, column: string): number {
  const value = row[column];
  return typeof value === 'number' ? value : damaged(column);
}

/** A number column that may be NULL. @throws JournalError for any other type */
export function numberOrNull(row: SqlRow, column: string): number | null {
  return row[column] === null ? null : numberOf(row, column);
}

/**
 * Plain data that this program wrote itself, so its form is trusted once it can be parsed.
 * @throws JournalError (JOURNAL_DAMAGED) otherwise.
 */
export function jsonOf<T extends object>(row: SqlRow, column: string): T {
  const text = textOf(row, column);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return damaged(column, cause);
  }
  return typeof value === 'object' && value !== null ? (value as T) : damaged(column);
}

/** A JSON column that may be NULL. @throws JournalError for a text that is not JSON */
export function jsonOrNull<T extends object>(row: SqlRow, column: string): T | null {
  return row[column] === null ? null : jsonOf<T>(row, column);
}

/** Stops when an update did not find a record that must exist. */
export function mustHaveChanged(end: { readonly changes: number }, what: string): void {
  if (end.changes === 0) throw missing(what);
}

/** Stops when a record that must be new was there already: the insert was ON CONFLICT DO NOTHING. */
export function mustBeNew(end: { readonly changes: number }, what: string): void {
  if (end.changes === 0) throw alreadyThere(what);
}

/** The error of a write that had to change a record. */
export function missing(what: string): JournalError {
  return new JournalError(`Internal error: the journal has no ${what}.`, {
    code: 'JOURNAL_MISSING_RECORD',
    hint: 'This is a bug; please report it with the run ID.',
  });
}

/** The error of a write that had to add a record. */
export function alreadyThere(what: string): JournalError {
  return new JournalError(`Internal error: the journal has ${what} already.`, {
    code: 'JOURNAL_CONSTRAINT',
    hint: 'This is a bug; please report it with the run ID.',
  });
}

/**
 * Records in the order of a rising key, read batch by batch, so that no statement stays open while the caller writes.
 * The statement's last two parameters are the key to start after and the size of a batch. What the caller changes in
 * a batch that was already read is not seen. The event loop turns after each batch: Node 20 keeps about 1 kB for each
 * statement until it does.
 */
export async function* inBatches<T>(
  statement: Statement,
  params: readonly SqlValue[],
  key: string,
  read: (row: SqlRow) => T,
): AsyncGenerator<T, undefined, undefined> {
  let after = 0;
  for (;;) {
    const rows = await statement.all([...params, after, BATCH_SIZE]);
    for (const row of rows) {
      after = numberOf(row, key);
      yield read(row);
    }
    if (rows.length < BATCH_SIZE) return;
    await nextTurn();
  }
}

/** @throws JournalError (JOURNAL_DAMAGED) always */
export function damaged(column: string, cause?: unknown): never {
  throw new JournalError(`The journal is damaged: its column ${column} cannot be read.`, {
    code: 'JOURNAL_DAMAGED',
    hint: 'Build a new journal from the result files and the live state: e911 recover. It keeps the damaged files.',
    cause,
  });
}
