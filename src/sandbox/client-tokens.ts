import { z } from 'zod';
import type { SandboxRequest, SandboxResponse } from './stand-in.ts';

/** Switches of a carrier with OAuth2 client credentials. */
export const tokenSwitches = {
  /** Lifetime of a token as its answer promises it, in seconds. */
  tokenSeconds: z.number().positive().default(3599),
  /** Lifetime of a token as the stand-in keeps it, in seconds; null for the promised one. */
  tokenDiesAfterSeconds: z.number().positive().nullable().default(null),
  /** How long a new token is refused, as if it were not known everywhere yet. */
  tokenKnownAfterMs: z.number().nonnegative().default(0),
  /** Whether tokens are accepted at all; a new one does not help against `refuse`. */
  bearer: z.enum(['accept', 'refuse']).default('accept'),
  /** Whether the user and password (or key and secret) are accepted on the API's own calls. */
  basic: z.enum(['accept', 'refuse']).default('accept'),
} as const;

export interface TokenSwitches {
  readonly tokenSeconds: number;
  readonly tokenDiesAfterSeconds: number | null;
  readonly tokenKnownAfterMs: number;
  readonly bearer: 'accept' | 'refuse';
  readonly basic: 'accept' | 'refuse';
}

interface ClientTokens {
  /** Answer of the token route: RFC 6749, section 4.4. */
  issue(request: SandboxRequest, switches: TokenSwitches, nowMs: number): SandboxResponse;
  /** Whether a request carries a token that this stand-in issued and that has not expired. */
  admits(request: SandboxRequest, switches: TokenSwitches, nowMs: number): boolean;
}

function basicPair(authorization: string): string {
  const encoded = /^Basic (.+)$/i.exec(authorization)?.[1] ?? '';
  return Buffer.from(encoded, 'base64').toString('utf8');
}

/** Whether a request carries this user and password as its Basic credentials. */
export function hasBasic({ headers }: SandboxRequest, user: string, password: string): boolean {
  return basicPair(headers['authorization'] ?? '') === `${user}:${password}`;
}

/** Each request gets a token of its own, and older ones stay good until they expire. */
export function createClientTokens(clientId: string, clientSecret: string): ClientTokens {
  const issuedMs = new Map<string, number>();
  const headers = { 'content-type': 'application/json' };
  const refuse = (status: number, error: string): SandboxResponse => ({
    status,
    headers,
    body: JSON.stringify({ error }),
  });
  return {
    issue(request, { tokenSeconds }, nowMs) {
      if (request.method !== 'POST') return refuse(405, 'invalid_request');
      if (!hasBasic(request, clientId, clientSecret)) return refuse(401, 'invalid_client');
      if (new URLSearchParams(request.body).get('grant_type') !== 'client_credentials') {
        return refuse(400, 'unsupported_grant_type');
      }
      const access_token = `sandbox-token-${issuedMs.size + 1}`;
      issuedMs.set(access_token, nowMs);
      const token = { access_token, token_type: 'bearer', expires_in: tokenSeconds, scope: '' };
      return { status: 200, headers, body: JSON.stringify(token) };
    },
    admits({ headers: { authorization = '' } }, switches, nowMs) {
      const atMs = issuedMs.get(/^Bearer (.+)$/.exec(authorization)?.[1] ?? '');
      if (atMs === undefined || switches.bearer === 'refuse') return false;
      const livesMs = (switches.tokenDiesAfterSeconds ?? switches.tokenSeconds) * 1000;
      return nowMs >= atMs + switches.tokenKnownAfterMs && nowMs < atMs + livesMs;
    },
  };
}
