import type { NumberSettings } from '../domain/request/request.ts';
import type { NumberState, Step, StepResult, StoredAddress } from '../providers/contract.ts';
import type { AccountLocks } from './account-locks.ts';
import type { ComplianceExport, Observation } from './account-memory.ts';
import type { PartEnd } from './part-records.ts';
import type {
  AddressRecord,
  CallOwner,
  CallRecord,
  OpenGap,
  OperationRecord,
  Result,
  RowOutcome,
  RowRecord,
  RunHolder,
  RunRecord,
  RunStage,
  Subject,
} from './records.ts';
import type { RowDecision } from './review-records.ts';

/** What the journal remembers an account to hold. */
export type KnownKind = 'addresses' | 'numbers';

/** One run's snapshot of one account. */
export interface SnapshotOf {
  readonly accountKey: string;
  readonly runId: string;
  readonly account: string;
}

/**
 * The embedded database of a state folder: runs, rows, operations, addresses and every changing call. One writer per run.
 *
 * A write resolves when every later read sees it. It is durable with the next commit at the latest (WAL,
 * synchronous=FULL), and the commits keep the order of the writes: `startRun`, `intend`, `endRun` and `flush` resolve only
 * after the commit, and with them everything written before is durable. What is written while one commit is under way
 * shares the next one. After a commit that failed, every write fails: nothing may build on what was lost.
 * Lists are read in batches, so that memory does not grow with the sheet.
 * @throws JournalError when the database cannot be written or read.
 */
export interface Journal {
  /** The locks of the accounts that calls of this journal are sent to. */
  readonly locks: AccountLocks;

  startRun(run: RunRecord): Promise<void>;
  endRun(runId: string, end: { finishedAt: string; exitCode: number; exitReason: string }): Promise<void>;
  /** Marks a finished run as running again, and clears the answers of rows that an operation answers and the ends of its parts. */
  reopenRun(runId: string): Promise<void>;
  /**
   * Ends a run that lost its last commits: `undo` refuses it, because its calls are not all known. For `e911 recover`.
   */
  endRecovered(
    runId: string,
    end: { finishedAt: string; exitCode: number; exitReason: string },
  ): Promise<void>;
  /** Forgets a run's rows, operations, addresses and snapshot, so that it can be imported again. Its calls are kept. */
  clearRun(runId: string): Promise<void>;
  /** Deletes a run with everything of it, in one commit; what the accounts were last known to hold stays. */
  deleteRun(runId: string): Promise<void>;
  run(runId: string): Promise<RunRecord | null>;
  /** Newest first. */
  runs(limit: number): Promise<RunRecord[]>;

  addRow(runId: string, row: RowRecord): Promise<void>;
  /** Rows in sheet order, read in batches. */
  rows(runId: string): AsyncIterable<RowRecord>;
  rowsOfOperation(runId: string, operationId: string): Promise<RowRecord[]>;
  setRowOperation(runId: string, position: number, operationId: string): Promise<void>;
  setRowOutcome(runId: string, position: number, outcome: RowOutcome): Promise<void>;
  countRows(
    runId: string,
  ): Promise<{ total: number; withErrors: number; byResult: Partial<Record<Result, number>> }>;

  /**
   * Keeps what a reviewer decided of a row, durable before it returns. `seen` is the newest decision of that row that the
   * reviewer had read, 0 for none. False when there is a newer one: nothing is written then.
   */
  decide(runId: string, decision: RowDecision, seen: number): Promise<boolean>;
  /** The decisions of a review after one of them, the oldest first; the newest one of a row holds. */
  decisions(runId: string, after: number): Promise<readonly (RowDecision & { readonly seq: number })[]>;

  addOperation(runId: string, operation: OperationRecord): Promise<void>;
  saveOperation(runId: string, operation: OperationRecord, dueAtMs?: number): Promise<void>;
  operation(runId: string, operationId: string): Promise<OperationRecord | null>;
  /** The operations of a run, or of one account in it, in order, read in batches. */
  operations(runId: string, account?: string): AsyncIterable<OperationRecord>;
  /** The same without those that have ended. */
  openOperations(runId: string, account?: string): AsyncIterable<OperationRecord>;
  /** The names of the accounts that the run has operations for. */
  accountsOf(runId: string): Promise<string[]>;
  /** Up to `limit` waiting operations of an account that are due at `nowMs`, earliest due first. */
  takeDue(runId: string, account: string, nowMs: number, limit: number): Promise<OperationRecord[]>;
  /** When the next waiting operation of the account is due; null when none waits. */
  nextDueMs(runId: string, account: string): Promise<number | null>;
  countOperations(runId: string, account?: string): Promise<Record<OperationRecord['phase'], number>>;
  findOperation(runId: string, account: string, subject: Subject): Promise<OperationRecord | null>;

