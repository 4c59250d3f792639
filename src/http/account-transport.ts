import { setMaxListeners } from 'node:events';
import type { CallCounts } from '../domain/call-counts.ts';
import type { CallEvent } from '../domain/call-event.ts';
import type { Clock, Random } from '../domain/clock.ts';
import { durationText } from '../domain/duration-text.ts';
import { pauseEnd } from '../domain/pause.ts';
import { type FailureKind, ProviderError } from '../errors/provider-error.ts';
import type { Limits } from '../providers/contract.ts';
import { withCredentials } from './authorization.ts';
import { createCounter } from './call-counter.ts';
import { type Turn, untilDue } from './departures.ts';
import { foreignAnswer, redirectTarget } from './foreign-answer.ts';
import { createPace, type Pace } from './pace.ts';
import { type Redactor, redactedCause } from './redact.ts';
import { backOff, createRetries, createRetryBudget, isNoAnswer, isRepeatable } from './retry.ts';
import { retryAfterMs, senderNowMs } from './retry-after.ts';
import { createTellCall } from './tell-call.ts';
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
  /** Told when the provider pauses the account: milliseconds from now. */
  readonly onPause?: ((ms: number) => void) | undefined;
  /** Told of every request that left, when it has ended: redacted. */
  readonly onCall?: ((call: CallEvent) => void) | undefined;
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
  const { pacer, queue, pauses } = options.pace ?? createPace(options);
  const budget = createRetryBudget();
  const origins = new Set(options.origins);
  const counter = createCounter(clock);
  const tellCall = createTellCall(options);

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
      isRead: !request.effect,
      ...more,
      cause,
    });
  }

  /** A redirect is never followed. A change was not carried out at that address, unless 303 says that its result is elsewhere. */
  function redirected(request: HttpRequest, answer: HttpAnswer): ProviderError {
    const { status, requestId } = answer;
    const setting = request.operation === 'fetch-token' ? 'auth_base_url' : 'base_url';
    const text = `${options.account}: the ${setting} answers with a redirect to ${redirectTarget(request, answer)} (status ${status}, ${request.operation}), which is never followed.`;
    return new ProviderError(redactor.redact(text), {
      kind: request.effect && status !== 303 ? 'refused' : 'unknown',
      isRead: !request.effect,
      provider: options.provider,
      operation: request.operation,
      status,
      requestId,
      hint: `Correct ${setting} of this account in the config, or ask whoever runs the proxy in between.`,
    });
  }

  /** @throws ProviderError `paused` while the provider asks for a pause that is too long to wait for. */
  function requireNoPause(request: HttpRequest): void {
    const leftMs = pauses.leftMs(clock.monotonicMs());
    if (leftMs === 0) return;
    const until = pauseEnd(leftMs, clock.wallMs());
    const longest = durationText(Math.round(pauses.maxPauseMs / 1_000));
    throw failure(
      'paused',
      request,
      `was not carried out: the provider asks for no requests until ${until}, longer than --max-pause (${longest})`,
      {
        hint: `After ${until}, type e911 resume or the same command again. A longer --max-pause waits for it.`,
      },
    );
  }

  /** One attempt, in its turn. */
  async function dispatch(request: HttpRequest, call: Call, turn: Turn, number: number): Promise<HttpAnswer> {
    if (call.signal.aborted) throw call.signal.reason;
    requireNoPause(request);
    // The same call goes along with the reads before an effect: those are not what the journal waits for.
    if (request.effect) {
      await call.beforeSend?.();
      turn.prepared(clock.monotonicMs());
    }
    await untilDue(turn, clock);
    turn.leaves(clock.monotonicMs());
    counter.sent(request.operation);
    // A change that is on its way is waited for: cutting it off would only make its outcome unknown.
    const signal = request.effect ? new AbortController().signal : call.signal;
    const send = () => wire(withCredentials(request, redactor), { signal, timeoutMs: DEFAULT_DEADLINE_MS });
    const answer = await tellCall(request, number, send);
    turn.answered(request.operation, clock.monotonicMs());
    return answer.status >= 400 ? { ...answer, text: redactor.redact(answer.text) } : answer;
  }

  async function attempt(request: HttpRequest, call: Call, number = 1): Promise<HttpAnswer> {
    let turnCame = false;
    let answer: HttpAnswer;
    try {
      answer = await queue.add(call.priority, call.signal, (turn) => {
        turnCame = !call.signal.aborted;
        return dispatch(request, call, turn, number);
      });
    } catch (error) {
      if (error instanceof WireFailure) {
        throw failure(error.kind, request, `failed: ${error.message}`, { cause: error });
      }
      if (!turnCame && call.signal.aborted) {
        throw failure('not-sent', request, 'was canceled before it was sent');
      }
      throw error;
    }
    if (answer.status >= 300 && answer.status < 400) throw redirected(request, answer);
    const foreign = foreignAnswer(request, answer);
    if (foreign !== null) {
      throw failure('unknown', request, foreign, { requestId: answer.requestId, hint: FOREIGN_HINT });
    }
    return answer;
  }

  /**
   * Tells the pacer what the answer means for the pace. A 503 with Retry-After asks for a pause too (RFC 9110 section 15.6.4),
   * but says nothing about a change.
   * @throws ProviderError `paused` when the request was not carried out and the pause is too long to wait for.
   */
  function isThrottled(request: HttpRequest, answer: HttpAnswer): boolean {
    const own = options.readThrottle?.(answer) ?? null;
    const isRefusal = answer.status === 429 || own !== null;
    const sentMs = senderNowMs(answer, clock.wallMs());
    const asked = retryAfterMs(answer.headers['retry-after'], sentMs) ?? own?.pauseMs;
    if (!isRefusal && !(answer.status === 503 && asked !== undefined)) {
      pacer.succeeded();
      pauses.answered();
      return false;
    }
    counter.throttled();
    const nowMs = clock.monotonicMs();
    if (asked !== undefined && !pauses.note(asked, nowMs)) {
      if (isRefusal || !request.effect) requireNoPause(request);
      return true;
    }
    const pauseMs = pacer.throttled(asked);
    if (pauses.note(pauseMs, nowMs)) options.onPause?.(pauseMs);
    else if (isRefusal || !request.effect) requireNoPause(request);
    return true;
  }

  async function sendRepeatedly(request: HttpRequest, call: Call): Promise<HttpAnswer> {
    const retries = createRetries(budget);
    budget.earn();
    const beganMs = clock.monotonicMs();
    for (let number = 0; ; number += 1) {
      let last: HttpAnswer | ProviderError;
      let why: 'failed' | 'throttled' = 'failed';
      try {
        last = await attempt(request, call, number + 1);
        if (isThrottled(request, last)) why = 'throttled';
        else if (!isNoAnswer(last.status) && request.isReadable?.(last) !== false) return last;
      } catch (error) {
        if (!isRepeatable(error) || call.signal.aborted) throw error;
        last = error;
      }
      // A server that takes requests and never answers would hold them for five times its timeout.
      const isTooLate = why === 'failed' && clock.monotonicMs() - beganMs >= DEFAULT_DEADLINE_MS;
      const again = !call.signal.aborted && !isTooLate && retries.mayRepeat(why);
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
      throw failure('not-sent', request, 'was canceled before it was repeated');
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
    const answer = await attempt(request, call);
    isThrottled(request, answer);
    return answer;
  }

  return { send, stats: counter.stats, connected: pacer.delayed };
}

const FOREIGN_HINT =
  'Run the same command again; if it stays, check base_url in the config and the proxy in between.';

interface ErrorDetail {
  readonly status: number;
  readonly requestId: string;
  readonly hint: string;
  readonly cause: Error;
}
