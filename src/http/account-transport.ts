import { setMaxListeners } from 'node:events';
import type { CallCounts } from '../domain/call-counts.ts';
import type { Clock, Random } from '../domain/clock.ts';
import { type FailureKind, ProviderError } from '../errors/provider-error.ts';
import type { Limits } from '../providers/contract.ts';
import { createCounter } from './call-counter.ts';
import { createPace, type Pace } from './pace.ts';
import type { Redactor } from './redact.ts';
import { backOff, createRetries, createRetryBudget } from './retry.ts';
import { retryAfterMs, senderNowMs } from './retry-after.ts';
import type { Call, HttpAnswer, HttpRequest, Transport } from './transport.ts';
import { DEFAULT_DEADLINE_MS, type Wire, WireFailure } from './wire.ts';

export interface TransportOptions {
  readonly provider: string;
  /** The account's name in the config. */
  readonly account: string;
  /** The only origins a request may go to: credentials belong to them. */
  readonly origins: readonly string[];
  readonly limits: Limits;
  /** Shared with other accounts; absent for a pace of its own, by `limits`. */
  readonly pace?: Pace | undefined;
  readonly wire: Wire;
  readonly clock: Clock;
  readonly random: Random;
  readonly redactor: Redactor;
  /** Reads a provider's own way of saying "slow down". Not null means throttled, whatever the status. */
  readonly readThrottle?: (answer: HttpAnswer) => { readonly pauseMs?: number } | null;
  /** Told when the provider pauses the account: milliseconds from now, and why. */
  readonly onPause?: ((ms: number, why: string) => void) | undefined;
}

export interface AccountTransport extends Transport {
  stats(): CallCounts;
  /** Tells that a request waited this long for its connection: the pace counts it when it leaves. */
  connected(afterMs: number): void;
}

