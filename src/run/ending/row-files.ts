import type { RowRecord } from '../../journal/records.ts';
import { writeErrorsCsv } from '../../report/errors-csv.ts';
import type { WriteText, WrittenFile } from '../../report/out-folder.ts';
import { writePlanCsv } from '../../report/plan-csv.ts';
import type { ReportSheet } from '../../report/report-sheet.ts';
import { writeResultsCsv } from '../../report/results-csv.ts';
import { writeRetryCsv } from '../../report/retry-csv.ts';
import { shareRows } from '../../report/share-rows.ts';
import type { RunContext } from '../context/run-context.ts';
import type { RunEnd } from './run-end.ts';

/** Writes the files that show the rows, in one pass over them. */
export async function writeRowFiles(
  { journal, runId, options }: RunContext,
  end: Pick<RunEnd, 'out' | 'sheetProblems' | 'hasPlan'>,
  sheet: ReportSheet,
  rows: AsyncIterable<RowRecord>,
): Promise<WrittenFile[]> {
  const csv = { bom: options.bom };
  type Produce = (write: WriteText, rows: AsyncIterable<RowRecord>) => Promise<unknown>;
  const produced: [name: string, produce: Produce][] = [
    ['results.csv', (write, shared) => writeResultsCsv(write, sheet, shared, csv)],
    ['errors.csv', (write, shared) => writeErrorsCsv(write, sheet, end.sheetProblems, shared, csv)],
  ];
  // The rows of an undo or a verification ask for what was applied: to run them again would apply it.
  if (options.ofRun === undefined && options.command !== 'verify') {
    produced.push(['retry.csv', (write, shared) => writeRetryCsv(write, sheet, shared, csv)]);
  }
  if (end.hasPlan) {
    const find = (operationId: string) => journal.operation(runId, operationId);
    produced.push(['plan.csv', (write, shared) => writePlanCsv(write, sheet, shared, find, csv)]);
  }
  return shareRows(
    rows,
    produced.map(
      ([name, produce]) =>
        (shared: AsyncIterable<RowRecord>) =>
          end.out.writeFile(name, async (write) => void (await produce(write, shared))),
    ),
  );
}
