import type pLimit from 'p-limit';
import { type OutcomeArguments, type OutcomeName, outcomeFields } from '../../errors/outcomes.ts';
import type { ProviderError } from '../../errors/provider-error.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import { errorsExceed, errorsLimitText } from '../../plan/guards.ts';
import type { RunAccount, RunContext } from './run-context.ts';

/** What all accounts of a run share while it is carried out. */
export interface SharedProgress {
  /** Places for open gaps, over all accounts (`--max-open`). */
  readonly gaps: ReturnType<typeof pLimit>;
  ended: number;
}

/** The state of one account while its part is applied: what goes wrong there stops no other account. */
export interface Progress {
  readonly shared: SharedProgress;
  failed: number;
  readonly total: number;
  /** Why nothing new is started; null while new operations may start. */
  halted: RowOutcome | null;
}

/** Counts an operation that has ended; after too many failures nothing new is started. */
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
  if (!progress.halted && errorsExceed(context.options.maxErrors, progress.failed, progress.total)) {
    const { failed, total } = progress;
    const limit = errorsLimitText(context.options.maxErrors, total);
    progress.halted = notAttempted('maxErrors', { failed, total, account: account.name, limit });
  }
}

/** Why a row was not started. */
export function notAttempted<Name extends OutcomeName>(
  name: Name,
  ...[values]: OutcomeArguments<Name>
): RowOutcome {
  return { result: 'not_attempted', stage: 'assign', detail: '', ...outcomeFields(name, values) };
}

/** A row of an account to which nothing more is sent. */
export function accountStopped({ message, hint }: ProviderError): RowOutcome {
  return notAttempted('accountStopped', { message, hint });
}

/** A check that needs permission to write. */
export function notChecked(account: RunAccount): RowOutcome {
  const { title } = account.provider.capabilities;
  return {
    result: 'skipped',
    stage: 'address',
    detail: `not checked: ${title} checks on creation`,
    hint: 'Add --check-by-create to create the address, check it, and delete it again.',
  };
}

/** Whether an operation has opened a coverage gap, or will: gaps run a few at a time. */
export function involvesGap(operation: OperationRecord): boolean {
  return (
    operation.gapOpenedAt !== null || operation.program.some((i) => i.do === 'step' && i.opensGap === true)
  );
}
