import path from 'node:path';
import { z } from 'zod';
import { readRegular } from '../files/read-regular.ts';

const summary = z.object({
  run_id: z.string(),
  command: z.enum(['validate', 'plan', 'apply', 'verify', 'undo']),
  sheet: z.object({ name: z.string(), sha256: z.string() }),
  started_at: z.string(),
  finished_at: z.string(),
  exit_code: z.number().int(),
  exit_reason: z.string(),
});
/** What a run says of itself in summary.json, as far as the journal needs it. */
export type RunSummary = z.infer<typeof summary>;

/** Null when the folder has no summary, or one that is not this run's. */
export function readSummary(folder: string): RunSummary | null {
  try {
    const read = summary.parse(JSON.parse(readRegular(path.join(folder, 'summary.json'), 'utf8')));
    return read.run_id === path.basename(folder) ? read : null;
  } catch {
    // Missing, cut, or not a summary: the caller says that the run's end is not known.
    return null;
  }
}
