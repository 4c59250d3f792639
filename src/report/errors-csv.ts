import { cellProblem, type Problem } from '../errors/problem.ts';
import type { RowRecord, Stream } from '../journal/records.ts';
import { type CsvOptions, writeCsv } from './csv-cells.ts';
import type { WriteText } from './out-folder.ts';
import { cellOf, type ReportSheet } from './report-sheet.ts';
import { needsRetry, outcomeOf } from './row-outcome.ts';

/** The columns of errors.csv, in order (docs/contract.md). */
const ERROR_COLUMNS = [
  'row',
  'column',
  'value',
  'severity',
  'code',
  'message',
  'hint',
  'phone_number',
  'reference',
] as const;

/**
 * Writes errors.csv: first what concerns the sheet as a whole (row 0), then one line per problem of a row, then the row's
 * own failure when it had one. Returns the number of lines.
 */
// biome-ignore lint/complexity/useMaxParams: older than the limit
export async function writeErrorsCsv(
  write: WriteText,
  sheet: ReportSheet,
  sheetProblems: Iterable<Problem>,
  rows: Stream<RowRecord>,
  options: CsvOptions,
): Promise<number> {
  return writeCsv(write, ERROR_COLUMNS, records(sheet, sheetProblems, rows), options);
}

async function* records(
  sheet: ReportSheet,
  sheetProblems: Iterable<Problem>,
  rows: Stream<RowRecord>,
): AsyncGenerator<readonly string[]> {
  for (const problem of sheetProblems) yield line(problem, String(problem.row), '', '');
  for await (const row of rows) {
    const phoneNumber = cellOf(sheet, row, 'phone_number') || (row.request?.phoneNumber ?? '');
    const reference = cellOf(sheet, row, 'reference');
    for (const problem of problemsOf(sheet, row)) {
      yield line(problem, String(row.line), phoneNumber, reference);
    }
  }
}

/** The problems of a row, its failed outcome among them; each thing is said once. What stopped the whole run is not a problem of a row. */
export function problemsOf(sheet: ReportSheet, row: RowRecord): readonly Problem[] {
  const outcome = outcomeOf(row);
  const code = outcome.errorCode ?? '';
  const found = (outcome.problems ?? []).map((problem) => ({ ...problem, row: row.line }));
  const problems = [...row.problems, ...found];
  if (code === '' || problems.some((problem) => problem.code === code)) return problems;
  if (code === sheet.stoppedBy && outcome.result === 'not_attempted') return problems;
  const column = outcome.errorColumn ?? '';
  const failure = cellProblem({
    row: row.line,
    column,
    value: column === '' ? '' : cellOf(sheet, row, column),
    // A row that ended well, or only waits, may still carry a remark of the provider.
    severity: needsRetry(outcome) && outcome.result !== 'pending' ? 'error' : 'warning',
    code,
    message: outcome.errorMessage ?? outcome.detail,
    hint: outcome.hint ?? '',
  });
  return [...problems, failure];
}

function line(problem: Problem, row: string, phoneNumber: string, reference: string): readonly string[] {
  return [
    row,
    problem.column,
    problem.value,
    problem.severity,
    problem.code,
    problem.message,
    problem.hint,
    phoneNumber,
    reference,
  ];
}
