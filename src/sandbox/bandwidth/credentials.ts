import { createClientTokens, hasBasic, type TokenSwitches } from '../client-tokens.ts';
import type { SandboxRequest, SandboxResponse } from '../stand-in.ts';
import { Refusal } from './refusal.ts';

/** `api.bandwidth.com` has the token route under v1 alone. Source: `@bandwidth/numbers` 2.0.0. */
export const TOKEN_PATH = '/api/v1/oauth2/token';

/** An API user and OAuth2 client credentials of one account. */
interface CredentialPairs {
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Credentials {
  issueToken(request: SandboxRequest, switches: TokenSwitches, nowMs: number): SandboxResponse;
  /** @throws Refusal 401 unless the request carries a live token, or the API user where `basic` accepts it */
  check(request: SandboxRequest, switches: TokenSwitches, nowMs: number): void;
}

export function createCredentials({
  username,
  password,
  clientId,
  clientSecret,
}: CredentialPairs): Credentials {
  const tokens = createClientTokens(clientId, clientSecret);
  return {
    issueToken: tokens.issue,
    check(request, switches, nowMs) {
      if (tokens.admits(request, switches, nowMs)) return;
      if (switches.basic === 'accept' && hasBasic(request, username, password)) return;
      throw new Refusal(401, '1001', 'Access denied.');
    },
  };
}
