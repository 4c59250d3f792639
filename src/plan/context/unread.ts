import { keyColumn } from '../../domain/request/subject-key.ts';
import { failureFields } from '../../errors/failure-fields.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { OperationRecord } from '../../journal/records.ts';
import type { PlanContext } from './plan-context.ts';

/** Numbers without an answer before the account is given up. */
const MOST_UNANSWERED = 10;

/**
 * Numbers of an account that could not be read. What a complete answer refuses, or what comes in place of an answer for one
 * number, says nothing about the others: only those rows fail. The account is lost when nothing was answered at all, or when
 * too many are without an answer, since each costs several attempts.
 */
export function createUnread(context: PlanContext, hasAnswered: boolean) {
  const waiting: { readonly operation: OperationRecord; readonly error: ProviderError }[] = [];
  let isAnswering = hasAnswered;
  return {
    answered(): void {
      isAnswering = true;
    },
    async note(operation: OperationRecord, caught: unknown): Promise<void> {
      if (!(caught instanceof ProviderError)) throw caught;
      if (caught.kind === 'refused') return failUnread(context, operation, caught);
      if (caught.kind !== 'unknown' || waiting.length >= MOST_UNANSWERED) throw caught;
      waiting.push({ operation, error: caught });
    },
    /** @throws ProviderError the first one, when nothing was answered. */
    async settle(): Promise<void> {
      const [first] = waiting;
      if (first !== undefined && !isAnswering) throw first.error;
      for (const { operation, error } of waiting) await failUnread(context, operation, error);
    },
  };
}

/** Ends an operation whose number the provider refuses to show. One that has already sent something is left to its run. */
async function failUnread(
  { journal, runId }: PlanContext,
  operation: OperationRecord,
  error: ProviderError,
): Promise<void> {
  if (operation.phase === 'ended' || operation.writes > 0) return;
  const outcome = { result: 'failed', stage: 'read', detail: '', ...failureFields(error) } as const;
  const ended = {
    ...operation,
    phase: 'ended',
    outcome: { ...outcome, errorColumn: keyColumn(operation.request.phoneNumber) },
  } as const;
  await journal.saveOperation(runId, ended);
}
