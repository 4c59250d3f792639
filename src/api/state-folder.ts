import { statSync } from 'node:fs';
import path from 'node:path';
import { JournalError, UncoveredError } from '../errors/app-error.ts';
import { commandError } from '../errors/command-errors.ts';
import { systemCode } from '../errors/system-code.ts';
import { readGapLog } from '../journal/gap-log.ts';
import type { Journal } from '../journal/journal.ts';
import { usingJournal } from '../journal/open-journal.ts';
import { readSeal, SEAL_FILE } from '../journal/seal.ts';
import { JOURNAL_FILE } from '../journal/sqlite-journal.ts';
import { namedPlace, type StatePlace } from '../journal/state-place.ts';
import { unknownRunFolders } from '../recover/run-folders.ts';

/** Enough to know every folder of a state folder by its run. */
const ALL_RUNS = 1_000_000;

/**
 * Reads something from a journal; the fallback when the state folder never had one. Makes no file.
 * @throws JournalError; UsageError STATE_UNREADABLE
 */
export async function fromJournal<T>(
  state: StatePlace,
  read: (journal: Journal) => Promise<T>,
  fallback: T,
): Promise<T> {
  if (state.kind === 'postgres') return usingJournal({ state }, read);
  const { stateDir } = state;
  if (!isPresent(stateDir, JOURNAL_FILE) && !isPresent(stateDir, SEAL_FILE)) return fallback;
  try {
    return await usingJournal({ state }, read);
  } catch (error) {
    if (!(error instanceof JournalError && error.code === 'JOURNAL_DAMAGED')) throw error;
    // Nothing was sent yet, which the exit code of a journal that fails in the middle would leave open.
    const reason = error.cause instanceof Error ? error.cause.message : error.message;
    throw commandError(
      'journalUnreadable',
      { path: path.join(stateDir, JOURNAL_FILE), stateDir, reason },
      error,
    );
  }
}

/**
 * Refuses to say that nothing is open where that is not known: a mistyped --state, or a journal that is missing, empty, or
 * damaged. It reads the structure of the whole journal.
 * @throws UsageError STATE_MISSING, STATE_EMPTY; JournalError; UncoveredError (exit 9) when the log beside such a journal
 * names numbers.
 */
export async function requireJournal(state: StatePlace): Promise<void> {
  if (state.kind === 'postgres') return usingJournal({ state }, (journal) => journal.check());
  const { stateDir } = state;
  try {
    if (!isPresent(stateDir, JOURNAL_FILE) && !isPresent(stateDir, SEAL_FILE)) {
      throw commandError('stateMissing', { state: namedPlace(state) });
    }
    const unknown = await usingJournal({ state }, async (journal) => {
      await journal.check();
      return (await journal.runs(1)).length > 0 ? [] : unknownRunFolders(stateDir, new Set());
    });
    if (unknown.length > 0) {
      throw commandError('journalEmpty', {
        path: path.join(stateDir, JOURNAL_FILE),
        stateDir,
        runs: unknown.length,
      });
    }
  } catch (error) {
    const logged = readGapLog(stateDir);
    if (logged.length === 0) throw error;
    const hint = error instanceof Error && 'hint' in error ? String(error.hint) : '';
    throw new UncoveredError(logged, { hint, cause: error });
  }
}

interface LostRuns {
  readonly folders: readonly string[];
  readonly isEmpty: boolean;
  readonly isMissing: boolean;
  readonly isUnsealed: boolean;
}

/** A database keeps its own records whole, and the files of its runs are on many machines. */
const NONE_LOST: LostRuns = { folders: [], isEmpty: false, isMissing: false, isUnsealed: false };

/**
 * Run folders of the state folder whose run the journal does not know; `isEmpty`: it knows no run at all; `isUnsealed`: it
 * has runs, and the seal that would show whether it is the newest journal is missing or damaged.
 */
export async function lostRuns(state: StatePlace): Promise<LostRuns> {
  if (state.kind === 'postgres') return NONE_LOST;
  const { stateDir } = state;
  const ids = async (journal: Journal): Promise<Set<string>> =>
    new Set((await journal.runs(ALL_RUNS)).map(({ runId }) => runId));
  const known = await fromJournal(state, ids, new Set<string>());
  return {
    folders: unknownRunFolders(stateDir, known),
    isEmpty: known.size === 0,
    isMissing: !isPresent(stateDir, JOURNAL_FILE),
    isUnsealed: known.size > 0 && readSeal(stateDir) === null,
  };
}

/** @throws UsageError STATE_UNREADABLE when the folder cannot be read, which must not pass for an empty one. */
function isPresent(stateDir: string, file: string): boolean {
  try {
    return statSync(path.join(stateDir, file)).isFile();
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT' || systemCode(cause) === 'ENOTDIR') return false;
    throw commandError('stateUnreadable', { stateDir, reason: systemCode(cause) }, cause);
  }
}
