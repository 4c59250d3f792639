import { workbookEnding } from '../../domain/sheet-name.ts';
import { commandError } from '../../errors/command-errors.ts';
import { systemCode } from '../../errors/system-code.ts';
import { createDurably } from '../../files/durable-file.ts';

/** Whose files are written: names of the two refusals in the table of command-line sentences. */
const REFUSALS = {
  buy: { exists: 'buyFileExists', failed: 'buyFileUnwritable' },
  init: { exists: 'initFileExists', failed: 'initFileUnwritable' },
  sandbox: { exists: 'sandboxFileExists', failed: 'sandboxFileUnwritable' },
  template: { exists: 'templateOutExists', failed: 'templateOutUnwritable' },
} as const;

/** Writes a file that only this user can read, and never over one that exists: it may hold work of the user. @throws UsageError */
export async function writeNew(
  file: string,
  content: string | Uint8Array,
  command: keyof typeof REFUSALS,
): Promise<void> {
  try {
    createDurably(file, content);
  } catch (cause) {
    const reason = systemCode(cause) || String(cause);
    const { exists, failed } = REFUSALS[command];
    throw reason === 'EEXIST'
      ? commandError(exists, { file }, cause)
      : commandError(failed, { file, reason }, cause);
  }
}

/**
 * Whether a sheet of this name is a workbook; else it is CSV text.
 * @throws UsageError WORKBOOK_NOT_WRITTEN for a workbook of another kind than .xlsx: a spreadsheet program would not open CSV text in it.
 */
export function isNewBook(file: string): boolean {
  const ending = workbookEnding(file);
  if (ending !== '' && ending !== '.xlsx') throw commandError('workbookNotWritten', { file, ending });
  return ending === '.xlsx';
}
