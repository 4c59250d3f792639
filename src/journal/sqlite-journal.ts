import { statSync } from 'node:fs';
import { join } from 'node:path';
import { JournalError } from '../errors/app-error.ts';
import { commandError } from '../errors/command-errors.ts';
import { systemCode } from '../errors/system-code.ts';
import { type Disk, systemDisk } from '../files/disk.ts';
import { folderLocks } from './account-lock.ts';
import { refuseUnlessFile } from './engine/database-file.ts';
import { type Database, openDatabase } from './engine/driver.ts';
import { groupCommit } from './engine/group-commit.ts';
import { openGapLog } from './gap-log.ts';
import type { Journal } from './journal.ts';
import { prepareSchema } from './schema.ts';
import { openSeal, readSeal, type SealMark } from './seal.ts';
import { accountMemoryTable } from './tables/account-memory-table.ts';
import { addressTable } from './tables/address-table.ts';
import { callSeconds } from './tables/call-seconds.ts';
import { callTable } from './tables/call-table.ts';
import { decisionTable } from './tables/decision-table.ts';
import { gapTable, OPEN_GAPS, readOpenGap, unknownGaps } from './tables/gap-table.ts';
import {
  countCommits,
  type Generation,
  generationOfFile,
  readGeneration,
} from './tables/generation-table.ts';
import { knownObjectTable } from './tables/known-object-table.ts';
import { operationTable } from './tables/operation-table.ts';
import { partTable } from './tables/part-table.ts';
import { rowTable } from './tables/row-table.ts';
import { runStageTable } from './tables/run-stage-table.ts';
import { runTable } from './tables/run-table.ts';
import { settingsTable } from './tables/settings-table.ts';
import { snapshotTable } from './tables/snapshot-table.ts';
import { writtenAddresses } from './tables/written-addresses.ts';

/** Name of the journal in a state folder. */
export const JOURNAL_FILE = 'journal.db';

/**
 * Opens the journal of a state folder, and makes both when they are not there (folder 0700, files 0600).
 * @throws JournalError when the file is unsafe, foreign, damaged, of a newer version, or no SQLite is at hand; (JOURNAL_LOST,
 * JOURNAL_BEHIND, JOURNAL_MIXED) when it is not the journal that was written last.
 */
export async function openFolderJournal(stateDir: string, disk: Disk = systemDisk): Promise<Journal> {
  const path = join(stateDir, JOURNAL_FILE);
  const database = await openWhole(path, stateDir);
  try {
    return journalOn(database, { path, stateDir, disk });
  } catch (cause) {
    database.close();
    throw cause;
  }
}

/** Length of a file; 0 when it is missing or its folder is not a folder, which opening it reports. */
function bytesOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause))) return 0;
    throw cause;
  }
}

async function openWhole(path: string, stateDir: string): Promise<Database> {
  refuseUnlessFile(path);
  const seal = readSeal(stateDir);
  const size = bytesOf(path);
  const log = bytesOf(`${path}-wal`);
  if (seal !== null && size + log === 0) throw commandError('journalLost', { path, stateDir });
  const inFile = size > 0 ? generationOfFile(path) : null;
  try {
    const database = await openDatabase(path);
    try {
      const before = readGeneration(database);
      if (seal !== null) requireSame(before, seal, { path, stateDir });
      if (before !== null && inFile !== null && (inFile < before.base || inFile > before.generation)) {
        throw commandError('journalMixed', { path, stateDir });
      }
      prepareSchema(database, path);
      return database;
    } catch (cause) {
      database.close();
      throw cause;
    }
  } catch (cause) {
    if (!(cause instanceof JournalError && cause.code === 'JOURNAL_DAMAGED')) throw cause;
    throw commandError('journalUnreadable', { path, stateDir, reason: reasonOf(cause.cause) }, cause);
  }
}

/** @throws JournalError when the journal is another one than its seal was written for, or has lost commits */
function requireSame(
  generation: Generation | null,
  seal: SealMark,
  place: { readonly path: string; readonly stateDir: string },
): void {
  if (generation === null) throw commandError('journalLost', place);
  if (generation.journalId !== seal.journalId) throw commandError('journalMixed', place);
  const lost = seal.commits - generation.commits;
  if (lost > 0) throw commandError('journalBehind', { ...place, lost });
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

function journalOn(
  database: Database,
  place: {
    readonly path: string;
    readonly stateDir: string;
    readonly disk: Disk;
  },
): Journal {
  const { path, stateDir, disk } = place;
  const gapLog = openGapLog(stateDir, database.prepare(OPEN_GAPS).all([]).map(readOpenGap), disk);
  const seal = openSeal(stateDir, disk);
  const count = countCommits(database, path);
  let mark: SealMark | null = null;
  const commits = groupCommit(database, {
    before: () => {
      gapLog.sync();
      mark = count();
    },
    after: () => {
      if (mark !== null) seal.write(mark);
    },
  });
  const runs = runTable(commits);
  return {
    ...runs,
    ...runStageTable(commits),
    ...partTable(commits),
    ...rowTable(commits),
    ...decisionTable(commits),
    ...operationTable(commits, gapLog),
    ...gapTable(commits),
    ...unknownGaps(commits, gapLog),
    ...addressTable(commits),
    ...snapshotTable(commits),
    ...callTable(commits),
    ...writtenAddresses(commits),
    ...callSeconds(commits),
    ...accountMemoryTable(commits),
    ...knownObjectTable(commits),
    ...settingsTable(commits),
    locks: folderLocks(),
    endRun: async (runId, end) => {
      await runs.endRun(runId, end);
      // From here on the database file is enough by itself, should its log be lost.
      database.checkpoint();
    },
    check: async () => requireSound(database, { path, stateDir }),
    flush: commits.committed,
    close: async () => {
      try {
        await commits.end();
      } finally {
        database.close();
        seal.close();
      }
    },
  };
}

function requireSound(database: Database, place: { readonly path: string; readonly stateDir: string }): void {
  let found = '';
  try {
    found = String(Object.values(database.prepare('PRAGMA quick_check(1)').get([]) ?? {})[0]);
  } catch (cause) {
    throw commandError('journalUnreadable', { ...place, reason: reasonOf(cause) }, cause);
  }
  if (found === 'ok') return;
  throw commandError('journalUnreadable', { ...place, reason: found.split('\n').at(-1) ?? '' });
}
