import { lstatSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../domain/clock.ts';
import { commandError } from '../errors/command-errors.ts';
import { systemCode } from '../errors/system-code.ts';
import type { AccountLock } from '../journal/account-locks.ts';
import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/records.ts';
import { filesDirOf, type StatePlace } from '../journal/state-place.ts';
import { lockAccounts } from '../run/context/lock-accounts.ts';
import { livingHolder } from '../run/context/run-stage.ts';
import { ALL_RUNS, chooseOldRuns, type OldRuns } from './choose-runs.ts';

/** Who prunes, and how it is agreed to. */
export interface PruneHost {
  readonly clock: Clock;
  readonly host: string;
  readonly pid: number;
  readonly operator: string;
  /** Ends the wait for a lock. */
  readonly stop?: AbortSignal | undefined;
  /** Told what is waited for. */
  note(text: string): void;
  /** Asked once before the first deletion, with the runs that would be deleted. */
  confirm(old: OldRuns): Promise<boolean>;
}

/** What a prune did, or would do. */
export interface PruneReport extends OldRuns {
  readonly deleted: readonly RunRecord[];
  /** Folders that stay: outside the state folder, or not to be deleted; with the reason. */
  readonly foldersLeft: readonly { readonly folder: string; readonly because: string }[];
}

/**
 * Deletes the runs that ended longer ago than a time: their folders, then their rows in the journal, each run with its folder
 * first, so that an interrupted prune leaves only what the next one deletes.
 * @throws GuardError RUN_STILL_GOING, ACCOUNT_LOCKED while a run of the state folder or of one of the accounts is carried out.
 */
export async function performPrune(
  journal: Journal,
  request: {
    readonly state: StatePlace;
    readonly ageMs: number;
    readonly dryRun: boolean;
    /** How long to wait for accounts that other runs have locked. */
    readonly waitMs: number;
  },
  host: PruneHost,
): Promise<PruneReport> {
  const beforeMs = host.clock.wallMs() - request.ageMs;
  const old = await chooseOldRuns(journal, beforeMs);
  const nothing = { deleted: [], foldersLeft: [] };
  if (request.dryRun || old.toDelete.length === 0) return { ...old, ...nothing };
  await requireNoRunning(journal, host);
  if (!(await host.confirm(old))) throw commandError('pruneRefused');
  const locks: AccountLock[] = [];
  try {
    const { state, waitMs } = request;
    const locking = { journal, runId: '--prune', state, host, waitMs, stop: host.stop, note: host.note };
    await lockAccounts(await keysOf(journal, old.toDelete), locking, locks);
    // While the question was open, a run may have begun that needs one of them.
    await requireNoRunning(journal, host);
    const now = await chooseOldRuns(journal, beforeMs);
    const agreed = new Set(old.toDelete.map(({ runId }) => runId));
    const toDelete = now.toDelete.filter(({ runId }) => agreed.has(runId));
    return { ...now, ...(await deleteRuns(journal, toDelete, request.state)) };
  } finally {
    for (const lock of locks) await lock.release();
  }
}

const NEWEST_RUNS = 1_000;

async function requireNoRunning(journal: Journal, host: PruneHost): Promise<void> {
  for (const { runId, finishedAt } of await journal.runs(NEWEST_RUNS)) {
    const by = finishedAt === null ? await livingHolder(journal, runId, host) : null;
    if (by !== null) throw commandError('pruneWhileRunning', { runId, by });
  }
}

/** The keys of the accounts that the runs changed: an undo or a resume of one of them locks its accounts first. */
async function keysOf(journal: Journal, runs: readonly RunRecord[]): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for (const { runId } of runs) {
    for (const account of await journal.accountsOf(runId)) {
      const key = await journal.accountKeyOf(runId, account);
      if (key !== null) keys.add(key);
    }
  }
  return keys;
}

async function deleteRuns(
  journal: Journal,
  runs: readonly RunRecord[],
  state: StatePlace,
): Promise<Pick<PruneReport, 'deleted' | 'foldersLeft'>> {
  const deleted: RunRecord[] = [];
  const foldersLeft: { folder: string; because: string }[] = [];
  // The newest first: what a run needs of an older one stays as long as the run does.
  for (const run of runs) {
    const folder = path.join(filesDirOf(state), run.runId);
    const because = deleteFolder(folder);
    if (because !== null) {
      foldersLeft.push({ folder, because: `${because}, so its run stays in the journal` });
      continue;
    }
    await journal.deleteRun(run.runId);
    deleted.push(run);
    // The folder of the user, who may keep other files there.
    if (path.basename(run.outDir) !== run.runId && isFolder(run.outDir)) {
      foldersLeft.push({ folder: run.outDir, because: 'it was given with --out' });
    }
  }
  await journal.flush();
  await deletePipedSheets(journal, deleted, state);
  return { deleted, foldersLeft };
}

/** Sheets that were read from stdin and that no run refers to any more. */
async function deletePipedSheets(
  journal: Journal,
  deleted: readonly RunRecord[],
  state: StatePlace,
): Promise<void> {
  const inUse = new Set((await journal.runs(ALL_RUNS)).map(({ options }) => options['input']));
  for (const { options } of deleted) {
    const { input } = options;
    if (typeof input !== 'string' || path.dirname(input) !== path.join(filesDirOf(state), 'stdin')) continue;
    if (!inUse.has(input)) rmSync(input, { force: true });
  }
}

/** Why a folder could not be deleted; null when it is gone. */
function deleteFolder(folder: string): string | null {
  try {
    rmSync(folder, { recursive: true, force: true });
    return null;
  } catch (error) {
    return `it cannot be deleted (${systemCode(error) || String(error)})`;
  }
}

function isFolder(folder: string): boolean {
  return (
    lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true && readdirSync(folder).length > 0
  );
}
