import type { Journal } from '../journal/journal.ts';
import type { RowRecord } from '../journal/records.ts';
import type { WrittenFile } from '../report/out-folder.ts';
import { reportSheet } from '../report/report-sheet.ts';
import type { RowTally } from '../report/row-tally.ts';
import { type RowTotals, rowTotals } from '../report/summary.ts';
import { rowEvent } from './context/events.ts';
import { isoNow, type RunContext } from './context/run-context.ts';
import type { RunHost, RunReport } from './context/run-options.ts';
import { closeRun } from './ending/close-run.ts';
import { exitOf } from './ending/exit-of-run.ts';
import { nextCommand } from './ending/next-command.ts';
import { writeFilesOfRows } from './ending/row-files.ts';
import { exampleRows } from './ending/run-examples.ts';
import type { Begun } from './intake/begin-run.ts';
import { badRows } from './intake/check-source-row.ts';
import { sheetWarnings } from './intake/sheet-warnings.ts';
import type { Source } from './intake/source.ts';
import { Contradictions } from './offline/contradictions.ts';
import {
  findContradictions,
  type OfflinePass,
  type OfflineSheet,
  offlinePass,
} from './offline/offline-rows.ts';

const PROGRESS_ROWS = 500;
const NO_ADDRESSES = { distinct: 0, created: 0, reused: 0, deleted: 0 };

/**
 * Checks a sheet without asking anyone: its rows go from the sheet into the files and are kept nowhere, so that memory does not
 * grow with the sheet. Only rows that may contradict each other make it read the sheet again.
 */
export async function performOfflineCheck(
  { runId, out, startedAt, source }: Begun & { readonly source: Source },
  host: RunHost,
  journal: Journal,
): Promise<RunReport> {
  const { options } = source;
  const context: RunContext = {
    ...{ runId, options, host, journal, accounts: new Map(), counterpart: null },
    isResumed: false,
  };
  let read = 0;
  const sheet: OfflineSheet = {
    source,
    capabilitiesOf: (name) => host.config.accounts.get(name)?.definition.capabilities,
    progress: () => {
      if (++read % PROGRESS_ROWS === 0) host.watcher.progress(read);
    },
  };
  let pass = () => offlinePass(sheet, null);
  let answered = await answerInto(context, { out, source }, pass());
  const { repeats, addressRows } = answered.pass;
  if (!repeats.isEmpty || addressRows.isUsed) {
    const contradictions = repeats.isEmpty ? new Contradictions() : await findContradictions(sheet, repeats);
    read = 0;
    if (contradictions.rows > 0 || addressRows.isUsed) {
      const whole = { contradictions, addressRows };
      pass = () => offlinePass(sheet, whole);
      answered = await answerInto(context, { out, source }, pass());
    }
  }
  // Which of the passes was the last is known only here, and the rows of an earlier one may have other answers.
  if (host.watcher.readsRows === true) {
    for await (const rows of pass().batches) {
      for (const row of rows) host.watcher.event?.(rowEvent(row, runId));
    }
  }
  const { totals, examples, files } = answered;
  const { intake } = answered.pass;
  const { bad, taken } = intake;
  host.watcher.progress(taken);
  for (const warning of sheetWarnings(source, intake)) host.watcher.warn(warning.message);
  const invalid = bad === 0 ? null : ({ name: 'invalidSheet', reason: badRows(bad, taken) } as const);
  const exit = exitOf(context, { exit: invalid }, totals.results, { uncovered: 0, drifted: 0 });
  return closeRun(
    context,
    { out, sheet: { name: source.name, sha256: source.sha256 }, stats: new Map(), startedAt },
    {
      exit,
      finishedAt: isoNow(context),
      next: await nextCommand(context, out.path, {
        ...{ exitCode: exit.code, wouldApply: 0, needsReview: 0, files, lifts: [], stopsOnTheWay: false },
      }),
      files,
      totals,
      addresses: NO_ADDRESSES,
      changes: [],
      examples,
      planned: null,
      uncovered: [],
      boughtUncovered: [],
    },
  );
}

interface Answered {
  readonly pass: OfflinePass;
  readonly totals: RowTotals;
  readonly examples: RunReport['examples'];
  readonly files: readonly WrittenFile[];
}

/** Writes the files of one pass; those of an earlier pass are replaced. */
async function answerInto(
  context: RunContext,
  { out, source }: Pick<Begun, 'out'> & { readonly source: Source },
  pass: OfflinePass,
): Promise<Answered> {
  const sheet = reportSheet(context.runId, source.header, undefined, source.columns);
  const totalled = rowTotals('none');
  const shown = exampleRows(sheet);
  const end = { out, sheetProblems: source.warnings, hasPlan: false };
  const files = await writeFilesOfRows(context, end, sheet, tallied(pass.batches, [totalled, shown]));
  return { pass, totals: totalled.result(), examples: shown.result(), files };
}

/** The rows, each shown to the tallies on its way. */
async function* tallied(
  batches: AsyncIterable<readonly RowRecord[]>,
  tallies: readonly Pick<RowTally<unknown>, 'note'>[],
): AsyncGenerator<readonly RowRecord[]> {
  for await (const rows of batches) {
    for (const tally of tallies) for (const row of rows) tally.note(row);
    yield rows;
  }
}
