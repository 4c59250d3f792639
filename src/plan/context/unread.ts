import { keyColumn } from '../../domain/request/subject-key.ts';
import { failureFields } from '../../errors/failure-fields.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { OperationRecord } from '../../journal/records.ts';
import { isNotBegun } from './not-begun.ts';
import type { PlanContext } from './plan-context.ts';

/** Numbers without an answer before the account is given up. */
const MOST_UNANSWERED = 10;

const FORBIDDEN = 403;

/**
 * Numbers of an account that could not be read. What a complete answer refuses, or what comes in place of an answer for one
 * number, says nothing about the others: only those rows fail. The account is lost when nothing was answered at all, when
 * too many are without an answer, since each costs several attempts, or when every number, and not one alone, is forbidden
 * (403): then the log-in lacks a permission.
 */
export function createUnread(context: PlanContext, hasAnswered: boolean) {
  const waiting: { readonly operation: OperationRecord; readonly error: ProviderError }[] = [];
  const refused: { readonly operation: OperationRecord; readonly error: ProviderError }[] = [];
  let isAnswering = hasAnswered;
  let hasRead = false;
  return {
    answered(): void {
      hasRead = true;
      isAnswering = true;
    },
    async note(operation: OperationRecord, caught: unknown): Promise<void> {
      if (!(caught instanceof ProviderError)) throw caught;
      if (caught.kind === 'refused') {
        // One that was read, or refused for a reason of its own, shows that the account may read.
        if (hasRead || caught.status !== FORBIDDEN) {
          hasRead = true;
          return failUnread(context, operation, caught);
        }
        refused.push({ operation, error: caught });
        return;
      }
      if (caught.kind !== 'unknown' || waiting.length >= MOST_UNANSWERED) throw caught;
      waiting.push({ operation, error: caught });
    },
    /** @throws ProviderError the first one, when nothing was answered. */
    async settle(): Promise<void> {
      const [first] = waiting;
      if (first !== undefined && !isAnswering) throw first.error;
      const [forbidden, ...others] = refused;
      // The same refusal, of the account as a whole.
      if (forbidden !== undefined && others.length > 0 && !hasRead) {
        throw forbidden.error.with({ kind: 'credentials' });
      }
      for (const { operation, error } of refused) await failUnread(context, operation, error);
      for (const { operation, error } of waiting) await failUnread(context, operation, error);
    },
  };
}

/**
 * Ends an operation whose number the provider refuses to show. One that has already sent something, or may have (an earlier process
 * died before it had the answer), is left to its run.
 */
async function failUnread(
  { journal, runId }: PlanContext,
  operation: OperationRecord,
  error: ProviderError,
): Promise<void> {
  if (!isNotBegun(operation)) return;
  const outcome = { result: 'failed', stage: 'read', detail: '', ...failureFields(error) } as const;
  const ended = {
    ...operation,
    phase: 'ended',
    outcome: { ...outcome, errorColumn: keyColumn(operation.request.phoneNumber) },
  } as const;
  await journal.saveOperation(runId, ended);
}
