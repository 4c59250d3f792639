import { many } from '../domain/plural.ts';
import { commandError } from '../errors/command-errors.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import { usingJournal } from '../journal/open-journal.ts';
import type { OldRuns } from '../prune/choose-runs.ts';
import { type PruneReport, performPrune } from '../prune/perform-prune.ts';
import { runsOptions } from './options/runs-options.ts';
import { typedTexts } from './options/typed-options.ts';
import { answeredYes } from './screen/confirm.ts';
import { visible, visibleSentence } from './screen/visible.ts';
import { type Session, shortened } from './session/session.ts';
import { requireJournal } from './session/state-folder.ts';
import { operatorOf, stateOf } from './session/state-place.ts';

/** `e911 runs --prune 90d`: deletes old runs, and says which ones stay and why. */
export async function pruneRuns(session: Session): Promise<number> {
  const {
    pruneAgeMs = 0,
    dryRun,
    uncovered,
    waitForLockMs: waitMs,
  } = runsOptions.parse(typedTexts(runsOptions, session.args));
  if (uncovered) throw commandError('pruneUnfit', { what: '--uncovered' });
  if (session.args.text('run') !== undefined) throw commandError('pruneUnfit', { what: 'the ID of a run' });
  await requireJournal(session);
  const state = await stateOf(session);
  const { clock, host, pid, disk } = session.io;
  const operator = await operatorOf(session);
  const note = (text: string): void => session.terminal.note(visibleSentence(text));
  const report = await usingJournal({ state, disk }, (journal) =>
    performPrune(
      journal,
      { state, ageMs: pruneAgeMs, dryRun, waitMs },
      { clock, host, pid, operator, stop: session.stop, note, confirm: (old) => agreed(session, old) },
    ),
  );
  show(session, report, dryRun);
  return report.deleted.length < report.toDelete.length && !dryRun
    ? EXIT_CODES.rowsFailed.code
    : EXIT_CODES.done.code;
}

function agreed(session: Session, { toDelete }: OldRuns): Promise<boolean> {
  const runs = many(toDelete.length, 'run');
  return answeredYes(session, {
    text: `About to delete ${runs} with their folders and journal rows:\n${tableOf(session.terminal, toDelete)}`,
    message: `Delete ${toDelete.length === 1 ? 'this run' : `these ${runs}`}?`,
    unanswered: () =>
      commandError('pruneNotConfirmed', { runs: many(toDelete.length, 'run is', 'runs are') }),
  });
}

function tableOf(terminal: Session['terminal'], runs: OldRuns['toDelete']): string {
  return terminal.table(
    ['run', 'command', 'sheet', 'started'],
    runs.map(({ runId, command, sheetName, startedAt }) => [runId, command, sheetName, startedAt]),
  );
}

function show(session: Session, report: PruneReport, dryRun: boolean): void {
  const { terminal } = session;
  const { kept, younger, foldersLeft } = report;
  const gone = dryRun ? report.toDelete : report.deleted;
  if (terminal.options.json) {
    terminal.json(asJson(report, dryRun));
    return;
  }
  const verb = dryRun ? 'would be deleted' : 'deleted';
  terminal.answer(
    gone.length === 0
      ? `No run ${verb}.`
      : `${many(gone.length, 'run')} ${verb}:\n${tableOf(terminal, gone)}\n`,
  );
  if (kept.length > 0) {
    const reasons = kept.map(({ run, because }) => [run.runId, run.command, run.startedAt, because]);
    terminal.answer(
      `${many(kept.length, 'old run stays', 'old runs stay')}:\n${terminal.table(['run', 'command', 'started', 'because'], reasons)}\n`,
    );
  }
  for (const { folder, because } of foldersLeft) {
    terminal.answer(`The folder ${visible(shortened(session, folder))} stays: ${because}.`);
  }
  terminal.answer(`${many(younger, 'run is', 'runs are')} not that old.`);
}

function asJson({ deleted, toDelete, kept, younger, foldersLeft }: PruneReport, dryRun: boolean) {
  const shown = (runs: OldRuns['toDelete']) =>
    runs.map(({ runId, command, startedAt }) => ({ run_id: runId, command, started_at: startedAt }));
  const isPart = !dryRun && deleted.length < toDelete.length;
  return {
    dry_run: dryRun,
    deleted: dryRun ? [] : shown(deleted),
    ...(dryRun ? { would_delete: shown(toDelete) } : {}),
    kept: kept.map(({ run, because }) => ({ ...shown([run])[0], because })),
    folders_left: foldersLeft,
    younger,
    exit_code: (isPart ? EXIT_CODES.rowsFailed : EXIT_CODES.done).code,
  };
}
