import { oneLine } from '../domain/one-line.ts';
import type { AddressVerdict } from '../providers/contract.ts';
import { AppError } from './app-error.ts';

/**
 * What is known about a call that did not succeed.
 * - `not-sent`: certainly not carried out (refused connection, expired token refreshed): safe to send again.
 * - `throttled`: answered 429 and not processed: safe to send again after the wait.
 * - `paused`: the provider asks for no requests for longer than `--max-pause`; not carried out, the run stops for this account.
 * - `refused`: a complete answer that says no. Sending it again says no again.
 * - `credentials`: the account is refused as a whole; the run stops for this account.
 * - `unknown`: it may have been carried out (timeout, reset, 5xx, cut-off or unreadable 2xx): look before repeating.
 */
export type FailureKind = 'not-sent' | 'throttled' | 'paused' | 'refused' | 'credentials' | 'unknown';

interface ProviderFailure {
  readonly kind: FailureKind;
  readonly provider: string;
  /** Name of the call, for example `create-address`. */
  readonly operation: string;
  readonly status?: number | undefined;
  /** The provider's own code, verbatim. */
  readonly providerCode?: string | undefined;
  /** The provider's own words, verbatim. */
  readonly providerMessage?: string | undefined;
  readonly requestId?: string | undefined;
  /** When it can be sent again; 0 for at once. */
  readonly retryAfterMs?: number | undefined;
  /** What the provider said about the address, when that is why it refused. */
  readonly verdict?: AddressVerdict | undefined;
  /** Whether the refusal is about what was asked for, so that no waiting turns it into a success. */
  readonly isLasting?: boolean | undefined;
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  /** Whether the call could change nothing, so that no answer leaves no change in doubt. */
  readonly isRead?: boolean | undefined;
}

/** Of an account that its provider pauses for longer than `--max-pause`: exit code 6. */
export const PAUSED_CODE = 'PROVIDER_PAUSED';

const CODE_BY_KIND: Record<FailureKind, string> = {
  'not-sent': 'PROVIDER_UNREACHABLE',
  throttled: 'PROVIDER_THROTTLED',
  paused: PAUSED_CODE,
  refused: 'PROVIDER_REFUSED',
  credentials: 'PROVIDER_CREDENTIALS_REFUSED',
  unknown: 'PROVIDER_OUTCOME_UNKNOWN',
};
/** Code of a read without an answer that can be used: nothing was changed, so no outcome is in doubt. */
const UNREAD_CODE = 'PROVIDER_NOT_READ';

/** A provider's call that failed, with all that support will ask for. */
export class ProviderError extends AppError {
  readonly kind: FailureKind;
  readonly provider: string;
  readonly operation: string;
  readonly status: number | undefined;
  readonly providerCode: string | undefined;
  readonly providerMessage: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly verdict: AddressVerdict | undefined;
  /** A refusal that no waiting turns into a success: what is asked for is wrong, whatever the carrier is busy with. */
  readonly isLasting: boolean;

  constructor(message: string, failure: ProviderFailure) {
    // A provider's words are part of a sentence: a line break in them would start a line that looks like the program's own.
    super(oneLine(message), {
      code: failure.isRead && failure.kind === 'unknown' ? UNREAD_CODE : CODE_BY_KIND[failure.kind],
      hint: oneLine(failure.hint ?? ''),
      cause: failure.cause,
    });
    this.kind = failure.kind;
    this.provider = failure.provider;
    this.operation = failure.operation;
    this.status = failure.status;
    this.providerCode = failure.providerCode;
    this.providerMessage = failure.providerMessage;
    this.requestId = failure.requestId;
    this.retryAfterMs = failure.retryAfterMs;
    this.verdict = failure.verdict;
    this.isLasting = failure.isLasting ?? failure.verdict !== undefined;
  }

  /** The same failure, with what is known better. */
  with(known: Partial<Pick<ProviderFailure, 'kind' | 'isRead' | 'hint'>>): ProviderError {
    return new ProviderError(this.message, { ...this, cause: this.cause, ...known });
  }
}

/** Whether nothing more can be sent for the account as a whole: its work ends, and other accounts continue. */
export function stopsAccount({ kind }: ProviderError): boolean {
  return kind === 'credentials' || kind === 'paused';
}

/**
 * Whether an error is a carrier's complete no to one read or write, so that other numbers of the account may still be
 * served. 401 and 403 speak of the account, 429 of its pace, and anything without a status of nothing in particular.
 */
export function isRefusalOfOne(error: unknown): error is ProviderError {
  if (!(error instanceof ProviderError) || error.kind !== 'refused') return false;
  const { status } = error;
  return status !== undefined && status < 500 && ![401, 403, 429].includes(status);
}
