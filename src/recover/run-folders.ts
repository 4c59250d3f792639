import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isRunId } from '../run/context/run-id.ts';

/**
 * The folders of a state folder that hold the files of runs which the journal does not know. The folder of an export has the
 * name of a run and no results.csv. An empty folder is that of an interrupted run, or of an export that failed: it counts
 * where the journal knows no run at all.
 */
export function unknownRunFolders(stateDir: string, known: ReadonlySet<string>): string[] {
  const isOfRun = (name: string): boolean => {
    const files = filesIn(path.join(stateDir, name));
    return files.includes('results.csv') || (known.size === 0 && files.length === 0);
  };
  return filesIn(stateDir)
    .filter((name) => isRunId(name) && !known.has(name) && isOfRun(name))
    .sort();
}

/** Empty without such a folder. A path that cannot be one is refused when it is opened. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
