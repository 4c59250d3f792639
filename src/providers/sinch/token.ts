import type { Clock } from '../../domain/clock.ts';
import { basicAuth } from '../../http/basic-auth.ts';
import type { Call, HttpAnswer, HttpRequest, Transport } from '../../http/transport.ts';
import { createBearer } from '../kit/bearer.ts';
import { proveFirst } from '../kit/prove-first.ts';
import { CREDENTIALS_HINT, refusal } from './errors.ts';
import type { SinchSettings } from './settings.ts';

type Send = (request: Omit<HttpRequest, 'headers'>, call: Call) => Promise<HttpAnswer>;

/**
 * Sends requests with the project's credentials, as `auth` says: an access token, or the key pair as Basic.
 * @see https://developers.sinch.com/docs/numbers/api-reference/authentication/oauth
 */
export function createAuthorized(settings: SinchSettings, transport: Transport, clock?: Clock): Send {
  const send =
    settings.auth === 'basic' ? withKeyPair(settings, transport) : withToken(settings, transport, clock);
  return (request, call) => {
    const accept = { accept: 'application/json' };
    const headers = request.body === undefined ? accept : { ...accept, 'content-type': 'application/json' };
    return send({ ...request, headers }, call);
  };
}

function withKeyPair(settings: SinchSettings, transport: Transport) {
  const authorization = basicAuth(settings.key_id, settings.key_secret);
  const { send } = proveFirst(transport);
  return (request: HttpRequest, call: Call) =>
    send({ ...request, headers: { ...request.headers, authorization } }, call);
}

function withToken(settings: SinchSettings, transport: Transport, clock: Clock | undefined) {
  return createBearer({
    provider: 'sinch',
    title: 'Sinch',
    tokenUrl: new URL(`${settings.auth_base_url.replace(/\/+$/, '')}/oauth2/token`),
    clientId: settings.key_id,
    clientSecret: settings.key_secret,
    credentialsHint: CREDENTIALS_HINT,
    refusal: (operation, answer) => refusal(operation, answer, 'credentials'),
    transport,
    clock,
  });
}