  saveAddress(runId: string, address: AddressRecord): Promise<void>;
  address(runId: string, account: string, addressKey: string): Promise<AddressRecord | null>;
  addresses(runId: string, account: string, state?: AddressRecord['state']): AsyncIterable<AddressRecord>;

  /** The snapshot of the provider's state that a plan was made from. */
  saveNumberState(runId: string, account: string, state: NumberState): Promise<void>;
  numberState(runId: string, account: string, phoneNumber: string): Promise<NumberState | null>;
  saveStoredAddress(runId: string, account: string, key: string, stored: StoredAddress): Promise<void>;
  storedAddressById(runId: string, account: string, id: string): Promise<StoredAddress | null>;
  storedAddressesByKey(runId: string, account: string, key: string): Promise<StoredAddress[]>;
  storedAddresses(runId: string, account: string): AsyncIterable<StoredAddress>;
  /** How many numbers of the snapshot are covered, and how many use an address. */
  countCovered(runId: string, account: string): Promise<number>;
  numbersUsingAddress(runId: string, account: string, addressId: string): Promise<string[]>;
  /** All numbers of the snapshot, by number. */
  numberStates(runId: string, account: string): Promise<NumberState[]>;

  /** Notes an address that the account holds now, with the key of its place and caller name. */
  knowAddress(accountKey: string, id: string, key: string): Promise<void>;
  /** Takes note that an address (by its ID) or a number is gone. */
  forget(accountKey: string, what: KnownKind, id: string): Promise<void>;
  /** Notes everything in the run's snapshot of the account as held now. */
  knowListed(of: SnapshotOf): Promise<void>;
  /** A mark in the order in which objects became known: for `unshown`, taken before a list is read. */
  knownSoFar(what: KnownKind): Promise<number>;
  /**
   * What the account was known to hold at the mark and `shown` lacks (ids of addresses, or phone numbers), the newest first. An
   * object that was made while the list was read may rightly be missing in it.
   */
  unshown(
    accountKey: string,
    what: KnownKind,
    { shown, upTo }: { readonly shown: ReadonlySet<string>; readonly upTo: number },
    limit: number,
  ): Promise<{ readonly id: string; readonly handle: string }[]>;
  /** Addresses of one key that the account was known to hold and that the run's snapshot lacks, the newest first. */
  knownAddresses(of: SnapshotOf, key: string, limit: number): Promise<string[]>;
  /** Addresses that numbers of the run's snapshot have, and its list of addresses lacks. */
  addressesOfNumbersOnly(of: SnapshotOf, limit: number): Promise<string[]>;
  /** The provider's handle of a number when it was last seen; empty when it was not. */
  knownHandle(accountKey: string, phoneNumber: string): Promise<string>;
  /** Whether the run created an address that its account was last seen to hold. */
  madeKnownAddress(runId: string): Promise<boolean>;
  /** The settings that the last update of a number by this program left; null when none is known to be the last. */
  settingsLeft(accountKey: string, phoneNumber: string): Promise<NumberSettings | null>;
  countKnown(accountKey: string, what: KnownKind): Promise<number>;

