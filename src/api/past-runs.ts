import type { Disk } from '../files/disk.ts';
import { usingJournal } from '../journal/open-journal.ts';
import type { StatePlace } from '../journal/state-place.ts';
import type { MigrationRequest } from '../migrate/migration-record.ts';
import type { MigrationReport } from '../migrate/migration-report.ts';
import { performMigration, resumeMigration } from '../migrate/perform-migration.ts';
import { undoMigration } from '../migrate/undo-migration.ts';
import { openOutFolder, type WrittenFile } from '../report/out-folder.ts';
import { runIdOf } from '../run/context/run-id.ts';
import { type RunHost, type RunReport, runOptionsSchema } from '../run/context/run-options.ts';
import { newestRunToVerify, newestRunWithChanges } from '../run/intake/newest-run.ts';
import { newestUnfinished } from '../run/intake/unfinished.ts';
import { performUndo } from '../run/perform-undo.ts';
import { performVerify } from '../run/perform-verify.ts';
import { resumeRun } from '../run/resume-run.ts';
import { writeRunAgain } from '../run/write-run-again.ts';
import { migrationOfRun } from './named-migration.ts';
import { newestRun } from './newest-run.ts';
import type { GivenOptions } from './sheet-runs.ts';

/**
 * What an earlier run is named by; undefined: the newest that fits. Ask `requireJournal` of the state folder before: what an
 * unknown folder left open is not known.
 */
interface OfRun {
  readonly state: StatePlace;
  readonly run: string | undefined;
  readonly given: GivenOptions;
}

const NO_LIMIT = '100%';

/** Compares the live state with what a run asked for. @throws UsageError RUN_NONE and as `performVerify` does. */
export async function verifyRun({ state, run, given }: OfRun, host: RunHost): Promise<RunReport> {
  const ofRun = run ?? (await newestRun(state, newestRunToVerify, host.watcher));
  return performVerify(
    runOptionsSchema.parse({ ...given, command: 'verify', state, input: ofRun, ofRun }),
    host,
  );
}

/** How an undo ended: its report, or which migration had nothing left to roll back. */
export type Undone = RunReport | { readonly nothingLeftOf: string };

/**
 * Rolls back a run or a whole migration. Rolling back is the request itself: only a limit that was given stops it.
 * @throws UsageError RUN_NONE and as `performUndo` and `undoMigration` do.
 */
export async function undoRun({ state, run, given }: OfRun, host: RunHost): Promise<Undone> {
  const ofRun = run === undefined ? await newestRun(state, newestRunWithChanges, host.watcher) : runIdOf(run);
  const part = await migrationOfRun(state, (journal) => journal.run(ofRun));
  // One of its runs that was named is undone alone; without an id, what was done last is the whole migration.
  if (part?.isItself || (run === undefined && part !== null && !part.isBeingUndone)) {
    const { migration } = part;
    host.watcher.note(
      `Undoes migration ${migration.id}: first at ${migration.oldAccount}, then at ${migration.newAccount}.`,
    );
    return (await undoMigration(migration, given, host)) ?? { nothingLeftOf: migration.id };
  }
  const limits = { maxReplace: NO_LIMIT, maxRemove: NO_LIMIT };
  return performUndo(
    runOptionsSchema.parse({ ...limits, ...given, command: 'undo', state, input: ofRun, ofRun }),
    host,
  );
}

/** How what was resumed ended: a run, a migration, or null when nothing was left to do. */
export type Resumed =
  | { readonly run: RunReport }
  | { readonly migration: MigrationReport }
  | { readonly nothing: true };

/** Resumes a run or a migration. @throws as `resumeRun`, `resumeMigration`, and `undoMigration` do. */
export async function resumeWork({ state, run, given }: OfRun, host: RunHost): Promise<Resumed> {
  const found = await migrationOfRun(state, (journal) =>
    run === undefined ? newestUnfinished(journal, host) : journal.run(runIdOf(run)),
  );
  if (found !== null && !(found.isItself && found.isFinished)) {
    const { migration, isBeingUndone } = found;
    if (!isBeingUndone) return { migration: await resumeMigration(migration, given, host) };
    const undone = await undoMigration(migration, given, host);
    if (undone !== null) return { run: undone };
  }
  const resumed = await resumeRun({ state, runId: run, overrides: given }, host);
  return resumed === null ? { nothing: true } : { run: resumed };
}

/** Writes the files of a run that has ended into a folder, from the journal. @throws as `writeRunAgain` and `openOutFolder` do. */
export async function writeFilesOfRun(
  { state, run, outDir }: { readonly state: StatePlace; readonly run: string; readonly outDir: string },
  host: { readonly disk?: Disk | undefined; readonly warn: (text: string) => void },
): Promise<WrittenFile[]> {
  const { disk, warn } = host;
  return usingJournal({ state, disk }, (journal) =>
    writeRunAgain({ journal, state, runId: runIdOf(run) }, () => openOutFolder(outDir, { disk }), {
      watcher: { warn },
    }),
  );
}

/** Moves the emergency addresses of one account to another. @throws as `performMigration` does. */
export function migrateAccount(
  request: MigrationRequest,
  state: StatePlace,
  host: RunHost,
): Promise<MigrationReport> {
  return performMigration(request, state, host);
}
