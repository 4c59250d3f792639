import { ProviderError } from '../../../src/errors/provider-error.ts';
import { createTransport } from '../../../src/http/account-transport.ts';
import { createRedactor } from '../../../src/http/redact.ts';
import type { HttpAnswer } from '../../../src/http/transport.ts';
import type { Wire } from '../../../src/http/wire.ts';
import { createBearer } from '../../../src/providers/kit/bearer.ts';
import { createFakeClock } from '../../http/fake-clock.ts';

const ORIGIN = 'https://carrier.example';
const BUSY_MS = 40;

/** How the carrier behind the wire treats tokens. */
interface TokenRules {
  readonly promisedMs: number;
  /** What they live in truth; as promised when absent. */
  readonly livesMs?: number;
  /** How long a new token is not known yet. */
  readonly knownAfterMs?: number;
  readonly client?: 'right' | 'wrong';
  readonly bearer?: 'accept' | 'refuse';
}

/** A carrier with OAuth2 client credentials on a clock that jumps, behind the real pace and dispatch. */
export function openCarrier(rules: TokenRules, requestsPerSecond = 20) {
  const clock = createFakeClock();
  const issuedMs = new Map<string, number>();
  const seen: string[] = [];
  const answer = (status: number, body: unknown = {}): HttpAnswer => {
    return { status, headers: {}, text: JSON.stringify(body), requestId: '' };
  };
  const isGood = (token: string): boolean => {
    const ageMs = clock.monotonicMs() - (issuedMs.get(token) ?? Number.POSITIVE_INFINITY);
    if (rules.bearer === 'refuse') return false;
    return ageMs >= (rules.knownAfterMs ?? 0) && ageMs < (rules.livesMs ?? rules.promisedMs);
  };
  const wire: Wire = async ({ operation, headers }) => {
    await clock.sleep(BUSY_MS / 2);
    if (operation === 'fetch-token') {
      seen.push('token');
      if (rules.client === 'wrong') return answer(401, { error: 'invalid_client' });
      const access_token = `t${issuedMs.size + 1}`;
      issuedMs.set(access_token, clock.monotonicMs());
      return answer(200, { access_token, expires_in: rules.promisedMs / 1000 });
    }
    const isTaken = isGood(headers['authorization']?.replace('Bearer ', '') ?? '');
    seen.push(isTaken ? 'taken' : 'refused');
    await clock.sleep(BUSY_MS / 2);
    return answer(isTaken ? 200 : 401);
  };
  const transport = createTransport({
    provider: 'bandwidth',
    account: 'bw',
    origins: [ORIGIN],
    limits: { requestsPerSecond, burst: 1, concurrency: 8 },
    wire,
    clock,
    random: () => 0.5,
    redactor: createRedactor([]),
  });
  const send = createBearer({
    provider: 'bandwidth',
    title: 'Bandwidth',
    tokenUrl: new URL(`${ORIGIN}/token`),
    clientId: 'id',
    clientSecret: 'secret',
    credentialsHint: 'Check the client.',
    refusal: (operation) =>
      new ProviderError('refused', { kind: 'credentials', provider: 'bandwidth', operation }),
    transport,
    clock,
  });
  /** One read, or one change that is sent again while it was certainly not carried out. */
  const ask = async (effect: boolean, signal = new AbortController().signal): Promise<number> => {
    const request = {
      operation: 'call',
      method: 'GET',
      url: new URL(`${ORIGIN}/x`),
      headers: {},
      effect,
    } as const;
    for (let attempt = 1; ; attempt += 1) {
      // A run sends a change whose token was renewed before all others.
      const priority = attempt === 1 ? 'start' : 'finish';
      try {
        return (await send(request, { signal, priority, beforeSend: async () => undefined })).status;
      } catch (error) {
        if (!(error instanceof ProviderError) || error.kind !== 'not-sent' || attempt === 8) throw error;
        await clock.sleep(error.retryAfterMs ?? 500);
      }
    }
  };
  return { ask, clock, count: (what: string) => seen.filter((one) => one === what).length };
}
