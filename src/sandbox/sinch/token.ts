import type { SandboxRequest, SandboxResponse } from '../stand-in.ts';
import type { SinchSwitches } from './switches.ts';

/** Credentials of the sandbox's own project. */
export const KEY_ID = 'sandbox-key';
export const KEY_SECRET = 'sandbox-secret-of-no-account';
const EXPECTED = `Basic ${Buffer.from(`${KEY_ID}:${KEY_SECRET}`).toString('base64')}`;

export interface Tokens {
  /** Answer of `POST /oauth2/token`. */
  issue(request: SandboxRequest, switches: SinchSwitches, nowMs: number): SandboxResponse;
  /** Whether a request comes with the key pair or with a live token. */
  admits(request: SandboxRequest, switches: SinchSwitches, nowMs: number): boolean;
}

/** OAuth2 client credentials: each request gets a token of its own, and old ones stay good until they expire. */
export function createTokens(): Tokens {
  const expiryMs = new Map<string, number>();
  const headers = { 'content-type': 'application/json' };
  return {
    issue({ method, headers: { authorization }, body }, { tokenSeconds }, nowMs) {
      const refuse = (status: number, error: string): SandboxResponse => ({
        status,
        headers,
        body: JSON.stringify({ error }),
      });
      if (method !== 'POST') return refuse(405, 'invalid_request');
      if (authorization !== EXPECTED) return refuse(401, 'invalid_client');
      if (new URLSearchParams(body).get('grant_type') !== 'client_credentials') {
        return refuse(400, 'unsupported_grant_type');
      }
      const access_token = `sandbox-token-${expiryMs.size + 1}`;
      expiryMs.set(access_token, nowMs + tokenSeconds * 1000);
      const token = { access_token, token_type: 'bearer', expires_in: tokenSeconds, scope: '' };
      return { status: 200, headers, body: JSON.stringify(token) };
    },
    admits({ headers: { authorization = '' } }, { bearer }, nowMs) {
      if (authorization === EXPECTED) return true;
      const token = /^Bearer (.+)$/.exec(authorization)?.[1] ?? '';
      return bearer === 'accept' && (expiryMs.get(token) ?? Number.NEGATIVE_INFINITY) > nowMs;
    },
  };
}
