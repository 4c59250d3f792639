import type { RowOutcome } from '../../journal/records.ts';

/** Code of a row whose state is another than the one that was applied or is asked for. */
export const DRIFT = 'DRIFT';
/** Code of a number that was covered and is not covered any more. */
export const UNCOVERED_NOW = 'UNCOVERED_NOW';

/** A row that stands otherwise than it should; `now` is what is there, in a few words. */
export function drifted(column: string, now: string, hint: string): RowOutcome {
  return {
    result: 'failed',
    stage: 'verify',
    detail: '',
    errorCode: DRIFT,
    errorColumn: column,
    errorMessage: `It stands otherwise than it should. Now: ${now}`,
    hint,
  };
}

/** A number that lost its coverage. */
export function lostCoverage(now: string): RowOutcome {
  return {
    ...drifted('phone_number', now, ''),
    errorCode: UNCOVERED_NOW,
    errorMessage: `The number was covered and is not any more. Now: ${now}`,
    hint: 'Give it its address again now: apply the sheet once more.',
  };
}

/** A row that stands as it should. */
export function asItShould(detail: string): RowOutcome {
  return { result: 'unchanged', stage: 'verify', detail };
}
