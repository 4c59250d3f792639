import path from 'node:path';

/** The id of a run that was typed by its id or by its folder. */
export function runIdOf(typed: string): string {
  return path.basename(typed);
}

/** Whether a text has the form of a run's id. */
export function looksLikeRunId(text: string): boolean {
  return /^\d{8}-\d{9}-[a-z0-9]{4}$/.test(text);
}
