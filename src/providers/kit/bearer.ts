import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import { basicAuth } from '../../http/authorization.ts';
import { encodeForm, FORM_CONTENT_TYPE } from '../../http/form.ts';
import { readJson } from '../../http/json.ts';
import { failureKind } from '../../http/status-kind.ts';
import type { Call, HttpAnswer, HttpRequest, Transport } from '../../http/transport.ts';
import type { ProviderName } from '../contract.ts';
import { refusalText } from './refusal-text.ts';

/** A token is renewed this long before it expires, as Sinch's own SDK does. */
const RENEW_BEFORE_MS = 60_000;
/** A new token takes a moment to be known everywhere: how long a refusal of one is waited for. */
const SETTLE_MS = 2_000;
/** The waits of the second new token. It is tried early, too: it may end before 2 s are over. */
const SECOND_WAITS_MS = [500, 1_500] as const;

/** RFC 6749 section 5.1. */
const WireToken = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
/** RFC 6749 section 5.2. */
const WireTokenError = z.object({ error: z.string(), error_description: z.string().nullish() });

interface Token {
  readonly value: string;
  /** Monotonic; infinite without a clock. */
  readonly renewAtMs: number;
  /** The carrier has taken it at least once. */
  isProved: boolean;
}

interface BearerOptions {
  readonly provider: ProviderName;
  /** Name of the carrier in sentences. */
  readonly title: string;
  readonly tokenUrl: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Which settings to check when the client is refused. */
  readonly credentialsHint: string;
  /** The adapter's own reading of an answer that refuses a request. */
  readonly refusal: (operation: string, answer: HttpAnswer) => ProviderError;
  readonly transport: Transport;
  /** Without one a token is renewed only when it is refused, and without a wait. */
  readonly clock?: Clock | undefined;
}

/** Sends one request with the account's credentials added. */
export type Authorized = (request: HttpRequest, call: Call) => Promise<HttpAnswer>;

/**
 * OAuth2 client credentials (RFC 6749 section 4.4) for one account. One token request is in flight at a time, and a token
 * is renewed before it ends. A refused token is renewed once, however many requests it was refused for: a read is sent
 * again here, a change is reported as `not-sent`. The credentials count as wrong when the token endpoint refuses the
 * client, or when two new tokens in a row are refused, the second one at least 2 s after the first and still 2 s later.
 * From then on nothing is sent any more: carriers lock accounts that keep trying.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function createBearer(options: BearerOptions): Authorized {
  const { transport, clock } = options;
  let token: Token | null = null;
  /** Changes whenever a refusal has been dealt with, so that late answers to older requests do not count twice. */
  let epoch = 0;
  /** Refusals in a row of tokens that were never taken: one of the first token, the others of the second. */
  let refusedInRow = 0;
  let flight: { readonly done: Promise<void>; readonly signal: AbortSignal } | null = null;
  let dead: ((operation: string) => ProviderError) | null = null;

  async function fetchToken(call: Call): Promise<void> {
    // Every other request waits for it, so it overtakes them.
    const answer = await transport.send(tokenRequest(options), { ...call, priority: 'finish' });
    const read = readTokenAnswer(options, answer);
    if ('refuse' in read) {
      const error = read.refuse('fetch-token');
      if (error.kind === 'credentials') dead = read.refuse;
      throw error;
    }
    const renewAfterMs = Math.max(read.lifeMs - RENEW_BEFORE_MS, read.lifeMs / 2);
    const renewAtMs = clock ? clock.monotonicMs() + renewAfterMs : Number.POSITIVE_INFINITY;
    token = { value: read.value, renewAtMs, isProved: false };
  }

  /** One renewal of the token at a time, however many calls wait for it. */
  async function once(call: Call, work: () => Promise<void>): Promise<void> {
    flight ??= {
      done: work().finally(() => {
        flight = null;
      }),
      signal: call.signal,
    };
    const joined = flight;
    try {
      await joined.done;
    } catch (error) {
      // It may have ended only because the caller that began it was canceled.
      if (!joined.signal.aborted || call.signal.aborted) throw error;
    }
  }

  function isDue(): boolean {
    return token === null || (clock?.monotonicMs() ?? 0) >= token.renewAtMs;
  }

  async function currentToken(operation: string, call: Call): Promise<Token> {
    for (;;) {
      if (dead !== null) throw dead(operation);
      if (flight === null && token !== null && !isDue()) return token;
      await once(call, () => fetchToken(call));
    }
  }

  async function dealWithRefusal(used: Token, answer: HttpAnswer, call: Call): Promise<void> {
    if (used.isProved) {
      refusedInRow = 0;
      token = null;
      await fetchToken(call);
    } else if (refusedInRow === 0) {
      // It may have ended while its request waited, so the next one is fetched when it can be used at once.
      await clock?.sleep(SETTLE_MS, call.signal);
      refusedInRow = 1;
      token = null;
      await fetchToken(call);
    } else {
      const waitMs = SECOND_WAITS_MS[refusedInRow - 1];
      if (waitMs === undefined) dead = (operation) => options.refusal(operation, answer);
      else await clock?.sleep(waitMs, call.signal);
      refusedInRow += 1;
    }
    epoch += 1;
  }

  return async function send(request, call) {
    let { priority } = call;
    for (;;) {
      let used = await currentToken(request.operation, call);
      let usedEpoch = epoch;
      const authorization = (): string => {
        // Requests that wait in a long queue begin the renewal too; a failure of it shows when a token is refused.
        if (flight === null && dead === null && isDue()) {
          void once(call, () => fetchToken(call)).catch(() => null);
        }
        used = token ?? used;
        usedEpoch = epoch;
        return `Bearer ${used.value}`;
      };
      const headers = { ...request.headers, authorization: authorization() };
      const answer = await transport.send({ ...request, headers, authorization }, { ...call, priority });
      if (answer.status !== 401) {
        if (answer.status < 500) {
          used.isProved = true;
          if (token === used) refusedInRow = 0;
        }
        return answer;
      }
      if (usedEpoch === epoch) await once(call, () => dealWithRefusal(used, answer, call));
      if (dead !== null) throw dead(request.operation);
      if (request.effect) throw renewed(options, request.operation, answer);
      // The new token may not live long, so that those who wait for it go first.
      priority = 'finish';
    }
  };
}

