import { join } from 'node:path';
import { accountMemoryTable } from './account-memory-table.ts';
import { addressTable } from './address-table.ts';
import { callSeconds } from './call-seconds.ts';
import { callTable } from './call-table.ts';
import { type Database, openDatabase } from './driver.ts';
import { openGapLog } from './gap-log.ts';
import { gapTable, readOpenGaps } from './gap-table.ts';
import { groupCommit } from './group-commit.ts';
import type { Journal } from './journal.ts';
import { knownObjectTable } from './known-object-table.ts';
import { operationTable } from './operation-table.ts';
import { rowTable } from './row-table.ts';
import { runStageTable } from './run-stage-table.ts';
import { runTable } from './run-table.ts';
import { prepareSchema } from './schema.ts';
import { snapshotTable } from './snapshot-table.ts';

/** Name of the journal in a state folder. */
export const JOURNAL_FILE = 'journal.db';

/**
 * Opens the journal of a state folder, and makes both when they are not there (folder 0700, files 0600).
 * @throws JournalError when the file is unsafe, foreign, damaged, of a newer version, or no SQLite is at hand.
 */
export async function openJournal(stateDir: string): Promise<Journal> {
  const path = join(stateDir, JOURNAL_FILE);
  const database = await openDatabase(path);
  try {
    prepareSchema(database, path);
    return journalOn(database, stateDir);
  } catch (cause) {
    database.close();
    throw cause;
  }
}

/**
 * Opens the journal for a piece of work and closes it afterwards. When the work fails, its error is the one to tell: closing
 * a journal that cannot be written fails as well.
 * @throws what the work throws, and JournalError as `openJournal` does.
 */
export async function usingJournal<T>(stateDir: string, work: (journal: Journal) => Promise<T>): Promise<T> {
  const journal = await openJournal(stateDir);
  let value: T;
  try {
    value = await work(journal);
  } catch (error) {
    await journal.close().catch(() => undefined);
    throw error;
  }
  await journal.close();
  return value;
}

function journalOn(database: Database, stateDir: string): Journal {
  const gapLog = openGapLog(stateDir, readOpenGaps(database));
  const commits = groupCommit(database, gapLog.sync);
  return {
    ...runTable(commits),
    ...runStageTable(commits),
    ...rowTable(commits),
    ...operationTable(commits, gapLog),
    ...gapTable(commits, gapLog),
    ...addressTable(commits),
    ...snapshotTable(commits),
    ...callTable(commits),
    ...callSeconds(commits),
    ...accountMemoryTable(commits),
    ...knownObjectTable(commits),
    flush: commits.committed,
    close: async () => {
      try {
        commits.end();
      } finally {
        database.close();
      }
    },
  };
}
