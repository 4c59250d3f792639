import { cellProblem, type Problem } from '../errors/problem.ts';
import type { RowRecord } from '../journal/records.ts';
import { cellOf, type ReportSheet } from './report-sheet.ts';
import { keyOfRow } from './results-csv.ts';
import type { RowFile } from './row-file.ts';
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
  'endpoint_user_id',
] as const;

/**
 * errors.csv: first what concerns the sheet as a whole (row 0), then one line per problem of a row, then the row's own failure
 * when it had one.
 */
export function errorsFile(sheet: ReportSheet, sheetProblems: readonly Problem[]): RowFile {
  return {
    name: 'errors.csv',
    header: ERROR_COLUMNS,
    first: sheetProblems.map((problem) => line(problem, String(problem.row), NO_ROW)),
    recordsOf: (row) => {
      const problems = problemsOf(sheet, row);
      if (problems.length === 0) return [];
      const key = keyOfRow(row);
      const named: RowName = {
        phone_number: cellOf(sheet, row, 'phone_number') || key.phone_number,
        reference: cellOf(sheet, row, 'reference'),
        endpoint_user_id: cellOf(sheet, row, 'endpoint_user_id') || key.endpoint_user_id,
      };
      return problems.map((problem) => line(problem, String(row.line), named));
    },
  };
}

const NONE: readonly Problem[] = [];

/** The problems of a row, its failed outcome among them; each thing is said once. What stopped the whole run is not a problem of a row. */
export function problemsOf(sheet: ReportSheet, row: RowRecord): readonly Problem[] {
  const outcome = outcomeOf(row);
  const code = outcome.errorCode ?? '';
  if (code === '' && row.problems.length === 0 && outcome.problems === undefined) return NONE;
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

/** What a row goes by. */
type RowName = Readonly<Record<'phone_number' | 'reference' | 'endpoint_user_id', string>>;
const NO_ROW: RowName = { phone_number: '', reference: '', endpoint_user_id: '' };

function line(problem: Problem, row: string, named: RowName): readonly string[] {
  return [
    row,
    problem.column,
    problem.value,
    problem.severity,
    problem.code,
    problem.message,
    problem.hint,
    named.phone_number,
    named.reference,
    named.endpoint_user_id,
  ];
}
