import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from '../../errors/app-error.ts';

const MappingFile = z.strictObject({ columns: z.record(z.string(), z.string()) });

/**
 * The columns of a file that `--save-mapping` wrote, as texts of `--map`.
 * @throws UsageError when the file cannot be read or is something else.
 */
export function readMapping(path: string): string[] {
  const parsed = MappingFile.safeParse(readJson(path));
  if (!parsed.success) {
    throw new UsageError(`${path} is not a mapping.`, {
      code: 'MAPPING_INVALID',
      hint: 'Name a file that --save-mapping wrote: {"columns": {"Site": "reference"}}.',
    });
  }
  return Object.entries(parsed.data.columns).map(([header, column]) => `${header}=${column}`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw new UsageError(`The mapping ${path} cannot be read.`, {
      code: 'MAPPING_UNREADABLE',
      hint: 'Check the path of --mapping.',
      cause,
    });
  }
}