  /** Durable before it returns; the call may leave only afterwards. Returns the call's id. */
  intend(call: {
    runId: string;
    account: string;
    accountKey: string;
    owner: CallOwner;
    step: Step;
    attempt: number;
    sentAt: string;
  }): Promise<number>;
  conclude(
    callId: number,
    end: {
      state: CallRecord['state'];
      result?: StepResult | undefined;
      finishedAt: string;
      error?: string | undefined;
    },
  ): Promise<void>;
  /** Calls of one owner, oldest first. Accounts share the key of a place, and no call of another account. */
  callsOf(runId: string, account: string, owner: CallOwner): Promise<CallRecord[]>;
  /**
   * Ids of the addresses that runs of this state folder created at an account, those among them that an undo created in
   * place of a deleted one (`restored`), and those that the runs changed.
   */
  writtenAddresses(
    accountKey: string,
  ): Promise<Record<'created' | 'restored' | 'updated', ReadonlySet<string>>>;
  /** How many changing calls each account was sent in each second (since 1970) in which there were any, in order of time. */
  callSeconds(runId: string): Promise<{ account: string; second: number; calls: number }[]>;
  /** Every changing call of the run in the order of sending, read in batches. */
  calls(runId: string): AsyncIterable<CallRecord>;
  /** Calls with an intent and no outcome, or one that could not be settled. */
  callsInDoubt(runId: string): Promise<CallRecord[]>;

  /** The same of every run at one provider account, or at all of them when it is not given. */
  callsInDoubtAt(accountKey?: string): Promise<CallRecord[]>;
  /** Calls of a run at an account whose answer was lost, whatever became of them. */
  callsOnceInDoubt(runId: string, account: string): Promise<CallRecord[]>;

  /** Numbers with an open gap in any run of this state folder that is not finished: named at the start of each command. */
  openGaps(): Promise<OpenGap[]>;
  /** Open gaps that only the log of gaps knows: the journal was lost, or is an older copy. Empty as a rule. */
  unknownGaps(): Promise<OpenGap[]>;
  /** Closes such a gap, once its number was seen covered. */
  closeUnknownGap(gap: OpenGap, closedAt: string): Promise<void>;

  /** Notes, in one commit, that a run may change things from now on, and which provider account each name stood for. */
  confirmRun(
    runId: string,
    confirmedAt: string,
    accounts: readonly { readonly account: string; readonly accountKey: string }[],
  ): Promise<void>;
  /** Null when the run is unknown. */
  runStage(runId: string): Promise<RunStage | null>;
  /** The provider account that an account name meant when the run was confirmed; null when it took no part. */
  accountKeyOf(runId: string, account: string): Promise<string | null>;
  /** Notes, durable before it returns, that the part of an account ended. `reopenRun` forgets it. */
  endPart(runId: string, end: PartEnd): Promise<void>;
  /** The parts of a run that have ended, by account. */
  partsOf(runId: string): Promise<PartEnd[]>;
  /** Keeps what the files of an ending run are made of beside its rows, as plain data. `reopenRun` forgets it. */
  keepFacts(runId: string, facts: object): Promise<void>;
  /** Null when none were kept. */
  keptFacts(runId: string): Promise<unknown>;
  setHolder(runId: string, holder: RunHolder): Promise<void>;
  /** Null takes the note off again. */
  setUndoneBy(runId: string, byRun: string | null): Promise<void>;
  /** Notes the SHA-256 of the plan.json that a run wrote: a file that names the run and has another one is not its plan. */
  savePlan(runId: string, digest: string): Promise<void>;
  /** Null when the run made no plan. */
  planDigest(runId: string): Promise<string | null>;
  /** A plan is carried out once. */
  usePlan(digest: string, runId: string): Promise<void>;
  planUsedBy(digest: string): Promise<string | null>;

  /** Accepted corrections: what the provider made of a place, so that a second apply asks nothing. */
  saveCorrection(accountKey: string, addressKey: string, correctedKey: string): Promise<void>;
  correction(accountKey: string, addressKey: string): Promise<string | null>;
  /** Notes an observation about an account; a later one replaces its time. */
  observe(accountKey: string, observation: Observation, observedAt: string): Promise<void>;
  isObserved(accountKey: string, observation: Observation): Promise<boolean>;
  saveComplianceExport(accountKey: string, last: ComplianceExport): Promise<void>;
  complianceExport(accountKey: string): Promise<ComplianceExport | null>;
  /** The last one of each account. */
  complianceExports(): Promise<ComplianceExport[]>;

  /** Reads the structure of the whole file. @throws JournalError JOURNAL_UNREADABLE when a part of it is damaged */
  check(): Promise<void>;
  /** Resolves when everything written so far is durable. */
  flush(): Promise<void>;
  /** Commits what is open, then closes. Closing twice is allowed. */
  close(): Promise<void>;
}
