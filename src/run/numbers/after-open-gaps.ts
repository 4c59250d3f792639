import { UncoveredError, type UncoveredNumber } from '../../errors/app-error.ts';
import type { OperationRecord } from '../../journal/records.ts';
import { gapMembers } from '../context/events.ts';
import type { RunContext } from '../context/run-context.ts';
import { isUncovered } from '../outcomes/end-operation.ts';
import { closeWithoutJournal } from './close-without-journal.ts';
import type { GapMemory } from './gap-memory.ts';

/** Longer than any call may take. */
const LAST_CALLS_MS = 60_000;

/**
 * What a run ends with after an error that left it unable to go through its end (a full disk, a journal that cannot be
 * written): open gaps are closed first where that is possible without the journal. Never throws.
 * @returns the error itself, or an UncoveredError with the numbers that have no address.
 */
export async function afterOpenGaps(
  context: RunContext,
  memory: GapMemory,
  error: unknown,
): Promise<unknown> {
  if (memory.open().length === 0) return error;
  const { clock, watcher } = context.host;
  const { runId } = context;
  // A removal that is still under way would undo what is sent here.
  await Promise.race([memory.settled(), clock.sleep(LAST_CALLS_MS)]).catch(() => undefined);
  const closed: string[] = [];
  const left: UncoveredNumber[] = [];
  await Promise.all(
    memory.open().map(async (operation) => {
      const { account, request } = operation;
      if (await isAnothersNow(context, operation)) return;
      if (await isClosed(context, operation)) {
        closed.push(request.phoneNumber);
        const gap = gapMembers({ runId, account, phoneNumber: request.phoneNumber });
        watcher.event?.({ type: 'gap-closed', ...gap });
      } else {
        left.push(uncoveredNumber(context, operation));
      }
    }),
  );
  if (closed.length > 0) {
    watcher.warn(
      `Covered, but not recorded in the journal: ${closed.sort().join(', ')}. e911 resume ${context.runId} records it.`,
    );
  }
  if (left.length === 0) return error;
  return new UncoveredError(
    left.sort((a, b) => (a.phoneNumber < b.phoneNumber ? -1 : 1)),
    {
      hint: `Type e911 resume ${context.runId}: it gives these numbers an address first. If the disk is full, free space before.`,
      cause: error,
    },
  );
}

/** Whether a process that took the account over has closed the gap since. One that cannot be asked about counts as open. */
async function isAnothersNow(
  { accounts, journal, runId }: RunContext,
  { account, operationId }: OperationRecord,
): Promise<boolean> {
  const accountKey = accounts.get(account)?.provider.accountKey;
  if (accountKey === undefined || journal.locks.isHeld(accountKey)) return false;
  const now = await journal.operation(runId, operationId).catch(() => null);
  return now !== null && !isUncovered(now);
}

async function isClosed(context: RunContext, operation: OperationRecord): Promise<boolean> {
  const account = context.accounts.get(operation.account);
  if (!account) return false;
  try {
    return await closeWithoutJournal(context, account, operation);
  } catch {
    // The first error is the one to tell; the number is named as uncovered.
    return false;
  }
}

function uncoveredNumber(
  { runId }: RunContext,
  { account, request, gapOpenedAt }: OperationRecord,
): UncoveredNumber {
  return { account, phoneNumber: request.phoneNumber, since: gapOpenedAt ?? '', runId };
}
