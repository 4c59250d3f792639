import { counted } from '../../domain/plural.ts';
import { operationsAlong } from '../../journal/operations-along.ts';
import type { RunRecord } from '../../journal/records.ts';
import { planningJournal } from '../../plan/context/planning-journal.ts';
import { errorsExceed } from '../../plan/guards.ts';
import type { RunCounts } from '../../report/html/run-counts.ts';
import { writeRunReport } from '../../report/html/run-page.ts';
import type { OutFolder, WrittenFile } from '../../report/out-folder.ts';
import { countPreview, type Preview } from '../../report/preview.ts';
import { reportSheet } from '../../report/report-sheet.ts';
import type { changeChooser } from '../../report/shown-changes.ts';
import type { RowTotals } from '../../report/summary.ts';
import { notedColumns } from '../context/noted-columns.ts';
import type { EndingContext, FilesContext } from '../context/run-context.ts';
import { answerOf } from '../outcomes/row-answers.ts';
import type { RunEnd } from './run-end.ts';
import type { RunFacts } from './run-facts.ts';

/** The figures of a preview, with each change shown to `chosen`; undefined when no plan was made. */
export async function previewOf(
  outer: EndingContext,
  end: RunEnd,
  chosen: Pick<ReturnType<typeof changeChooser>, 'note'>,
): Promise<Preview | undefined> {
  if (!end.hasPlan || outer.options.command !== 'plan') return undefined;
  const context = { ...outer, journal: planningJournal(outer.journal) };
  return countPreview({
    journal: context.journal,
    runId: context.runId,
    accounts: await Promise.all(
      [...context.accounts.values()].map(async ({ name, provider }) => ({
        name,
        capabilities: provider.capabilities,
        limits: provider.capabilities.limits,
        callsMade: end.stats.get(name)?.total ?? 0,
        changesMade: await changesMade(context, name),
      })),
    ),
    maxOpen: context.options.maxOpen,
    guards: end.guards.sentences,
    resultOf: async (operation) => {
      const { result, addressAfter } = await answerOf(context, operation, null);
      if (result === 'would_apply') chosen.note(operation, addressAfter);
      return result;
    },
    guardsOnTheWay: (failed, total) => failingGuard(context, failed, total),
  });
}

/** The line of the first row of an operation; 0 when it has none. */
export async function lineOf(
  { journal, runId }: Pick<EndingContext, 'journal' | 'runId'>,
  operationId: string,
): Promise<number> {
  return (await journal.rowsOfOperation(runId, operationId)).at(0)?.line ?? 0;
}

/** Too many refused addresses halt a run on its way; how many there are is known as soon as they have been checked. */
function failingGuard({ options }: EndingContext, failed: number, total: number): string[] {
  if (!errorsExceed(options.maxErrors, failed, total)) return [];
  return [
    `${failed} of ${total} changes would fail, more than --max-errors allows; the run would stop itself on the way`,
  ];
}

const changesMade = async ({ journal, runId }: EndingContext, account: string): Promise<number> =>
  (await journal.callSeconds(runId)).reduce(
    (sum, second) => sum + (second.account === account ? second.calls : 0),
    0,
  );

/** Rows that a page shows: a browser takes some seconds for so many, and gives up on a million. */
const MOST_PAGE_ROWS = 250_000;

/** Writes report.html for a run that has ended, beside its other files; null, with a warning, for too many rows. */
export async function writeReport(
  { journal, options, host }: FilesContext,
  out: OutFolder,
  facts: RunFacts,
  shown: {
    readonly run: RunRecord;
    readonly finishedAt: string;
    readonly exit: { readonly code: number; readonly reason: string };
    readonly totals: RowTotals;
    readonly counts: RunCounts;
    readonly files: readonly WrittenFile[];
  },
): Promise<WrittenFile | null> {
  const { run, finishedAt, exit, totals, counts, files } = shown;
  const { runId } = run;
  if (totals.rows > MOST_PAGE_ROWS) {
    host.watcher.warn(
      `report.html is left out: it shows up to ${counted(MOST_PAGE_ROWS)} rows. results.csv has them all.`,
    );
    return null;
  }
  const { sheetProblems, notBegunCode, accounts, calls, pauses, preview, uncovered, next } = facts;
  return writeRunReport(out, {
    // Another machine than the one that began it may have ended it.
    run: { ...run, outDir: facts.outDir },
    finishedAt,
    exitCode: exit.code,
    exitReason: exit.reason,
    next,
    sheet: reportSheet(runId, run.header, notBegunCode, notedColumns(run)),
    state: options.state,
    sheetProblems,
    counts,
    rows: journal.rows(runId),
    operationOf: operationsAlong(journal, runId),
    totals,
    accounts,
    calls,
    timeline: {
      seconds: await journal.callSeconds(runId),
      pauses,
      limits: accounts.map(({ name, perSecond }) => ({ account: name, perSecond })),
    },
    preview: preview ?? null,
    uncovered,
    files,
  });
}