function tokenRequest({ tokenUrl, clientId, clientSecret }: BearerOptions): HttpRequest {
  return {
    operation: 'fetch-token',
    method: 'POST',
    url: tokenUrl,
    headers: {
      authorization: basicAuth(clientId, clientSecret),
      accept: 'application/json',
      'content-type': FORM_CONTENT_TYPE,
    },
    body: encodeForm({ grant_type: 'client_credentials' }),
    effect: false,
    isReadable: ({ status, text }) => status !== 200 || readJson(WireToken, text) !== null,
  };
}

type TokenAnswer =
  | { readonly value: string; readonly lifeMs: number }
  | { readonly refuse: (operation: string) => ProviderError };

function readTokenAnswer(options: BearerOptions, answer: HttpAnswer): TokenAnswer {
  const { provider, title } = options;
  if (answer.status === 200) {
    const body = readJson(WireToken, answer.text);
    const isSendable = body !== null && /^[\x21-\x7e]+$/.test(body.access_token);
    if (isSendable) return { value: body.access_token, lifeMs: body.expires_in * 1000 };
    const why =
      body === null
        ? 'its body is not a token'
        : 'its access token holds a character that a header cannot carry';
    const message = `${title} answered fetch-token with status 200, but ${why}.`;
    const hint = 'Check auth_base_url in the config; if it is right, run the same command again later.';
    const { status, requestId } = answer;
    return {
      refuse: (operation) =>
        new ProviderError(message, { kind: 'unknown', provider, operation, status, requestId, hint }),
    };
  }
  const error = readJson(WireTokenError, answer.text);
  // RFC 6749: wrong client credentials are answered 400 or 401 with `invalid_client`.
  const isClient = [400, 401, 403].includes(answer.status);
  const kind = isClient ? 'credentials' : failureKind(answer.status);
  const said = error?.error_description || `status ${answer.status} from the token endpoint`;
  const code = error?.error ?? '';
  return {
    refuse: (operation) =>
      new ProviderError(refusalText({ title, operation, kind, said, code }), {
        kind,
        provider,
        operation,
        status: answer.status,
        providerCode: error?.error,
        providerMessage: error?.error_description ?? undefined,
        requestId: answer.requestId,
        hint: isClient
          ? options.credentialsHint
          : 'Check auth_base_url in the config; if it is right, run the same command again later.',
      }),
  };
}

/** The request was not carried out and can be sent again with the new token. */
function renewed({ provider, title }: BearerOptions, operation: string, answer: HttpAnswer): ProviderError {
  return new ProviderError(`${title} did not take the access token of ${operation}; it has been renewed.`, {
    kind: 'not-sent',
    provider,
    operation,
    status: answer.status,
    requestId: answer.requestId,
    retryAfterMs: 0,
    hint: 'Run the same command again.',
  });
}
