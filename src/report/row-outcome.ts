import type { Approval } from '../domain/request/request.ts';
import type { Result, RowOutcome, RowRecord } from '../journal/records.ts';

/** Results that need nothing more of the user; every other row goes to retry.csv. */
const SETTLED: ReadonlySet<Result> = new Set([
  'applied',
  'unchanged',
  'valid',
  'skipped',
  'would_apply',
  'undone',
]);

/**
 * How a row ended, for every row: what the run noted, else what its own problems say, else what its request implies. All
 * result files and the summary ask here, so that they agree.
 */
export function outcomeOf(row: RowRecord): RowOutcome {
  // Asked several times for every row, most of which have no problem.
  if (row.outcome !== null && row.problems.length === 0) return row.outcome;
  const problem = row.problems.find((each) => each.severity === 'error');
  if (row.outcome !== null) {
    if (problem === undefined || row.outcome.errorCode !== undefined || row.outcome.result !== 'failed') {
      return row.outcome;
    }
    return { ...row.outcome, ...errorFields(problem) };
  }
  if (problem !== undefined) {
    const more = row.problems.filter((each) => each.severity === 'error').length - 1;
    const detail = more === 0 ? 'not sent: the row has an error' : `not sent: the row has ${more + 1} errors`;
    return { result: 'failed', stage: 'validate', detail, ...errorFields(problem) };
  }
  if (row.request?.action === 'ignore') {
    return { result: 'skipped', stage: 'validate', detail: leftOutBy(row.request.approval) };
  }
  return { result: 'not_attempted', stage: 'validate', detail: 'the run ended before this row' };
}

const leftOutBy = (approval: Approval | undefined): string =>
  approval === undefined ? 'action ignore' : `left out in the review by ${approval.by}`;

function errorFields(problem: RowRecord['problems'][number]) {
  return {
    errorCode: problem.code,
    errorColumn: problem.column,
    errorMessage: problem.message,
    hint: problem.hint,
  };
}

/** Whether the row belongs into retry.csv. */
export const needsRetry = (outcome: RowOutcome): boolean => !SETTLED.has(outcome.result);
