import type { Journal } from '../../journal/journal.ts';
import type { RowRecord, RunRecord } from '../../journal/records.ts';
import type { RowDecision } from '../../journal/review-records.ts';
import type { SheetRow } from '../../sheet/source/sheet-row.ts';
import { notedColumns } from '../context/noted-columns.ts';
import type { RunHost, RunOptions } from '../context/run-options.ts';
import { unknownRun } from '../context/unknown-run.ts';
import { decided, decidedRowReader } from './decided-row.ts';
import { rowRules } from './row-rules.ts';
import type { Source } from './source.ts';

/** Reads the rows of a reviewed run with another address, by the rules and options of that run. */
export function readerOfRun(
  run: RunRecord,
  options: Omit<RunOptions, 'state'>,
  host: Pick<RunHost, 'config'>,
): ReturnType<typeof decidedRowReader> {
  return decidedRowReader(rowRules(options, host), notedColumns(run));
}

/** The decision that holds for each row of a review, by its place in the sheet. */
async function standingDecisions(journal: Journal, runId: string): Promise<Map<number, RowDecision>> {
  const standing = new Map<number, RowDecision>();
  for (const decision of await journal.decisions(runId, 0)) standing.set(decision.position, decision);
  return standing;
}

/** The rows of a run as they were decided in its review. @throws UsageError RUN_UNKNOWN */
export async function reviewedSource(
  options: RunOptions & { readonly review: string },
  host: RunHost,
  journal: Journal,
): Promise<Source> {
  const run = await journal.run(options.review);
  if (run === null) throw await unknownRun(options.review, journal);
  const standing = await standingDecisions(journal, run.runId);
  const read = readerOfRun(run, options, host);
  const records = new WeakMap<SheetRow, RowRecord>();
  async function* batches(): AsyncGenerator<readonly SheetRow[]> {
    for await (const record of journal.rows(options.review)) {
      const { position, line, cells } = record;
      const row: SheetRow = { position, line, cells, problems: [] };
      records.set(row, record);
      yield [row];
    }
  }
  return {
    name: run.sheetName,
    sha256: run.sheetSha256,
    header: run.header,
    warnings: [],
    detected: null,
    columns: notedColumns(run),
    options,
    plan: null,
    batches,
    check: (row) => {
      const record = records.get(row);
      if (record === undefined) return { request: null, problems: [] };
      return decided(record, standing.get(record.position), read);
    },
    leftOutBy: (row) => (records.get(row)?.outcome?.stage === 'read' ? 'the reviewed run' : ''),
  };
}
