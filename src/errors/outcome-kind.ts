/**
 * One way in which a row or a call can end with a code: the stable code, the results that may carry it, the column to fix,
 * and the two sentences that results.csv, errors.csv and the terminal show. The values of both sentences are typed.
 */
interface OutcomeKind<Values> {
  /** Never renamed, never reused. Several sentences may share a code. */
  readonly code: string;
  readonly results: readonly ('failed' | 'skipped' | 'needs_review' | 'not_attempted' | 'pending')[];
  /** Empty when no single column is at fault. */
  readonly column: string;
  readonly message: (values: Values) => string;
  readonly hint: (values: Values) => string;
}

/** Keeps each entry's own type of values. */
export function outcomeKind<Values = undefined>(kind: OutcomeKind<Values>): OutcomeKind<Values> {
  return kind;
}
