import type { Clock } from '../../domain/clock.ts';
import type { Transport } from '../../http/transport.ts';
import { withBasic } from '../kit/basic.ts';
import { createBearer } from '../kit/bearer.ts';
import { CREDENTIALS_HINT, refusal } from './errors.ts';
import type { SinchSettings } from './settings.ts';

/**
 * Sends requests with the project's credentials, as `auth` says: an access token, or the key pair as Basic.
 * @see https://developers.sinch.com/docs/numbers/api-reference/authentication/oauth
 */
export function createAuthorized(
  settings: SinchSettings,
  transport: Transport,
  clock?: Clock,
): Transport['send'] {
  const { auth, auth_base_url, key_id, key_secret } = settings;
  if (auth === 'basic') return withBasic(transport, key_id, key_secret);
  return createBearer({
    provider: 'sinch',
    title: 'Sinch',
    tokenUrl: new URL(`${auth_base_url.replace(/\/+$/, '')}/oauth2/token`),
    clientId: key_id,
    clientSecret: key_secret,
    credentialsHint: CREDENTIALS_HINT,
    refusal,
    transport,
    clock,
  });
}
