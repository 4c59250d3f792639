import type { CallCounts } from '../domain/call-counts.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import type { FailureKind } from '../errors/provider-error.ts';
import type { Capabilities, ProviderName } from '../providers/contract.ts';

/**
 * How the part of a run that belongs to one account ended, as the process that carried it out knows it. The process that ends the
 * run may have none of the account's credentials: this and the rows are all that it works with.
 */
export interface PartEnd {
  readonly account: string;
  readonly accountKey: string;
  readonly provider: ProviderName;
  /** The provider with its dialect, as reports name it. */
  readonly title: string;
  /** The limits that held. */
  readonly limits: Capabilities['limits'];
  readonly endedAt: string;
  /** Calls of the process that ended the part; an earlier one that was killed could not tell its own. */
  readonly calls: CallCounts;
  /** Times in which the provider asked for nothing to be sent. */
  readonly pauses: readonly { readonly account: string; readonly fromMs: number; readonly untilMs: number }[];
  /** Addresses that were deleted. */
  readonly deleted: number;
  /** Why nothing more was sent to the account; null when it worked to the end. */
  readonly stopped: {
    readonly kind: FailureKind;
    readonly operation: string;
    readonly message: string;
    readonly hint: string;
  } | null;
  /** Set when something other than the rows decides the exit code. */
  readonly exit: { readonly name: ExitName; readonly reason: string } | null;
}
