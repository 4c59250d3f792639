import type { OwnFees } from '../../domain/fees.ts';
import { IncompleteListError } from '../../errors/app-error.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { Journal } from '../../journal/journal.ts';
import type { ProviderAccount } from '../../providers/contract.ts';
import type { Doubts } from './doubts.ts';
import type { RunHost, RunOptions } from './run-options.ts';

/** One account of a run. */
export interface RunAccount {
  readonly name: string;
  readonly provider: ProviderAccount;
  /** Its fees as the config states them. */
  readonly ownFees?: OwnFees;
  /** Changing calls whose answers were lost and that may still take effect. */
  readonly doubts: Doubts;
  /** Why nothing more is sent to this account; null while it works. */
  stopped: ProviderError | null;
}

/** What every part of a run needs: its ID, its journal, its accounts, and what the outside gave it. */
export interface RunContext {
  readonly runId: string;
  readonly options: RunOptions;
  readonly host: RunHost;
  readonly journal: Journal;
  readonly accounts: ReadonlyMap<string, RunAccount>;
  /** The account at the other end of a migration: read, and never changed. Null outside of one. */
  readonly counterpart: Pick<RunAccount, 'name' | 'provider'> | null;
  /** Whether another process began the run: what it was about when it died is not known here. */
  readonly isResumed: boolean;
}

/** What the end of a run needs to know of an account: it is sent nothing any more. */
export interface EndedAccount extends Pick<RunAccount, 'name' | 'stopped'> {
  readonly provider: Pick<ProviderAccount, 'provider' | 'accountKey' | 'capabilities'>;
}

/** What the end of a run is made with. The accounts may have been carried out elsewhere, with credentials that are not here. */
export interface EndingContext extends Omit<RunContext, 'accounts'> {
  readonly accounts: ReadonlyMap<string, EndedAccount>;
}

/** What the files of a run are written with, when it ends and again later. */
export interface FilesContext extends Pick<RunContext, 'runId' | 'options' | 'journal'> {
  readonly host: { readonly watcher: Pick<RunHost['watcher'], 'warn'> };
}

/** Now, as ISO text for people and files. */
export function isoNow(context: { readonly host: Pick<RunHost, 'clock'> }): string {
  return new Date(context.host.clock.wallMs()).toISOString();
}

/**
 * A provider's failure as a ProviderError; anything else is an internal error and is thrown on. A list that was not read to
 * its end tells nothing of what it lacks: it stops its own account at the most, and never a run with open gaps.
 */
export function asProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  if (!(error instanceof IncompleteListError)) throw error;
  const { message, hint } = error;
  return new ProviderError(message, { kind: 'unknown', provider: '', operation: 'list', hint, cause: error });
}
