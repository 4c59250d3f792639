import { commandError } from '../errors/command-errors.ts';
import type { Journal } from '../journal/journal.ts';
import { usingJournal } from '../journal/open-journal.ts';
import type { RunRecord } from '../journal/records.ts';
import {
  type RunHost,
  type RunOptionTexts,
  type RunReport,
  runOptionsSchema,
} from '../run/context/run-options.ts';
import { isUndone } from '../run/context/run-stage.ts';
import { isUnfinished } from '../run/intake/unfinished.ts';
import { performUndo } from '../run/perform-undo.ts';
import { resumeRun } from '../run/resume-run.ts';
import { holdMigration, type Migration, partsOf } from './migration-record.ts';
import { continuesAfter } from './migration-report.ts';
import { whileHeld } from './work.ts';

const NO_LIMIT = '100%';

/** One part of the undo that is left to do. */
type Task = { readonly resume: string } | { readonly undo: string };

/**
 * Puts a migration back: first every removal at the old account, then what was written at the new one, where each number loses
 * its address only once the old account shows it as covered. Each is an undo of its own. Returns the report of the last one, or
 * null when nothing is left to roll back.
 * @throws GuardError RUN_NOT_FINISHED when one of its runs has not ended; UsageError when it was a preview.
 */
export function undoMigration(
  migration: Migration,
  texts: Partial<RunOptionTexts>,
  host: RunHost,
): Promise<RunReport | null> {
  return whileHeld(migration, host, () => undoHeld(migration, texts, host));
}

async function undoHeld(
  migration: Migration,
  texts: Partial<RunOptionTexts>,
  host: RunHost,
): Promise<RunReport | null> {
  const { state } = migration;
  const inJournal = <T>(work: (journal: Journal) => Promise<T>): Promise<T> =>
    usingJournal({ state, disk: host.disk }, work);
  if (migration.dryRun) throw commandError('runChangedNothing', { runId: migration.id, command: 'migrate' });
  const { outDir, rows, where, limit } = texts;
  for (const [option, typed] of Object.entries({
    '--out': outDir,
    '--rows': rows,
    '--where': where,
    '--limit': limit,
  })) {
    if (typed !== undefined) throw commandError('migrationUndoPart', { option, runId: migration.id });
  }
  await inJournal(async (journal) => {
    for (const run of await changing(journal, migration)) {
      if (run.finishedAt === null) throw commandError('runNotFinished', { runId: migration.id, by: null });
    }
    await holdMigration(journal, migration, host);
    await journal.setUndoneBy(migration.id, migration.id);
  });
  let last: RunReport | null = null;
  let worst: RunReport | null = null;
  let agreed = false;
  const asking: RunHost = {
    ...host,
    confirm: async (question) => {
      agreed ||= await host.confirm({ ...question, also: alsoUndone(migration) });
      return agreed;
    },
  };
  const options = {
    ...(migration.texts.callerName !== undefined && { callerName: migration.texts.callerName }),
    maxReplace: NO_LIMIT,
    maxRemove: NO_LIMIT,
    ...texts,
    command: 'undo',
    state,
  } as const;
  const done = new Set<string>();
  for (;;) {
    const task = await inJournal((journal) => nextTask(journal, migration, done));
    if (task === null || host.stop.aborted) break;
    const id = 'resume' in task ? task.resume : task.undo;
    done.add(id);
    last =
      'resume' in task
        ? await resumeRun({ state, runId: id, overrides: {} }, asking)
        : await performUndo(runOptionsSchema.parse({ ...options, input: id, ofRun: id }), asking);
    if (last === null) continue;
    host.watcher.note(`undo of ${id}: ${last.exitReason} (run ${last.runId})`);
    done.add(last.runId);
    if (last.exitCode !== 0) worst ??= last;
    if (!continuesAfter(last.exitCode)) break;
  }
  const report = worst ?? last;
  const isLeft = (report !== null && !continuesAfter(report.exitCode)) || host.stop.aborted;
  if (isLeft) return report && { ...report, next: { command: 'undo', args: [migration.id], advice: '' } };
  await inJournal((journal) =>
    journal.endRun(migration.id, {
      finishedAt: new Date(host.clock.wallMs()).toISOString(),
      exitCode: report?.exitCode ?? 0,
      exitReason: `undone: ${report?.exitReason ?? 'nothing was left to roll back'}`,
    }),
  );
  return report;
}

async function changing(journal: Journal, migration: Migration): Promise<RunRecord[]> {
  const { assigning, removing } = await partsOf(journal, migration);
  return [...(assigning === null ? [] : [assigning]), ...removing];
}

/** What is interrupted comes first, then the newest run that is not undone: the removals before the assignments. */
async function nextTask(
  journal: Journal,
  migration: Migration,
  done: ReadonlySet<string>,
): Promise<Task | null> {
  for (const run of (await partsOf(journal, migration)).undoing) {
    if (!done.has(run.runId) && (await isUnfinished(journal, run))) return { resume: run.runId };
  }
  for (const run of (await changing(journal, migration)).reverse()) {
    if (!done.has(run.runId) && !(await isUndone(journal, run.runId))) return { undo: run.runId };
  }
  return null;
}

function alsoUndone({ oldAccount, newAccount }: Migration): string {
  return `Afterward, numbers that the migration covered at ${newAccount} lose their address there, each only once ${oldAccount} shows it as covered.`;
}
