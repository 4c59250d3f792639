import { UsageError } from '../../errors/app-error.ts';

/** The error of a sheet without any content. */
export function emptySheet(path: string): UsageError {
  return new UsageError(`${path} is empty.`, {
    code: 'SHEET_EMPTY',
    hint: 'Type: e911 template, for a sheet to start from.',
  });
}
