import path from 'node:path';
import { many } from '../domain/plural.ts';
import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/records.ts';
import { isUnfinished } from '../run/intake/unfinished.ts';
import { type LastOf, lastRunsOf } from './last-runs.ts';

/** An old run that stays, and why. */
export interface KeptRun {
  readonly run: RunRecord;
  readonly because: string;
}

/** The runs of a state folder that are older than a time. */
export interface OldRuns {
  readonly toDelete: readonly RunRecord[];
  readonly kept: readonly KeptRun[];
  /** How many runs are not that old. */
  readonly younger: number;
}

/** More than a state folder ever has. */
export const ALL_RUNS = 1_000_000;

/**
 * Which of the runs that ended before a time can be deleted. One stays when something of it is not finished, when a compliance
 * export or an undo of a later run needs it, or when a run that stays names it. Reads the journal alone.
 */
export async function chooseOldRuns(journal: Journal, beforeMs: number): Promise<OldRuns> {
  const runs = await journal.runs(ALL_RUNS);
  const isOld = (run: RunRecord): boolean => Date.parse(run.finishedAt ?? run.startedAt) < beforeMs;
  const old = runs.filter(isOld);
  const reasons = new Map<string, string>();
  const keep = (runId: string, because: string): void => {
    if (!reasons.has(runId)) reasons.set(runId, because);
  };
  for (const run of old) {
    const because = await openReason(journal, run);
    if (because !== null) keep(run.runId, because);
  }
  for (const [runId, last] of await lastRunsOf(journal, runs, isOld)) keep(runId, lastReason(last));
  const exports = await lastExports(journal, runs);
  for (const [runId, because] of exports) keep(runId, because);
  const stays = (run: RunRecord): boolean => !isOld(run) || reasons.has(run.runId);
  await keepNamed(journal, runs, stays, (runId, by) => keep(runId, `run ${by}, which stays, needs it`));
  return {
    toDelete: old.filter(({ runId }) => !reasons.has(runId)),
    kept: old.flatMap((run) => {
      const because = reasons.get(run.runId);
      return because === undefined ? [] : [{ run, because }];
    }),
    younger: runs.length - old.length,
  };
}

/** What of a run is still open; null when nothing is. */
async function openReason(journal: Journal, run: RunRecord): Promise<string | null> {
  const gaps = (await journal.openGaps()).filter(({ runId }) => runId === run.runId).length;
  if (gaps > 0) return `it left ${many(gaps, 'number')} without an emergency address`;
  const doubts = (await journal.callsInDoubt(run.runId)).length;
  if (doubts > 0) return `the outcome of ${many(doubts, 'call')} is not known`;
  if (await isUnfinished(journal, run)) return 'it is not finished: e911 resume';
  return (await journal.madeKnownAddress(run.runId))
    ? 'only it shows that this program created an address that the account has'
    : null;
}

function lastReason({ changed, named, checked }: LastOf): string {
  if (changed > 0) return `it is the last change of ${many(changed, 'number')} up to then`;
  if (named > 0) return `it has the caller name of ${many(named, 'number')}`;
  return `it is the last check of ${many(checked, 'number or address', 'numbers and addresses')}`;
}

/** Exports that later ones are compared with: the last compliance export of each account, and the newest of each kind. */
async function lastExports(
  journal: Journal,
  newestFirst: readonly RunRecord[],
): Promise<ReadonlyMap<string, string>> {
  const reasons = new Map<string, string>();
  const folders = new Set(
    (await journal.complianceExports()).map((last) => path.basename(path.dirname(last.path))),
  );
  const kinds = new Set<string>();
  for (const { command, runId, outDir, sheetName, options } of newestFirst) {
    if (command !== 'export') continue;
    if (folders.has(runId) || folders.has(path.basename(outDir))) {
      reasons.set(runId, 'the next compliance export is compared with it');
    }
    const kind = JSON.stringify([sheetName, options['accounts'] ?? null]);
    if (!kinds.has(kind)) reasons.set(runId, reasons.get(runId) ?? 'it is the newest export of its kind');
    kinds.add(kind);
  }
  return reasons;
}

/** Keeps what the runs that stay name: the run that an undo rolled back, the parts of a migration, the run of a plan. */
async function keepNamed(
  journal: Journal,
  runs: readonly RunRecord[],
  stays: (run: RunRecord) => boolean,
  keep: (runId: string, by: string) => void,
): Promise<void> {
  const byId = new Map(runs.map((run) => [run.runId, run]));
  const waiting = runs.filter(stays);
  const seen = new Set(waiting);
  for (let run = waiting.pop(); run !== undefined; run = waiting.pop()) {
    for (const runId of await namedBy(journal, run, runs)) {
      const named = byId.get(runId);
      if (named === undefined || seen.has(named)) continue;
      keep(runId, run.runId);
      seen.add(named);
      waiting.push(named);
    }
  }
}

async function namedBy(journal: Journal, run: RunRecord, runs: readonly RunRecord[]): Promise<string[]> {
  const { ofRun, migration } = run.options;
  const named = [run.command === 'undo' ? ofRun : undefined, migration].filter(
    (id) => typeof id === 'string',
  );
  if (run.command === 'migrate') {
    named.push(...runs.filter(({ options }) => options['migration'] === run.runId).map(({ runId }) => runId));
  }
  // Without the run that used a plan, the plan could be applied a second time.
  const digest = run.command === 'plan' ? await journal.planDigest(run.runId) : null;
  const usedBy = digest === null ? null : await journal.planUsedBy(digest);
  return usedBy === null ? named : [...named, usedBy];
}
