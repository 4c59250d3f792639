import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';

const MappingFile = z.strictObject({ columns: z.record(z.string(), z.string()) });

/**
 * The columns of a file that `--save-mapping` wrote, as texts of `--map`.
 * @throws UsageError when the file cannot be read or is something else.
 */
export function readMapping(path: string): string[] {
  const parsed = MappingFile.safeParse(readJson(path));
  if (!parsed.success) {
    throw commandError('mappingInvalid', { path });
  }
  return Object.entries(parsed.data.columns).map(([header, column]) => `${header}=${column}`);
}

function readJson(path: string): unknown {
  try {
    // A named pipe would wait for a writer that may never come.
    if (!statSync(path).isFile()) throw commandError('mappingInvalid', { path });
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    if (cause instanceof SyntaxError) return null;
    throw commandError('mappingUnreadable', { path }, cause);
  }
}
