/** How bad a problem is: an error keeps the row from being carried out, a warning does not. */
export type Severity = 'error' | 'warning';

/**
 * One thing wrong with one cell or row of the sheet. Data, never thrown: all problems of a row are
 * collected and written to errors.csv (docs/contract.md).
 */
export interface Problem {
  /** Line as a spreadsheet shows it; 0 for the sheet as a whole. */
  readonly row: number;
  /** The canonical column name; empty when the whole row is meant. */
  readonly column: string;
  /** The cell's text as given, cut to 200 characters. */
  readonly value: string;
  readonly severity: Severity;
  /** Stable code, for example ROW_PHONE_INVALID. Never renamed, never reused. */
  readonly code: string;
  /** One sentence for the person with the spreadsheet. */
  readonly message: string;
  /** What to do next. */
  readonly hint: string;
}

const VALUE_CHARS = 200;

/** A problem of one cell, its value cut to a readable length. */
export function cellProblem(
  problem: Omit<Problem, 'row' | 'severity'> & { row?: number; severity?: Severity },
): Problem {
  const value =
    problem.value.length > VALUE_CHARS ? `${problem.value.slice(0, VALUE_CHARS)}…` : problem.value;
  return { row: 0, severity: 'error', ...problem, value };
}
