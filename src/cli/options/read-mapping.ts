import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';
import { headerColumn } from '../../options/typed-values.ts';

const MappingFile = z.strictObject({ columns: z.record(z.string(), z.string()) });

/**
 * The columns of a file that `--save-mapping` wrote, and then those that were typed, as texts of `--map`. What was typed outweighs
 * the file, for a header and for a column: the file's line of it is left out.
 * @throws UsageError when the file cannot be read or is something else.
 */
export function readMapping(path: string, map: readonly string[]): string[] {
  const parsed = MappingFile.safeParse(readJson(path));
  if (!parsed.success) {
    throw commandError('mappingInvalid', { path });
  }
  const typed = map.map((text) => headerColumn.parse(text));
  const saved = Object.entries(parsed.data.columns).filter(
    ([header, column]) =>
      !typed.some((own) => own.header === header.trim() || (column !== '' && own.column === column.trim())),
  );
  return [...saved.map(([header, column]) => `${header}=${column}`), ...map];
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
