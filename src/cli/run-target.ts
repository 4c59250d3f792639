import path from 'node:path';

/** The id of a run that was typed by its id or by its folder. */
export function runIdOf(typed: string): string {
  return path.basename(typed);
}
