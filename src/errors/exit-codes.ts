import { AccessError, GuardError, UsageError } from './app-error.ts';

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

/** The exit code of a command that an error ended before anything was sent. */
export function exitOfRefusal(error: unknown): number {
  if (error instanceof UsageError) return EXIT_CODES.usage.code;
  if (error instanceof GuardError) return EXIT_CODES.guard.code;
  return error instanceof AccessError ? EXIT_CODES.access.code : EXIT_CODES.fault.code;
}
