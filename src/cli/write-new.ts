import { writeFile } from 'node:fs/promises';
import { UsageError } from '../errors/app-error.ts';

/** Writes a file for this user alone, and never over one that exists: it may hold somebody's work. @throws UsageError */
export async function writeNew(
  file: string,
  text: string,
  codes: { exists: string; failed: string },
): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const exists = reason === 'EEXIST';
    throw new UsageError(
      exists ? `${file} exists already and was not changed.` : `Cannot write ${file} (${reason}).`,
      {
        code: exists ? codes.exists : codes.failed,
        hint: 'Give another path.',
        cause,
      },
    );
  }
}
