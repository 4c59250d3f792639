import type pLimit from 'p-limit';
import type { OperationRecord } from '../journal/records.ts';
import { operationsOf } from '../plan/read-state.ts';
import { isUncovered } from './end-operation.ts';
import { closeIfCovered } from './recover-operations.ts';
import type { RunAccount, RunContext } from './run-context.ts';
import { runWindow } from './run-window.ts';

/**
 * Brings every number of an account that stands without an address to its end: they come first, whatever else is to be
 * done. Returns when none is under way any more, for what comes next takes up what is still open: one window run twice at
 * once would send its calls twice.
 * @throws ProviderError, the first one, when each has been tried.
 */
export async function finishOpenWindows(
  context: RunContext,
  account: RunAccount,
  places: ReturnType<typeof pLimit>,
): Promise<void> {
  const open: OperationRecord[] = [];
  for (const operation of operationsOf(context, account.name)) {
    if (isUncovered(operation) && operation.phase !== 'ended') open.push(operation);
  }
  const ends = await Promise.allSettled(
    open.map((operation) =>
      places(async () => {
        const present = await closeIfCovered(context, account, operation);
        if (present.phase !== 'ended') await runWindow(context, account, present);
      }),
    ),
  );
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
