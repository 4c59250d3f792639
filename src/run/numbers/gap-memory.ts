import type { Journal } from '../../journal/journal.ts';
import type { AddressRecord, OperationRecord } from '../../journal/records.ts';
import { gapMembers } from '../context/events.ts';
import type { RunWatcher } from '../context/run-watcher.ts';
import { isUncovered } from '../outcomes/end-operation.ts';

/** The open coverage gaps of a run, known without the journal: it may fail while a number has no address. */
export interface GapMemory {
  /** The journal of the run; what is written through it is remembered here. */
  readonly journal: Journal;
  /** Operations whose number may be without an address, as they were when the journal was told last. */
  open(): readonly OperationRecord[];
  /** Resolves when no changing call of the run is under way. */
  settled(): Promise<void>;
}

/**
 * Watches the writes of a run. A gap counts as open once its first call may have left: after its intent is durable. It
 * counts as closed when the run has seen the number covered, whether or not the journal could keep it. Both are told as events.
 */
export async function rememberGaps(
  journal: Journal,
  { runId, accounts }: { readonly runId: string; readonly accounts: Iterable<string> },
  tell: RunWatcher['event'],
): Promise<GapMemory> {
  const opening = new Map<string, OperationRecord>();
  const open = await openSinceEarlier(journal, runId, new Set(accounts));
  const settled = new Map<string, AddressRecord>();
  for (const operation of open.values()) await keepAddress(operation);
  const underWay = new Set<number>();
  const waiting = new Set<() => void>();
  const watched: Journal = {
    ...journal,
    saveOperation: (ofRun, operation, dueAtMs) => {
      if (ofRun === runId) remember(operation);
      return journal.saveOperation(ofRun, operation, dueAtMs);
    },
    // A database may be gone just when a gap has to be closed.
    address: (ofRun, account, key) =>
      journal.address(ofRun, account, key).catch((cause: unknown) => {
        for (const each of settled.values()) {
          if (each.account === account && each.addressKey === key) return each;
        }
        throw cause;
      }),
    intend: async (call) => {
      const began = call.owner.kind === 'operation' ? opening.get(call.owner.operationId) : undefined;
      if (began) await keepAddress(began);
      const callId = await journal.intend(call);
      underWay.add(callId);
      if (began && opening.delete(began.operationId)) {
        open.set(began.operationId, began);
        tell?.({ type: 'gap-opened', ...membersOf(began), since: began.gapOpenedAt ?? '' });
      }
      return callId;
    },
    conclude: (callId, end) => {
      if (underWay.delete(callId) && underWay.size === 0) for (const resolve of waiting) resolve();
      return journal.conclude(callId, end);
    },
    closeUnknownGap: (gap, closedAt) => {
      tell?.({ type: 'gap-closed', ...gapMembers(gap) });
      return journal.closeUnknownGap(gap, closedAt);
    },
  };

  function remember(operation: OperationRecord): void {
    const { operationId } = operation;
    if (!isUncovered(operation)) {
      opening.delete(operationId);
      settled.delete(operationId);
      if (open.delete(operationId)) tell?.({ type: 'gap-closed', ...membersOf(operation) });
    } else {
      (open.has(operationId) ? open : opening).set(operationId, operation);
    }
  }

  /** What the number is to get, for `closeWithoutJournal`. */
  async function keepAddress({ operationId, account, addressKey }: OperationRecord): Promise<void> {
    const address = addressKey === '' ? null : await journal.address(runId, account, addressKey);
    if (address !== null) settled.set(operationId, address);
  }

  function membersOf({ account, request }: OperationRecord) {
    return gapMembers({ runId, account, phoneNumber: request.phoneNumber });
  }

  return {
    journal: watched,
    open: () => [...open.values()],
    settled: async () => {
      if (underWay.size > 0) await new Promise<void>((resolve) => waiting.add(resolve));
    },
  };
}

/** Gaps that an earlier process of the run left open at these accounts; another process may have others open now. */
async function openSinceEarlier(
  journal: Journal,
  runId: string,
  accounts: ReadonlySet<string>,
): Promise<Map<string, OperationRecord>> {
  const open = new Map<string, OperationRecord>();
  if (!(await journal.openGaps()).some((gap) => gap.runId === runId)) return open;
  for await (const operation of journal.operations(runId)) {
    if (accounts.has(operation.account) && isUncovered(operation)) open.set(operation.operationId, operation);
  }
  return open;
}
