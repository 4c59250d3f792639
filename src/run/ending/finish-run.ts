import { cellProblem } from '../../errors/problem.ts';
import type { RowRecord } from '../../journal/records.ts';
import { writeErrorsCsv } from '../../report/errors-csv.ts';
import { runCounts } from '../../report/html/run-counts.ts';
import type { WriteText, WrittenFile } from '../../report/out-folder.ts';
import { writePlanCsv } from '../../report/plan-csv.ts';
import { writePlanJson } from '../../report/plan-json.ts';
import { type ReportSheet, reportSheet } from '../../report/report-sheet.ts';
import { writeResultsCsv } from '../../report/results-csv.ts';
import { writeRetryCsv } from '../../report/retry-csv.ts';
import { shareRows } from '../../report/share-rows.ts';
import { buildSummary, rowTotals, writeSummary } from '../../report/summary.ts';
import { readDetected } from '../../sheet/source/detected.ts';
import { notedColumns } from '../context/noted-columns.ts';
import { isoNow, type RunContext } from '../context/run-context.ts';
import { type RunReport, runOptionsSchema } from '../context/run-options.ts';
import { answerRows } from '../outcomes/row-answers.ts';
import { closeOlderGaps } from './close-older-gaps.ts';
import { exitOf, uncoveredOf } from './exit-of-run.ts';
import { nextCommand } from './next-command.ts';
import type { RunEnd } from './run-end.ts';
import { exampleRows } from './run-examples.ts';
import { previewOf, writeReport } from './run-report.ts';
import { surveyOperations } from './survey-operations.ts';

/** Answers every row, writes the files of docs/contract.md and decides the exit code. */
export async function finishRun(context: RunContext, given: RunEnd): Promise<RunReport> {
  const end = withStopProblem(given);
  const { journal, runId, options } = context;
  context.host.watcher.phase('files', null);
  const run = await journal.run(runId);
  const sheet = reportSheet(runId, end.header, end.notBegun?.errorCode, notedColumns(run));
  const totalled = rowTotals();
  const counted = runCounts(sheet, end.sheetProblems);
  const shown = exampleRows(sheet);
  await answerRows(context, end.notBegun, [totalled, counted, shown]);
  await closeOlderGaps(context);
  const survey = await surveyOperations(context);
  const uncovered = await uncoveredOf(context, survey.lostCoverage);
  const totals = totalled.result();
  const exit = exitOf(context, { exit: end.exit ?? survey.exit }, totals.results, {
    uncovered: uncovered.length,
    drifted: survey.drifted,
  });
  const files = await writeRowFiles(context, end, sheet);
  const preview = await previewOf(context, end);
  if (end.hasPlan) {
    const head = { ...planHead(context, end, totals.rows, survey.changes), preview };
    const plan = await writePlanJson(end.out, head, journal.operations(runId));
    files.push(plan.file);
    await journal.savePlan(runId, plan.digest);
  }
  const finishedAt = isoNow(context);
  const next = await nextCommand(context, end.out.path, exit.code);
  // A check of the sheet alone is read in the terminal and in errors.csv; the page would cost more than the check.
  if (options.command !== 'validate') {
    const counts = counted.result();
    const ended = { finishedAt, exit, next, totals, counts, preview, uncovered, files };
    files.push(await writeReport(context, end, ended));
  }
  const summary = buildSummary(
    {
      runId,
      command: options.command,
      sheet: end.sheet,
      detected: readDetected(run?.options['detected']),
      calls: Object.fromEntries(end.stats),
      addresses: await addressCounts(context, end.deleted),
      startedAt: end.startedAt,
      finishedAt,
      exitCode: exit.code,
      exitReason: exit.reason,
      preview,
      files,
    },
    totals,
  );
  await writeSummary(end.out, summary);
  await journal.endRun(runId, { finishedAt, exitCode: exit.code, exitReason: exit.reason });
  return {
    runId,
    outDir: end.out.path,
    exitCode: exit.code,
    exitReason: exit.reason,
    summary,
    changes: options.command === 'validate' || options.command === 'verify' ? [] : survey.changes,
    examples: shown.result(),
    uncovered,
    next,
  };
}

/** What stopped the run before its rows is one problem of the sheet as a whole. */
function withStopProblem(end: RunEnd): RunEnd {
  if (end.notBegun === null) return end;
  const { errorCode: code = '', errorMessage: message = '', hint = '' } = end.notBegun;
  const problem = cellProblem({ row: 0, column: '', value: '', code, message, hint });
  return { ...end, sheetProblems: [...end.sheetProblems, problem] };
}

/** Writes the files that show the rows, in one pass over them. */
async function writeRowFiles(context: RunContext, end: RunEnd, sheet: ReportSheet): Promise<WrittenFile[]> {
  const { journal, runId, options } = context;
  const csv = { bom: options.bom };
  type Produce = (write: WriteText, rows: AsyncIterable<RowRecord>) => Promise<unknown>;
  const produced: [name: string, produce: Produce][] = [
    ['results.csv', (write, rows) => writeResultsCsv(write, sheet, rows, csv)],
    ['errors.csv', (write, rows) => writeErrorsCsv(write, sheet, end.sheetProblems, rows, csv)],
  ];
  // The rows of an undo or a verification ask for what was applied: to run them again would apply it.
  if (options.ofRun === undefined && options.command !== 'verify') {
    produced.push(['retry.csv', (write, rows) => writeRetryCsv(write, sheet, rows, csv)]);
  }
  if (end.hasPlan) {
    const find = (operationId: string) => journal.operation(runId, operationId);
    produced.push(['plan.csv', (write, rows) => writePlanCsv(write, sheet, rows, find, csv)]);
  }
  return shareRows(
    journal.rows(runId),
    produced.map(
      ([name, produce]) =>
        (rows: AsyncIterable<RowRecord>) =>
          end.out.writeFile(name, async (write) => void (await produce(write, rows))),
    ),
  );
}

function planHead(
  context: RunContext,
  end: RunEnd,
  rows: number,
  changes: RunReport['changes'],
): Parameters<typeof writePlanJson>[1] {
  const counts: Record<string, number> = {};
  for (const { verb, count } of changes) counts[verb] = (counts[verb] ?? 0) + count;
  return {
    version: 1,
    run_id: context.runId,
    made_at: isoNow(context),
    sheet: { name: end.sheet.name, sha256: end.sheet.sha256 },
    header: [...end.header],
    options: {
      accept: context.options.accept,
      max_gap: runOptionsSchema.shape.maxGapMs.encode(context.options.maxGapMs),
    },
    accounts: [...context.accounts.values()].map(({ name, provider }) => ({
      name,
      account_key: provider.accountKey,
    })),
    rows,
    counts,
  };
}

async function addressCounts(
  context: RunContext,
  deleted: number,
): Promise<{ distinct: number; created: number; reused: number; deleted: number }> {
  const counts = { distinct: 0, created: 0, reused: 0, deleted };
  for (const account of context.accounts.keys()) {
    for await (const record of context.journal.addresses(context.runId, account)) {
      counts.distinct++;
      if (record.createdByRun) counts.created++;
      else if (record.state === 'ready' && record.providerAddressId !== '') counts.reused++;
    }
  }
  return counts;
}
