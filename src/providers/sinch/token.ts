import type { Clock } from '../../domain/clock.ts';
import { basicAuth } from '../../http/basic-auth.ts';
import { encodeForm, FORM_CONTENT_TYPE } from '../../http/form.ts';
import { readJson } from '../../http/json.ts';
import type { Call, HttpAnswer, HttpRequest, Transport } from '../../http/transport.ts';
import { refusal, tokenRenewed, unreadable } from './errors.ts';
import type { SinchSettings } from './settings.ts';
import { WireToken } from './wire.ts';

/** A token is renewed this long before it expires, as Sinch's own SDK does. */
const RENEW_BEFORE_MS = 60_000;

interface Token {
  readonly value: string;
  /** Monotonic; infinite without a clock. */
  readonly renewAtMs: number;
  /** It was fetched because the one before was refused, and has not been taken yet. */
  unproved: boolean;
}

type Send = (request: Omit<HttpRequest, 'headers'>, call: Call) => Promise<HttpAnswer>;

/**
 * Sends requests with the account's credentials. A refused token is renewed once: a read is sent again here, a change is
 * reported as not sent. A fresh token that is refused too means the credentials.
 */
export function createAuthorized(settings: SinchSettings, transport: Transport, clock?: Clock): Send {
  const basic = basicAuth(settings.key_id, settings.key_secret);
  let token: Token | null = null;
  let fetching: Promise<Token> | null = null;

  async function fetchToken(unproved: boolean, call: Call): Promise<Token> {
    const answer = await transport.send(
      {
        operation: 'fetch-token',
        method: 'POST',
        url: new URL(`${settings.auth_base_url.replace(/\/+$/, '')}/oauth2/token`),
        headers: { authorization: basic, accept: 'application/json', 'content-type': FORM_CONTENT_TYPE },
        body: encodeForm({ grant_type: 'client_credentials' }),
        effect: false,
      },
      call,
    );
    if (answer.status !== 200) {
      // RFC 6749: wrong client credentials are answered 400 or 401 with `invalid_client`.
      const isClient = [400, 401, 403].includes(answer.status);
      throw refusal('fetch-token', answer, isClient ? 'credentials' : undefined);
    }
    const body = readJson(WireToken, answer.text);
    if (body === null) throw unreadable('fetch-token', { ...answer, text: '' }, 'its body is no token');
    const lifeMs = body.expires_in * 1000;
    const renewAtMs = clock
      ? clock.monotonicMs() + Math.max(lifeMs - RENEW_BEFORE_MS, lifeMs / 2)
      : Number.POSITIVE_INFINITY;
    token = { value: body.access_token, renewAtMs, unproved };
    return token;
  }

  /** One request for a token at a time, whoever waits for it. */
  async function currentToken(call: Call, unproved = false): Promise<Token> {
    if (token !== null && (clock?.monotonicMs() ?? 0) < token.renewAtMs) return token;
    if (fetching === null) {
      fetching = fetchToken(unproved, call).finally(() => {
        fetching = null;
      });
      return await fetching;
    }
    try {
      return await fetching;
    } catch (error) {
      // It may have failed for the other caller's reasons only, its cancellation for one.
      if (call.signal.aborted) throw error;
      return await fetchToken(unproved, call);
    }
  }

  function headersFor(authorization: string, request: Omit<HttpRequest, 'headers'>): Record<string, string> {
    const accept = { authorization, accept: 'application/json' };
    return request.body === undefined ? accept : { ...accept, 'content-type': 'application/json' };
  }

  return async function send(request, call): Promise<HttpAnswer> {
    if (settings.auth === 'basic')
      return transport.send({ ...request, headers: headersFor(basic, request) }, call);
    for (;;) {
      const used = await currentToken(call);
      const answer = await transport.send(
        { ...request, headers: headersFor(`Bearer ${used.value}`, request) },
        call,
      );
      if (answer.status !== 401) {
        if (answer.status < 500) used.unproved = false;
        return answer;
      }
      if (token === used) {
        token = null;
        if (used.unproved) throw refusal(request.operation, answer, 'credentials');
        await currentToken(call, true);
      }
      if (request.effect) throw tokenRenewed(request.operation, answer);
    }
  };
}
