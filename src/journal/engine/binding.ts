import { JournalError } from '../../errors/app-error.ts';

/** What may be bound to a statement. */
export type SqlValue = string | number | null;

/**
 * The parameters, when every one of them comes back as it went in. libsql ends the whole process on a boolean, a Date or
 * a Buffer, loses digits of a bigint without a word, and cuts a text at a NUL.
 */
export function bindable(params: readonly SqlValue[]): readonly SqlValue[] {
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
