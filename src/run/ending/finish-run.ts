import type { NextCommand } from '../../domain/next-command.ts';
import { cellProblem } from '../../errors/problem.ts';
import type { RunRecord } from '../../journal/records.ts';
import { runCounts } from '../../report/html/run-counts.ts';
import { type PlanHead, writePlanJson } from '../../report/plan-json.ts';
import { reportSheet } from '../../report/report-sheet.ts';
import type { RowTally } from '../../report/row-tally.ts';
import { changeChooser } from '../../report/shown-changes.ts';
import { rowTotals } from '../../report/summary.ts';
import { rowEvent } from '../context/events.ts';
import { notedColumns } from '../context/noted-columns.ts';
import { type EndingContext, isoNow } from '../context/run-context.ts';
import { type RunReport, runOptionsSchema } from '../context/run-options.ts';
import { answerRows } from '../outcomes/row-answers.ts';
import { closeOlderGaps } from './close-older-gaps.ts';
import { closeRun } from './close-run.ts';
import { exitOf, uncoveredOf } from './exit-of-run.ts';
import { nextCommand } from './next-command.ts';
import { writeFilesOfRows } from './row-files.ts';
import type { RunEnd } from './run-end.ts';
import { exampleRows } from './run-examples.ts';
import { factsNow, type RunFacts } from './run-facts.ts';
import { lineOf, previewOf, writeReport } from './run-report.ts';
import { surveyOperations } from './survey-operations.ts';

/** Answers every row, writes the files of docs/contract.md and decides the exit code. */
export async function finishRun(context: EndingContext, given: RunEnd): Promise<RunReport> {
  const end = withStopProblem(given);
  const { journal, runId, options } = context;
  context.host.watcher.phase('files', null);
  const run = await recordOf(context);
  const sheet = reportSheet(runId, end.header, end.notBegun?.errorCode, notedColumns(run));
  const totalled = rowTotals(options.accept);
  const counted = runCounts(sheet, end.sheetProblems);
  const shown = exampleRows(sheet);
  await answerRows(context, end.notBegun, [totalled, counted, shown, toldRows(context)]);
  await closeOlderGaps(context);
  const survey = await surveyOperations(context);
  const uncovered = await uncoveredOf(context, survey.lostCoverage);
  const totals = totalled.result();
  const exit = exitOf(context, { exit: end.exit ?? survey.exit }, totals.results, {
    uncovered: uncovered.length,
    drifted: survey.drifted,
  });
  const files = await writeFilesOfRows(context, end, sheet, journal.rows(runId));
  const chosen = changeChooser();
  const preview = await previewOf(context, end, chosen);
  const planned = preview === undefined ? null : await chosen.result((id) => lineOf(context, id));
  const planHead = end.hasPlan
    ? { ...planHeadOf(context, end, totals.rows, survey.changes), preview }
    : undefined;
  if (planHead !== undefined) {
    const plan = await writePlanJson(end.out, planHead, journal.operations(runId));
    files.push(plan.file);
    await journal.savePlan(runId, plan.digest);
  }
  const finishedAt = isoNow(context);
  const { sentences, lifts } = end.guards;
  const next = await nextCommand(context, end.out.path, {
    ...{ exitCode: exit.code, files, lifts },
    ...{ wouldApply: totals.results.would_apply, needsReview: totals.results.needs_review },
    stopsOnTheWay: (preview?.guards.length ?? 0) > sentences.length,
  });
  const addresses = await addressCounts(context, end.deleted);
  const facts = factsNow({
    ...{ sheetProblems: end.sheetProblems, notBegunCode: end.notBegun?.errorCode },
    ...{ calls: Object.fromEntries(end.stats), pauses: end.pauses, accounts: shownAccounts(context) },
    ...{ outDir: end.out.path, addresses, uncovered, preview, planHead, next: nextInReport(context, next) },
  });
  // A check of the sheet alone is read in the terminal and in errors.csv; the page would cost more than the check.
  if (options.command !== 'validate') {
    const ended = { run, finishedAt, exit, totals, counts: counted.result(), files };
    const page = await writeReport(context, end.out, facts, ended);
    if (page !== null) files.push(page);
  }
  const changes = options.command === 'validate' || options.command === 'verify' ? [] : survey.changes;
  const { boughtUncovered } = survey;
  return closeRun(context, end, {
    ...{ exit, finishedAt, next, preview, files, totals, addresses, changes, facts },
    ...{ examples: shown.result(), planned, uncovered, boughtUncovered },
  });
}

async function recordOf({ journal, runId }: EndingContext): Promise<RunRecord> {
  const run = await journal.run(runId);
  if (run === null) throw new Error(`run ${runId} is not in the journal`);
  return run;
}

function shownAccounts({ accounts }: EndingContext): RunFacts['accounts'] {
  return [...accounts.values()].map(({ name, provider: { capabilities } }) => ({
    name,
    title: capabilities.title,
    perSecond: capabilities.limits.requestsPerSecond,
  }));
}

/** The accounts of a sandbox end with the command: no command that is read later can be about them. */
function nextInReport({ host }: EndingContext, next: NextCommand | null): NextCommand | null {
  if (next === null || host.isSandbox) return null;
  return host.asTyped === undefined ? next : host.asTyped(next);
}

/** Tells each answered row as an event. */
function toldRows({ host, runId }: EndingContext): Pick<RowTally<unknown>, 'note'> {
  if (host.watcher.readsRows !== true) return { note: () => undefined };
  return { note: (row) => host.watcher.event?.(rowEvent(row, runId)) };
}

/** What stopped the run before its rows is one problem of the sheet as a whole. */
function withStopProblem(end: RunEnd): RunEnd {
  if (end.notBegun === null) return end;
  const { errorCode: code = '', errorMessage: message = '', hint = '' } = end.notBegun;
  const problem = cellProblem({ row: 0, column: '', value: '', code, message, hint });
  return { ...end, sheetProblems: [...end.sheetProblems, problem] };
}

function planHeadOf(
  context: EndingContext,
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
      ...(context.options.maxSpend !== undefined && { max_spend: context.options.maxSpend }),
    },
    accounts: [...context.accounts.values()].map(({ name, provider }) => ({
      name,
      account_key: provider.accountKey,
    })),
    rows,
    counts,
    ...approvalOf(context.options),
  };
}

function approvalOf({
  approvedBy,
  approvedAt,
  approvalNote,
  review,
}: EndingContext['options']): Pick<PlanHead, 'approval'> {
  if (approvedBy === undefined || approvedAt === undefined || review === undefined) return {};
  return {
    approval: {
      approved_by: approvedBy,
      approved_at: approvedAt,
      note: approvalNote ?? '',
      review_of: review,
    },
  };
}

async function addressCounts(
  context: EndingContext,
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
