import { AppError, UncoveredError, type UncoveredNumber } from '../errors/app-error.ts';
import { exitOfError } from '../errors/exit-codes.ts';

/** What a thrown error means to the user and to the shell. */
export interface Failure {
  readonly exitCode: number;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** Only for internal errors: what to put into a report. */
  readonly stack: string;
  /** Numbers that have no emergency address now. */
  readonly uncovered: readonly UncoveredNumber[];
}

/** Turns anything thrown into an exit code and sentences. Only an AppError is meant for users; anything else is an internal error. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AppError) {
    return {
      exitCode: exitOfError(error),
      code: error.code,
      message: error.message,
      hint: error.hint,
      stack: '',
      uncovered: error instanceof UncoveredError ? error.numbers : [],
    };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    exitCode: exitOfError(error),
    code: 'FAULT',
    message: `Internal error: ${error instanceof Error ? error.message : String(error)} (this is a bug; please report it with the run ID)`,
    hint: 'Nothing is lost: the journal of the run is in the state folder, and run.log in the folder of the run has its calls. e911 runs shows the run ID, and e911 resume continues the run.',
    stack,
    uncovered: [],
  };
}