/** The transport of one account: its pace, its concurrency, its origins, and the repeating of what changes nothing. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function createTransport(options: TransportOptions): AccountTransport {
  const { clock, random, redactor, wire } = options;
  const { pacer, queue } = options.pace ?? createPace(options);
  const budget = createRetryBudget();
  const origins = new Set(options.origins);
  const counter = createCounter(clock);

  function failure(
    kind: FailureKind,
    request: HttpRequest,
    what: string,
    more: Partial<ErrorDetail> = {},
  ): ProviderError {
    const cause = more.cause === undefined ? undefined : redactedCause(more.cause, redactor);
    const text = `${options.account}: ${request.operation} ${what}`;
    return new ProviderError(redactor.redact(text), {
      kind,
      provider: options.provider,
      operation: request.operation,
      ...more,
      cause,
    });
  }

  /** One attempt, in its turn. */
  async function dispatch(request: HttpRequest, call: Call): Promise<HttpAnswer> {
    if (call.signal.aborted) throw call.signal.reason;
    // The same call goes along with the reads before an effect: those are not what the journal waits for.
    if (request.effect) await call.beforeSend?.();
    pacer.dispatched();
    counter.sent(request.operation);
    // A change that is on its way is waited for: cutting it off would only make its outcome unknown.
    const signal = request.effect ? new AbortController().signal : call.signal;
    const leaving = withAuthorization(request);
    learnCredentials(leaving, redactor);
    const answer = await wire(leaving, { signal, timeoutMs: DEFAULT_DEADLINE_MS });
    return answer.status >= 400 ? { ...answer, text: redactor.redact(answer.text) } : answer;
  }

  async function attempt(request: HttpRequest, call: Call): Promise<HttpAnswer> {
    let turnCame = false;
    let answer: HttpAnswer;
    try {
      answer = await queue.add(call.priority, call.signal, () => {
        turnCame = !call.signal.aborted;
        return dispatch(request, call);
      });
    } catch (error) {
      if (error instanceof WireFailure) {
        throw failure(error.kind, request, `failed: ${error.message}`, { cause: error });
      }
      if (!turnCame && call.signal.aborted) {
        throw failure('not-sent', request, 'was cancelled before it was sent');
      }
      throw error;
    }
    if (answer.status >= 300 && answer.status < 400) {
      throw failure(
        'unknown',
        request,
        `was answered with a redirect (${answer.status}), which is never followed`,
        {
          status: answer.status,
          requestId: answer.requestId,
          hint: 'Check base_url in the config.',
        },
      );
    }
    return answer;
  }

  /** Tells the pacer what the answer means for the pace. */
  function isThrottled(answer: HttpAnswer): boolean {
    const own = options.readThrottle?.(answer) ?? null;
    if (answer.status !== 429 && own === null) {
      pacer.succeeded();
      return false;
    }
    counter.throttled();
    const nowMs = senderNowMs(answer, clock.wallMs());
    const asked = retryAfterMs(answer.headers['retry-after'], nowMs) ?? own?.pauseMs;
    const ms = pacer.throttled(asked);
    options.onPause?.(ms, `${options.account} (${options.provider}) asked for fewer requests`);
    return true;
  }

  async function sendOnce(request: HttpRequest, call: Call): Promise<HttpAnswer> {
    const answer = await attempt(request, call);
    isThrottled(answer);
    return answer;
  }

  async function sendRepeatedly(request: HttpRequest, call: Call): Promise<HttpAnswer> {
    const retries = createRetries(budget);
    budget.earn();
    for (let number = 0; ; number += 1) {
      let last: HttpAnswer | ProviderError;
      let why: 'failed' | 'throttled' = 'failed';
      try {
        last = await attempt(request, call);
        if (isThrottled(last)) why = 'throttled';
        else if (!isNoAnswer(last.status)) return last;
      } catch (error) {
        if (!isRepeatable(error) || call.signal.aborted) throw error;
        last = error;
      }
      const again = !call.signal.aborted && retries.mayRepeat(why);
      if (again) await waitToRepeat(number, request, call);
      else if (last instanceof ProviderError) throw last;
      else return last;
      counter.retried();
    }
  }

  async function waitToRepeat(number: number, request: HttpRequest, call: Call): Promise<void> {
    try {
      await backOff(number, clock, random, call.signal);
    } catch (error) {
      if (!call.signal.aborted) throw error;
      throw failure('not-sent', request, 'was cancelled before it was repeated');
    }
  }

  async function send(request: HttpRequest, call: Call): Promise<HttpAnswer> {
    // One signal stops a whole run, so as many wait on it as calls are open. Each takes itself off again.
    setMaxListeners(0, call.signal);
    if (!origins.has(request.url.origin)) {
      throw failure('refused', request, `points to ${request.url.origin}, which is not this account's`, {
        hint: `Allowed: ${[...origins].join(', ')}.`,
      });
    }
    if (request.url.username !== '' || request.url.password !== '') {
      throw failure('refused', request, 'has credentials in its URL');
    }
    if (!request.effect) return await sendRepeatedly(request, call);
    if (call.beforeSend === undefined) {
      throw new Error(`${request.operation} changes something and has no journal entry to go before it`);
    }
    return await sendOnce(request, call);
  }

  return { send, stats: counter.stats, connected: pacer.delayed };
}

interface ErrorDetail {
  readonly status: number;
  readonly requestId: string;
  readonly hint: string;
  readonly cause: Error;
}

/** Statuses that say nothing about what was asked. */
function isNoAnswer(status: number): boolean {
  return status >= 500 || status === 408 || status === 425;
}

function isRepeatable(error: unknown): error is ProviderError {
  return error instanceof ProviderError && error.status === undefined && error.kind !== 'refused';
}

/** Causes are shown with --verbose; they are rebuilt as plain text, without whatever else hangs on them. */
function redactedCause(cause: Error, redactor: Redactor): Error {
  const inner = cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
  return new Error(redactor.redact(`${cause.message}${inner}`));
}

function withAuthorization(request: HttpRequest): HttpRequest {
  if (request.authorization === undefined) return request;
  return { ...request, headers: { ...request.headers, authorization: request.authorization() } };
}

/** Access tokens come up on the way; the header they travel in makes them known. */
function learnCredentials(request: HttpRequest, redactor: Redactor): void {
  for (const [name, value] of Object.entries(request.headers)) {
    const credentials = name.toLowerCase() === 'authorization' ? value.split(' ')[1] : undefined;
    if (credentials !== undefined) redactor.learn(credentials);
  }
}
