import type pLimit from 'p-limit';
import type { ProviderError } from '../../errors/provider-error.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import { ERRORS_FROM, exceeds } from '../../plan/guards.ts';
import type { RunAccount, RunContext } from './run-context.ts';

/** What all accounts of a run share while it is carried out. */
export interface SharedProgress {
  /** Places for open gaps, over all accounts (`--max-open`). */
  readonly gaps: ReturnType<typeof pLimit>;
  ended: number;
}

/** How one account stands while its part is carried out: what goes wrong there stops nobody else. */
export interface Progress {
  readonly shared: SharedProgress;
  failed: number;
  readonly total: number;
  /** Why nothing new is started; null while it goes on. */
  halted: RowOutcome | null;
}

/** Counts an operation that has ended; too many failures halt what is not begun. */
export function finished(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  progress: Progress,
): void {
  progress.shared.ended++;
  context.host.watcher.progress(progress.shared.ended);
  if (operation.outcome?.result !== 'failed') return;
  progress.failed++;
  if (!progress.halted && exceeds(context.options.maxErrors, progress.failed, progress.total, ERRORS_FROM)) {
    progress.halted = notAttempted(
      'MAX_ERRORS',
      `${progress.failed} of ${progress.total} operations of ${account.name} failed, more than --max-errors allows; nothing new was started.`,
      'Look at errors.csv, mend retry.csv and feed it in.',
    );
  }
}

/** Why a row was not begun. */
export function notAttempted(errorCode: string, errorMessage: string, hint: string): RowOutcome {
  return { result: 'not_attempted', stage: 'assign', detail: '', errorCode, errorMessage, hint };
}

/** A row of an account that serves nobody any more. */
export function accountStopped(error: ProviderError): RowOutcome {
  return notAttempted(
    'ACCOUNT_STOPPED',
    `Nothing more was sent to this account: ${error.message}`,
    error.hint,
  );
}

/** A check that needs a permission to write. */
export function notChecked(account: RunAccount): RowOutcome {
  const { title } = account.provider.capabilities;
  return {
    result: 'skipped',
    stage: 'address',
    detail: `not checked: ${title} checks on creation`,
    hint: 'Add --check-by-create to have the address made and deleted again.',
  };
}

/** Whether an operation uncovers a number on its way. */
export function opensGap(operation: OperationRecord): boolean {
  return (
    operation.gapOpenedAt !== null || operation.program.some((i) => i.do === 'step' && i.opensGap === true)
  );
}
