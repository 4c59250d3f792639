import {
  AccessError,
  AppError,
  GuardError,
  IncompleteListError,
  UncoveredError,
  type UncoveredNumber,
  UsageError,
} from '../errors/app-error.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import { PAUSED_CODE, ProviderError } from '../errors/provider-error.ts';

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

const ACCESS_KINDS: ReadonlySet<string> = new Set(['credentials', 'not-sent', 'throttled', 'unknown']);

/** A state folder that cannot be used, found before anything was sent. */
const JOURNAL_CANNOT_OPEN: ReadonlySet<string> = new Set([
  'JOURNAL_UNWRITABLE',
  'JOURNAL_FILE_UNSAFE',
  'JOURNAL_NO_SQLITE',
  'JOURNAL_NEWER',
  'JOURNAL_OLDER',
  'JOURNAL_LOST',
  'JOURNAL_BEHIND',
  'JOURNAL_MIXED',
  'JOURNAL_UNREADABLE',
  'GAPS_UNREADABLE',
  'JOURNAL_FOREIGN',
]);

function exitCodeOf(error: AppError): number {
  if (error instanceof UncoveredError) return EXIT_CODES.uncovered.code;
  if (error instanceof GuardError) return EXIT_CODES.guard.code;
  if (error.code === PAUSED_CODE) return EXIT_CODES.pending.code;
  if (error instanceof AccessError) return EXIT_CODES.access.code;
  if (error instanceof IncompleteListError) return EXIT_CODES.incomplete.code;
  if (error instanceof ProviderError && ACCESS_KINDS.has(error.kind)) return EXIT_CODES.access.code;
  if (error instanceof ProviderError) return EXIT_CODES.fault.code;
  if (error instanceof UsageError || JOURNAL_CANNOT_OPEN.has(error.code)) return EXIT_CODES.usage.code;
  // A journal or disk that failed in the middle: 2 would promise that nothing was sent.
  return EXIT_CODES.fault.code;
}

/** Turns anything thrown into an exit code and sentences. Only an AppError is meant for users; anything else is an internal error. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AppError) {
    return {
      exitCode: exitCodeOf(error),
      code: error.code,
      message: error.message,
      hint: error.hint,
      stack: '',
      uncovered: error instanceof UncoveredError ? error.numbers : [],
    };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    exitCode: EXIT_CODES.fault.code,
    code: 'FAULT',
    message: `Internal error: ${error instanceof Error ? error.message : String(error)} (this is a bug; please report it with the run ID)`,
    hint: 'Nothing is lost: the journal of the run is in the state folder, and run.log in the folder of the run has its calls. e911 runs shows the run ID, and e911 resume continues the run.',
    stack,
    uncovered: [],
  };
}
