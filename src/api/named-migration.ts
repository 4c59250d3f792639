import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/records.ts';
import type { StatePlace } from '../journal/state-place.ts';
import { type Migration, migrationOf } from '../migrate/migration-record.ts';
import { fromJournal } from './state-folder.ts';

/** A migration that was named, by itself or by one of its runs. */
export interface NamedMigration {
  readonly migration: Migration;
  /** Whether it is being undone, so that this is what continues. */
  readonly isBeingUndone: boolean;
  readonly isFinished: boolean;
  /** Whether the run is the migration itself, and not one of its runs. */
  readonly isItself: boolean;
}

/** The migration that a run is, or is a part of; null when there is none. */
export async function migrationOfRun(
  state: StatePlace,
  find: (journal: Journal) => Promise<RunRecord | null>,
): Promise<NamedMigration | null> {
  const read = async (journal: Journal): Promise<NamedMigration | null> => {
    const run = await find(journal);
    const id = run?.command === 'migrate' ? run.runId : run?.options['migration'];
    const record = typeof id === 'string' ? await journal.run(id) : null;
    if (run === null || record === null) return null;
    return {
      migration: migrationOf(record, state),
      isBeingUndone: (await journal.runStage(record.runId))?.undoneBy != null,
      isFinished: record.finishedAt !== null,
      isItself: record.runId === run.runId,
    };
  };
  return fromJournal(state, read, null);
}
