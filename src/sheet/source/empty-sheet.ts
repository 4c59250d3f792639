import type { UsageError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';

/** The error of a sheet without any content. */
export function emptySheet(path: string): UsageError {
  return commandError('sheetEmpty', { path });
}
