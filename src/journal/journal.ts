import type { NumberState, Step, StepResult, StoredAddress } from '../providers/contract.ts';
import type {
  AddressRecord,
  CallRecord,
  OperationRecord,
  Result,
  RowOutcome,
  RowRecord,
  RunRecord,
} from './records.ts';

/**
 * The embedded database of a state folder: runs, rows, operations, addresses and every changing call. One writer per run;
 * every method is synchronous and durable when it returns (WAL, synchronous=FULL). Lists are read in batches, so that
 * memory does not grow with the sheet.
 * @throws JournalError when the database cannot be written or read.
 */
export interface Journal {
  /** Several writes as one durable commit. */
  together<T>(work: () => T): T;

  startRun(run: RunRecord): void;
  endRun(runId: string, end: { finishedAt: string; exitCode: number; exitReason: string }): void;
  /** Tags a run that had ended as going on again, and takes back the answers of rows that an operation answers. */
  reopenRun(runId: string): void;
  /** Forgets a run's rows, operations, addresses and snapshot, so that it can be taken in anew. Its calls stay. */
  clearRun(runId: string): void;
  run(runId: string): RunRecord | null;
  /** Newest first. */
  runs(limit: number): RunRecord[];

  addRow(runId: string, row: RowRecord): void;
  /** Rows in sheet order, read in batches. */
  rows(runId: string): IterableIterator<RowRecord>;
  rowsOfOperation(runId: string, operationId: string): RowRecord[];
  setRowOperation(runId: string, position: number, operationId: string): void;
  setRowOutcome(runId: string, position: number, outcome: RowOutcome): void;
  countRows(runId: string): { total: number; withErrors: number; byResult: Partial<Record<Result, number>> };

  addOperation(runId: string, operation: OperationRecord): void;
  saveOperation(runId: string, operation: OperationRecord, dueAtMs?: number): void;
  operation(runId: string, operationId: string): OperationRecord | null;
  /** All operations in order, read in batches. */
  operations(runId: string): IterableIterator<OperationRecord>;
  /** Up to `limit` operations of an account in a phase, oldest first; `waiting` only those due at `nowMs`, earliest due first. */
  takeOperations(
    runId: string,
    account: string,
    phase: 'ready' | 'active' | 'waiting',
    limit: number,
    nowMs?: number,
  ): OperationRecord[];
  /** When the next waiting operation of the account is due; null when none waits. */
  nextDueMs(runId: string, account: string): number | null;
  countOperations(runId: string, account?: string): Record<OperationRecord['phase'], number>;
  findOperation(runId: string, account: string, subject: string): OperationRecord | null;

  saveAddress(runId: string, address: AddressRecord): void;
  address(runId: string, account: string, addressKey: string): AddressRecord | null;
  addresses(runId: string, account: string, state?: AddressRecord['state']): IterableIterator<AddressRecord>;

  /** The snapshot of the provider's state that a plan was made from. */
  saveNumberState(runId: string, account: string, state: NumberState): void;
  numberState(runId: string, account: string, phoneNumber: string): NumberState | null;
  saveStoredAddress(runId: string, account: string, key: string, stored: StoredAddress): void;
  storedAddressById(runId: string, account: string, id: string): StoredAddress | null;
  storedAddressesByKey(runId: string, account: string, key: string): StoredAddress[];
  /** How many numbers of the snapshot are covered, and how many use an address. */
  countCovered(runId: string, account: string): number;
  numbersUsingAddress(runId: string, account: string, addressId: string): string[];

  /** Durable before it returns; the call may leave only afterwards. Returns the call's id. */
  intend(call: {
    runId: string;
    account: string;
    accountKey: string;
    owner: string;
    step: Step;
    attempt: number;
    sentAt: string;
  }): number;
  conclude(
    callId: number,
    end: {
      state: CallRecord['state'];
      result?: StepResult | undefined;
      finishedAt: string;
      error?: string | undefined;
    },
  ): void;
  callsOf(runId: string, owner: string): CallRecord[];
  /** How many changing calls each account was sent in each second (since 1970) in which there were any, in order of time. */
  callSeconds(runId: string): { account: string; second: number; calls: number }[];
  /** Every changing call of the run in the order of sending, read in batches. */
  calls(runId: string): IterableIterator<CallRecord>;
  /** Calls with an intent and no outcome, or one that could not be settled. */
  callsInDoubt(runId: string): CallRecord[];

  /** Numbers with an open gap in any run of this state folder that is not finished: named at the start of each command. */
  openGaps(): { runId: string; account: string; phoneNumber: string; since: string }[];

  /** Accepted corrections: what the provider made of a place, so that a second apply asks nothing. */
  saveCorrection(accountKey: string, addressKey: string, correctedKey: string): void;
  correction(accountKey: string, addressKey: string): string | null;
  /** A lasting observation about an account, for example `emergency-status-ignored`. */
  saveFact(accountKey: string, fact: string, value: string): void;
  fact(accountKey: string, fact: string): string | null;

  close(): void;
}
