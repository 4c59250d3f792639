import type pLimit from 'p-limit';
import type { OperationRecord } from '../../journal/records.ts';
import { operationOwner } from '../../journal/subject.ts';
import { operationsOf } from '../../plan/read-state.ts';
import { doubtOf } from '../context/doubts.ts';
import type { RunAccount, RunContext } from '../context/run-context.ts';
import { isUncovered } from '../outcomes/end-operation.ts';
import { closeIfCovered } from './recover-operations.ts';
import { runGap } from './run-gap.ts';

/**
 * Brings every number of an account that has no address to its end: they come first, whatever else is to be
 * done. Returns when none is under way any more, for what comes next takes up what is still open: one gap run twice at
 * once would send its calls twice.
 * @throws ProviderError, the first one, when each has been tried.
 */
export async function finishOpenGaps(
  context: RunContext,
  account: RunAccount,
  places: ReturnType<typeof pLimit>,
): Promise<void> {
  const open: OperationRecord[] = [];
  for await (const operation of operationsOf(context, account.name)) {
    if (!isUncovered(operation) || operation.phase === 'ended') continue;
    if (!mayBeCovered(context, account, operation)) open.push(operation);
  }
  const ends = await Promise.allSettled(
    open.map((operation) =>
      places(async () => {
        const present = await closeIfCovered(context, account, operation);
        if (present.phase !== 'ended') await runGap(context, account, present);
      }),
    ),
  );
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

/**
 * Whether the call that opens the gap is in doubt: the number has its address as far as is known. It is carried out with the
 * other changes, which are not kept waiting for it.
 */
function mayBeCovered({ runId }: RunContext, { doubts }: RunAccount, operation: OperationRecord): boolean {
  const instruction = operation.program[operation.next];
  if (instruction?.do !== 'step' || instruction.opensGap !== true) return false;
  return doubtOf(doubts, runId, operationOwner(operation)) !== null;
}
