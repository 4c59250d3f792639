import { AccessError, type AppError, GuardError, UsageError } from '../../errors/app-error.ts';
import type { ExitName } from '../../errors/exit-codes.ts';
import { outcomeFields } from '../../errors/outcomes.ts';
import { PAUSED_CODE } from '../../errors/provider-error.ts';
import { StalledError } from '../../errors/stalled-error.ts';
import type { RunHost } from '../context/run-options.ts';

/**
 * What stops a run in an orderly way; after anything else (a journal that cannot be written) no files can be written. A run whose
 * lock ran out may be another process's by now, and its files with it.
 */
export function isOrderly(error: unknown): error is AppError {
  return (
    (error instanceof GuardError && error.code !== 'LEASE_LOST') ||
    error instanceof AccessError ||
    error instanceof UsageError ||
    error instanceof StalledError
  );
}

/** How a run ends that such an error stopped: its exit, and what its rows that were not begun say. */
export function endAfterError(error: AppError, { stop }: Pick<RunHost, 'stop'>) {
  // Reads that a stop cut short look like an unreachable provider, and a wait for a lock ends refused.
  const isLocked = error instanceof GuardError && error.code === 'ACCOUNT_LOCKED';
  if (stop.aborted && (error instanceof AccessError || isLocked)) {
    return { notBegun: outcomeFields('interrupted') };
  }
  return {
    exit: { name: exitNameOf(error), reason: error.message },
    notBegun: { errorCode: error.code, errorMessage: error.message, hint: error.hint },
    advice: error.hint,
  };
}

function exitNameOf(error: AppError): ExitName {
  if (error instanceof GuardError) return 'guard';
  if (error instanceof StalledError) return 'fault';
  if (!(error instanceof AccessError)) return 'usage';
  return error.code === PAUSED_CODE ? 'pending' : 'access';
}
