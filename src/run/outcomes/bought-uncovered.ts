import { covers } from '../../domain/request/request-scope.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';

/** Results after which the number was seen with its address, or is not in the account any more. */
const DONE: ReadonlySet<RowOutcome['result']> = new Set(['applied', 'unchanged', 'undone']);

/**
 * Whether a row bought its number and did not come to cover it. Such a number costs money and reaches 911 without an
 * address, so it is named at the end of the run. It was never covered: it does not make the exit code 9.
 */
export function isBoughtUncovered(
  { request, program, next }: Pick<OperationRecord, 'request' | 'program' | 'next'>,
  outcome: Pick<RowOutcome, 'result'> | null,
): boolean {
  if (!covers(request) || outcome === null || DONE.has(outcome.result)) return false;
  return program.slice(0, next).some((i) => i.do === 'step' && i.step.kind === 'buy');
}
