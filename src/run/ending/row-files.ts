import { counted } from '../../domain/plural.ts';
import { operationsAlong } from '../../journal/operations-along.ts';
import type { RowRecord } from '../../journal/records.ts';
import { choicesFile } from '../../report/choices-csv.ts';
import { errorsFile } from '../../report/errors-csv.ts';
import type { WrittenFile } from '../../report/out-folder.ts';
import { planFile } from '../../report/plan-csv.ts';
import type { ReportSheet } from '../../report/report-sheet.ts';
import { resultsFile } from '../../report/results-csv.ts';
import { retryFile } from '../../report/retry-csv.ts';
import { writeRowFiles } from '../../report/row-file.ts';
import { resultsBook } from '../../report/xlsx/results-book.ts';
import { MOST_BOOK_ROWS } from '../../report/xlsx/text-sheet.ts';
import type { FilesContext } from '../context/run-context.ts';
import type { RunEnd } from './run-end.ts';

/** Writes the files that show the rows, in one pass over them. */
export async function writeFilesOfRows(
  { journal, runId, options, host }: FilesContext,
  end: Pick<RunEnd, 'out' | 'sheetProblems' | 'hasPlan'>,
  sheet: ReportSheet,
  rows: AsyncIterable<RowRecord | readonly RowRecord[]>,
): Promise<WrittenFile[]> {
  const files = [resultsFile(sheet), errorsFile(sheet, end.sheetProblems), choicesFile(runId)];
  // The rows of an undo or a verification ask for what was applied: to run them again would apply it.
  if (options.ofRun === undefined && options.command !== 'verify') files.push(retryFile(sheet));
  if (end.hasPlan) files.push(planFile(sheet, operationsAlong(journal, runId)));
  const book = (options.xlsx ?? isWorkbook(options.input)) ? [resultsBook(sheet)] : [];
  const written = await writeRowFiles(end.out, [...files, ...book], rows, { bom: options.bom });
  if (book.some(({ name }) => !written.some((file) => file.name === name))) {
    host.watcher.warn(
      `results.xlsx is left out: it holds up to ${counted(MOST_BOOK_ROWS)} rows. results.csv has them all.`,
    );
  }
  return written;
}

/** Who gave a workbook gets one. */
function isWorkbook(input: string): boolean {
  return /\.(?:xlsx|ods)$/i.test(input);
}
