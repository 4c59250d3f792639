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
    writeAtomically(path, `${JSON.stringify({ columns }, null, 2)}\n`);
  } catch (cause) {
    throw commandError('mappingUnwritable', { path }, cause);
  }
}
