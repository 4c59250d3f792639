import {
  AccessError,
  AppError,
  GuardError,
  IncompleteListError,
  UncoveredError,
  UsageError,
} from './app-error.ts';
import { PAUSED_CODE, ProviderError } from './provider-error.ts';

/** Exit codes (docs/contract.md). Scripts depend on every number. */
export const EXIT_CODES = {
  done: { code: 0, reason: 'done, or no changes needed' },
  rowsFailed: { code: 1, reason: 'finished, some rows failed' },
  usage: { code: 2, reason: 'usage, config or unreadable input; nothing sent' },
  invalidSheet: { code: 3, reason: 'the sheet failed offline validation; nothing sent' },
  guard: { code: 4, reason: 'stopped by a guard: nothing more was sent' },
  access: { code: 5, reason: 'credentials refused or provider unreachable' },
  pending: {
    code: 6,
    reason: 'some rows still pending at the provider, or an account paused by it for longer than --max-pause',
  },
  findings: { code: 7, reason: 'findings: what was read differs from what is expected' },
  incomplete: { code: 8, reason: 'incomplete: not everything could be read' },
  uncovered: { code: 9, reason: 'a number that was covered has no emergency address right now' },
  unsettled: { code: 10, reason: 'finished, but the outcome of some calls is unknown' },
  fault: { code: 70, reason: 'internal error' },
  interrupted: { code: 130, reason: 'interrupted' },
  terminated: { code: 143, reason: 'terminated' },
} as const;
export type ExitName = keyof typeof EXIT_CODES;

const ACCESS_KINDS: ReadonlySet<string> = new Set(['credentials', 'not-sent', 'throttled', 'unknown']);

/** A state folder or a database that cannot be used, found before anything was sent. */
const JOURNAL_CANNOT_OPEN: ReadonlySet<string> = new Set([
  'JOURNAL_UNWRITABLE',
  'JOURNAL_FILE_UNSAFE',
  'JOURNAL_NO_SQLITE',
  'JOURNAL_NO_PG',
  'JOURNAL_NO_SERVER',
  'JOURNAL_LOGIN_REFUSED',
  'JOURNAL_NO_DATABASE',
  'JOURNAL_TLS',
  'JOURNAL_NO_RIGHTS',
  'JOURNAL_NEWER',
  'JOURNAL_OLDER',
  'JOURNAL_LOST',
  'JOURNAL_BEHIND',
  'JOURNAL_MIXED',
  'JOURNAL_UNREADABLE',
  'GAPS_UNREADABLE',
  'JOURNAL_FOREIGN',
]);

/** The exit code of what an error ended; anything but an AppError is an internal error. */
export function exitOfError(error: unknown): number {
  if (!(error instanceof AppError)) return EXIT_CODES.fault.code;
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
