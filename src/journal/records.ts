import type { Address } from '../domain/address/address.ts';
import type { Cost } from '../domain/fees.ts';
import type { Request } from '../domain/request/request.ts';
import type { Problem } from '../errors/problem.ts';
import type {
  AddressContent,
  AddressVerdict,
  AvailableNumber,
  NumberState,
  Step,
  StepResult,
  StoredAddress,
} from '../providers/contract.ts';

/** How a row ended (docs/contract.md). */
export const RESULTS = [
  'applied',
  'unchanged',
  'would_apply',
  'valid',
  'needs_review',
  'pending',
  'unknown',
  'failed',
  'skipped',
  'not_attempted',
  'undone',
] as const;
export type Result = (typeof RESULTS)[number];
export type Stage = 'read' | 'validate' | 'address' | 'assign' | 'verify';

export interface RunRecord {
  readonly runId: string;
  readonly command: string;
  readonly sheetName: string;
  readonly sheetSha256: string;
  /** The sheet's own header cells, in order. */
  readonly header: readonly string[];
  /** The options the run was started with, as plain data. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly operator: string;
  readonly outDir: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly exitCode: number | null;
  readonly exitReason: string;
}

/** What a result file says of a row beside its own cells. Absent fields are written empty. */
export interface RowOutcome {
  readonly result: Result;
  readonly stage: Stage;
  readonly detail: string;
  readonly provider?: string;
  readonly providerAddressId?: string;
  /** exact, near, none, or `not checked: <provider> checks on creation`. */
  readonly validation?: string;
  readonly suggested?: Address | null;
  /** Several addresses that the provider offers instead, each as likely as the others. */
  readonly candidates?: readonly Address[];
  readonly addressBefore?: string;
  readonly addressAfter?: string;
  readonly emergencyStatus?: string;
  readonly errorCode?: string;
  readonly errorColumn?: string;
  readonly errorMessage?: string;
  readonly hint?: string;
  readonly providerCode?: string;
  readonly providerMessage?: string;
  readonly providerRequestId?: string;
  readonly attempts?: number;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly uncoveredSeconds?: number;
  /** Seconds that the number may be without an address at worst, as its provider documents the change. */
  readonly maxGapSeconds?: number;
  /** Further problems of the row's cells, found when the plan was made. */
  readonly problems?: readonly Problem[];
}

export interface RowRecord {
  /** 1-based place in the sheet. */
  readonly position: number;
  /** Line as a spreadsheet shows it. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Null when the row has errors. */
  readonly request: Request | null;
  readonly problems: readonly Problem[];
  /** Operation that answers this row; empty when none is needed. */
  readonly operationId: string;
  readonly outcome: RowOutcome | null;
}

/** An instruction of an operation: a changing call, or a wait for a state. Plain data. */
export type Instruction =
  | {
      readonly do: 'step';
      readonly step: Step /** Take the address id from this address record. */;
      readonly addressKey?: string;
      readonly opensGap?: boolean;
    }
  | {
      readonly do: 'await';
      readonly state: 'covered' | 'missing' | 'present' | 'absent' | 'settings' | 'switched';
      readonly on?: boolean;
      readonly closesGap?: boolean;
    };

/** What an operation is about: two rows with one subject are one operation, or contradict each other. */
export type Subject =
  | { readonly kind: 'number'; readonly phoneNumber: string }
  | { readonly kind: 'endpoint'; readonly endpointId: string }
  /** An address that is only to be checked. */
  | { readonly kind: 'check'; readonly addressKey: string }
  | { readonly kind: 'address'; readonly addressKey: string }
  | { readonly kind: 'address-id'; readonly addressId: string }
  | { readonly kind: 'site'; readonly site: string }
  /** An address that the undone run made, to be deleted. */
  | { readonly kind: 'made-address'; readonly addressId: string }
  | { readonly kind: 'recipient'; readonly email: string; readonly phone: string };

/** What a changing call was sent for. */
export type CallOwner =
  | { readonly kind: 'operation'; readonly operationId: string }
  | { readonly kind: 'address'; readonly addressKey: string }
  /** An address that the run left without a number. */
  | { readonly kind: 'prune'; readonly addressId: string };

/** How far a run has come, beside its record. */
export interface RunStage {
  /** When it was agreed to; null while it cannot have changed anything. */
  readonly confirmedAt: string | null;
  /** The run that undid it as a whole; null when none did. */
  readonly undoneBy: string | null;
  /** The process that carries it, or carried it last. */
  readonly holder: RunHolder | null;
}

/** A process that carries a run. */
export interface RunHolder {
  readonly pid: number;
  readonly host: string;
  /** `processBirth` of it; empty when the system does not tell. A number alone may be given to another process. */
  readonly birth: string;
}

/** A number that a run left, or has for now, without an emergency address. */
export interface OpenGap {
  readonly runId: string;
  readonly account: string;
  readonly phoneNumber: string;
  readonly since: string;
}

/** `waiting` = a poll is due at `dueAtMs`, in monotonic milliseconds of the running process; `ended` = its outcome is final for this run. */
export type OperationPhase = 'ready' | 'active' | 'waiting' | 'ended';

/** One request to be carried out, whatever number of rows asked for it. */
export interface OperationRecord {
  /** `op-000017`: from the position of its first row, which is 0 for an operation that no row asked for. */
  readonly operationId: string;
  readonly position: number;
  readonly account: string;
  readonly subject: Subject;
  readonly request: Request;
  /** Found when the plan was made: cells that the request does not use. Their `row` is 0. */
  readonly problems: readonly Problem[];
  readonly program: readonly Instruction[];
  /** Index of the next instruction. */
  readonly next: number;
  readonly phase: OperationPhase;
  /** The number as it was when the plan was made; null when the operation has no number. */
  readonly before: NumberState | null;
  readonly beforeAddress: StoredAddress | null;
  readonly addressKey: string;
  /** Wall-clock ISO time when the gap opened and closed. */
  readonly gapOpenedAt: string | null;
  readonly gapClosedAt: string | null;
  /** Seconds that the number may be without an address at worst, as its provider documents it; absent where it documents none. */
  readonly maxGapSeconds?: number;
  readonly outcome: RowOutcome | null;
  /** The number that is to be bought, as it is offered; null when it is not for sale; absent when the provider was not asked. */
  readonly offer?: AvailableNumber | null;
  /** What it may cost, as the plan was made; absent where it changes nothing. */
  readonly costs?: readonly Cost[];
  /** Order being followed, handle known from the last step. */
  readonly following: string;
  readonly handle: string;
  /** Monotonic milliseconds of the running process at which the present wait is given up; null when it does not wait. */
  readonly waitUntilMs: number | null;
  readonly polls: number;
  /** Changing calls that were carried out, and attempts of them, sent again or not. */
  readonly writes: number;
  readonly attempts: number;
  readonly requestId: string;
  /** Set when the request could not be met as a whole: what the row says in place of `applied`. */
  readonly putBackBecause: RowOutcome | null;
  /** Set when rows with and without the designator of a unit became this operation: the place key of the bare one. */
  readonly mergedUnit?: string;
  /** The operation of the `add-address` row whose address the request uses; absent where it uses none. */
  readonly addressOperation?: string;
  /** The numbers and end users that a change of their address moves, in order; absent for any other operation. */
  readonly moves?: readonly string[];
  /** Says that the unit of the request is not spelled as in the sheet. */
  readonly unitProblem?: Problem;
}

/** One distinct place (and caller name) of one account within a run. */
export interface AddressRecord {
  readonly account: string;
  readonly addressKey: string;
  readonly content: AddressContent;
  /** `open` = not settled yet; `ready` = can be used; `refused` = not accepted; `review` = a suggestion waits for a person; `unknown` = its creation could not be settled. */
  readonly state: 'open' | 'ready' | 'refused' | 'review' | 'unknown';
  readonly providerAddressId: string;
  readonly createdByRun: boolean;
  /** The address for the same place that is to be enabled for emergency use. `isNamed`: by a row, so no other can serve. */
  readonly enables?: { readonly addressId: string; readonly isNamed: boolean };
  readonly isEnabledByRun?: boolean;
  readonly verdict: AddressVerdict | null;
  readonly outcome: RowOutcome | null;
  /** A number to ask with, where the check needs one. */
  readonly phoneNumber: string;
  /** The label as the provider stored it, where that is another than the one that was sent. */
  readonly storedLabel?: string;
  /** It is checked before anything else in any case: the change that waits for it cannot be checked by itself. */
  readonly isCheckedFirst?: true;
  /** Whether some row wants the address kept; false when it is only to be checked. */
  readonly isWanted: boolean;
}

/** One changing call: written before it is sent, completed when its answer is known. */
export interface CallRecord {
  readonly callId: number;
  readonly runId: string;
  readonly account: string;
  readonly accountKey: string;
  readonly owner: CallOwner;
  readonly step: Step;
  readonly attempt: number;
  readonly sentAt: string;
  /** `intended` = no outcome known: in doubt after a crash. */
  readonly state: 'intended' | 'done' | 'not-sent' | 'refused' | 'unknown' | 'adopted' | 'absent';
  readonly result: StepResult | null;
  readonly finishedAt: string | null;
}

/** Records one after another: from the journal, or a list. */
export type Stream<T> = AsyncIterable<T> | Iterable<T>;
