import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { RUN_LOG } from '../report/run-log.ts';
import { isRunId } from '../run/context/run-id.ts';

/** What left a folder. `interrupted`: a run without results, or an export that failed; only its log of calls may be there. */
type FolderKind = 'run' | 'migration' | 'export' | 'interrupted';

export interface RunFolder {
  readonly runId: string;
  readonly kind: FolderKind;
}

/** The sheets that a migration writes, in this order, and its table at the end. */
export const MIGRATION_FILES = ['new-account.csv', 'old-account.csv', 'migration.csv'] as const;

/** The folders of a state folder that have the name of a run which the journal does not know, oldest first. */
export function unknownFolders(stateDir: string, known: ReadonlySet<string>): RunFolder[] {
  return filesIn(stateDir)
    .filter((name) => isRunId(name) && !known.has(name) && !isOfDatabase(path.join(stateDir, name)))
    .sort()
    .map((runId) => ({ runId, kind: kindOf(filesIn(path.join(stateDir, runId))) }));
}

/**
 * Those that show that a journal lost runs: the folders of runs and migrations. That of an interrupted run may be that of an export
 * that failed: it counts where the journal knows no run at all.
 */
export function lostFolders(stateDir: string, known: ReadonlySet<string>): RunFolder[] {
  return unknownFolders(stateDir, known).filter(
    ({ kind }) => kind === 'run' || kind === 'migration' || (kind === 'interrupted' && known.size === 0),
  );
}

/** Their names, which are run IDs. */
export function unknownRunFolders(stateDir: string, known: ReadonlySet<string>): string[] {
  return lostFolders(stateDir, known).map(({ runId }) => runId);
}

function kindOf(files: readonly string[]): FolderKind {
  if (files.includes('results.csv')) return 'run';
  if (MIGRATION_FILES.some((name) => files.includes(name))) return 'migration';
  return files.every((name) => name === RUN_LOG) ? 'interrupted' : 'export';
}

const ofDatabase = z.object({ state: z.literal('postgres') });

/** Whether the journal of the run is in a database: without `--out`, it puts the files of its runs here, too. */
function isOfDatabase(folder: string): boolean {
  try {
    return ofDatabase.safeParse(JSON.parse(readFileSync(path.join(folder, 'summary.json'), 'utf8'))).success;
  } catch {
    return false;
  }
}

/** Empty without such a folder. A path that cannot be one is refused when it is opened. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
