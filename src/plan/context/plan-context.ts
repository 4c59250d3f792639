import type { Clock } from '../../domain/clock.ts';
import type { OwnFees } from '../../domain/fees.ts';
import type { Journal } from '../../journal/journal.ts';
import type { ProviderAccount } from '../../providers/contract.ts';

/** One account as far as planning needs it. */
export interface PlanAccount {
  readonly name: string;
  readonly provider: ProviderAccount;
  /** What the config states in place of the provider's fees; absent: nothing. */
  readonly ownFees?: OwnFees;
}

/** What planning needs of a run: which one it is, what it is for, its journal, its clock, and the signal that stops its reads. */
export interface PlanContext {
  readonly runId: string;
  readonly journal: Journal;
  readonly options: {
    readonly command: string;
    /** The earlier run that is undone; undefined when the input is a sheet or a plan. */
    readonly ofRun?: string | undefined;
    /** Typed for an undo: the name of addresses whose name the provider does not tell. */
    readonly callerName?: string | undefined;
    /** The longest documented gap that is opened without a review. */
    readonly maxGapMs: number;
  };
  readonly host: { readonly stop: AbortSignal; readonly clock: Clock };
}
