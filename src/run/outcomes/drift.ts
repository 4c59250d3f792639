import { OUTCOMES, outcomeFields } from '../../errors/outcomes.ts';
import type { RowOutcome } from '../../journal/records.ts';

/** Code of a row whose state differs from the one that was applied or requested. */
export const DRIFT = OUTCOMES.drift.code;
/** Code of a number that was covered and is uncovered now. */
export const UNCOVERED_NOW = OUTCOMES.uncoveredNow.code;

/** A row that does not match the expected state; `now` says in a few words what the provider has. */
export function drifted(column: string, now: string, hint: string): RowOutcome {
  const fields = outcomeFields('drift', { now, hint });
  return { result: 'failed', stage: 'verify', detail: '', ...fields, errorColumn: column };
}

/** A number that lost its coverage. */
export function lostCoverage(now: string): RowOutcome {
  return { result: 'failed', stage: 'verify', detail: '', ...outcomeFields('uncoveredNow', { now }) };
}

/** A row that matches the expected state. */
export function asExpected(detail: string): RowOutcome {
  return { result: 'unchanged', stage: 'verify', detail };
}
