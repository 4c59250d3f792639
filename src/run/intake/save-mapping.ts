import { realpathSync, statSync } from 'node:fs';
import { commandError } from '../../errors/command-errors.ts';
import { writeAtomically } from '../../files/durable-file.ts';
import type { NamedColumn } from '../../sheet/columns/column-map.ts';

/**
 * Writes what the user said of the sheet's columns (`--save-mapping`), for `--mapping` to read. Done once the header is known to
 * fit, so that a mistyped name is never saved.
 * @throws UsageError when the file cannot be written.
 */
export async function saveMapping(path: string, named: readonly NamedColumn[]): Promise<void> {
  const columns = Object.fromEntries(named.map(({ header, column }) => [header, column]));
  try {
    writeAtomically(replaceable(path), `${JSON.stringify({ columns }, null, 2)}\n`);
  } catch (cause) {
    throw commandError('mappingUnwritable', { path }, cause);
  }
}

/** The file that a rename may replace: behind a link the file itself, and never a device such as /dev/stdout. @throws when there is none */
function replaceable(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return path;
  if (!found.isFile()) throw new Error(`${path} is not a file`);
  return realpathSync(path);
}
