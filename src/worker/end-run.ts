import path from 'node:path';
import { GuardError } from '../errors/app-error.ts';
import type { Journal } from '../journal/journal.ts';
import { filesDirOf, type PostgresPlace } from '../journal/state-place.ts';
import type { RunHost, RunReport } from '../run/context/run-options.ts';
import { noteHolder } from '../run/context/run-stage.ts';
import { storedOptions } from '../run/context/stored-options.ts';
import { endParts, isCarriedOut } from '../run/end-parts.ts';

/** Runs that this process is ending. A lock of its own would not keep it from itself. */
const ending = new Set<string>();

/**
 * Ends a run whose accounts have all been carried out, unless another process does.
 * @returns null when it was not the turn of this process
 * @throws JournalError; as `endParts` does
 */
export async function endRun(
  {
    journal,
    state,
    runId,
  }: { readonly journal: Journal; readonly state: PostgresPlace; readonly runId: string },
  host: RunHost,
): Promise<RunReport | null> {
  if (ending.has(runId) || !(await isCarriedOut(journal, runId))) return null;
  // What has ended is not held once more.
  if ((await journal.run(runId))?.finishedAt !== null) return null;
  ending.add(runId);
  try {
    await noteHolder(journal, { runId, state }, host);
    const run = await journal.run(runId);
    // Another process may have ended it until this one had the lock.
    if (run === null || run.finishedAt !== null) return null;
    const options = { ...storedOptions(run), state };
    return await endParts({ run, options, outDir: filesOf(state, runId) }, host, journal);
  } catch (error) {
    if (error instanceof GuardError && error.code === 'ACCOUNT_LOCKED') return null;
    throw error;
  } finally {
    ending.delete(runId);
  }
}

/** Where a worker keeps the files of a run: the folder that it was begun with may be on another machine. */
export function filesOf(state: PostgresPlace, runId: string): string {
  return path.join(filesDirOf(state), runId);
}
