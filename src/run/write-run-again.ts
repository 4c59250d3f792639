import { commandError } from '../errors/command-errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/records.ts';
import type { StatePlace } from '../journal/state-place.ts';
import { runCounts } from '../report/html/run-counts.ts';
import type { OutFolder, WrittenFile } from '../report/out-folder.ts';
import { writePlanJson } from '../report/plan-json.ts';
import { reportSheet } from '../report/report-sheet.ts';
import { buildSummary, rowTotals, writeSummary } from '../report/summary.ts';
import { readDetected } from '../sheet/source/detected.ts';
import { notedColumns } from './context/noted-columns.ts';
import type { FilesContext } from './context/run-context.ts';
import { storedOptions } from './context/stored-options.ts';
import { unknownRun } from './context/unknown-run.ts';
import { writeFilesOfRows } from './ending/row-files.ts';
import { factsOf, type RunFacts } from './ending/run-facts.ts';
import { writeReport } from './ending/run-report.ts';

/** A run that has ended, as the files that are made again say it. */
interface EndedRun {
  readonly run: RunRecord;
  readonly facts: RunFacts;
  readonly finishedAt: string;
  readonly exit: { readonly code: number; readonly reason: string };
}

/**
 * Writes the result files of a run that has ended, as its end wrote them, from the journal alone. The log of calls is not among
 * them: it stays where the calls were made.
 * @param openOut opens the folder for them, once the run was found fit
 * @throws UsageError RUN_UNKNOWN, RUN_KEEPS_NO_FILES; GuardError RUN_NOT_FINISHED; as `openOutFolder` and `OutFolder` do
 */
export async function writeRunAgain(
  {
    journal,
    state,
    runId,
  }: { readonly journal: Journal; readonly state: StatePlace; readonly runId: string },
  openOut: () => Promise<OutFolder>,
  host: FilesContext['host'],
): Promise<WrittenFile[]> {
  const ended = await endedRun(journal, runId);
  const { run, facts, exit, finishedAt } = ended;
  const options = { ...storedOptions(run), state };
  const context = { journal, runId, options, host };
  const sheet = reportSheet(runId, run.header, facts.notBegunCode, notedColumns(run));
  const totalled = rowTotals(options.accept);
  const counted = runCounts(sheet, facts.sheetProblems);
  for await (const row of journal.rows(runId)) {
    for (const tally of [totalled, counted]) tally.note(row);
  }
  const totals = totalled.result();
  const out = await openOut();
  const shown = { out, sheetProblems: facts.sheetProblems, hasPlan: facts.planHead !== undefined };
  const files = await writeFilesOfRows(context, shown, sheet, journal.rows(runId));
  if (facts.planHead !== undefined) {
    files.push((await writePlanJson(out, facts.planHead, journal.operations(runId))).file);
  }
  if (options.command !== 'validate') {
    const page = await writeReport(context, out, facts, {
      ...{ run, finishedAt, exit, totals, counts: counted.result(), files },
    });
    if (page !== null) files.push(page);
  }
  const summary = buildSummary(
    {
      ...{ runId, command: run.command, ofRun: options.ofRun ?? '', state, calls: facts.calls },
      sheet: { name: run.sheetName, sha256: run.sheetSha256 },
      detected: readDetected(run.options['detected']),
      addresses: facts.addresses,
      ...{ startedAt: run.startedAt, finishedAt, exitCode: exit.code, exitReason: exit.reason },
      ...{ preview: facts.preview, files },
    },
    totals,
  );
  return [...files, await writeSummary(out, summary)];
}

async function endedRun(journal: Journal, runId: string): Promise<EndedRun> {
  const run = await journal.run(runId);
  if (run === null) throw await unknownRun(runId, journal);
  const { finishedAt, exitCode, exitReason } = run;
  if (finishedAt === null || exitCode === null) throw commandError('runNotFinished', { runId, by: null });
  const facts = await factsOf(journal, runId);
  if (facts === null) throw commandError('runKeepsNoFiles', { runId, command: run.command });
  return { run, facts, finishedAt, exit: { code: exitCode, reason: exitReason } };
}
