import { ProviderError } from '../../src/errors/provider-error.ts';
import { createTransport, type TransportOptions } from '../../src/http/account-transport.ts';
import { createRedactor } from '../../src/http/redact.ts';
import type { Call, HttpAnswer, HttpRequest } from '../../src/http/transport.ts';
import type { Wire } from '../../src/http/wire.ts';
import { createFakeClock } from './fake-clock.ts';

const ORIGIN = 'http://127.0.0.1:4010';
export const read: HttpRequest = {
  operation: 'list',
  method: 'GET',
  url: new URL(`${ORIGIN}/a`),
  headers: {},
  effect: false,
};
export const write: HttpRequest = {
  ...read,
  operation: 'create-address',
  method: 'POST',
  body: 'a',
  effect: true,
};
export const plainCall: Call = { signal: new AbortController().signal, priority: 'read' };

export function ok(text = 'fine', status = 200, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers, text, requestId: 'RQ1' };
}

/** A transport on a fake clock whose wire answers call number n as the test says. */
export function setUp(
  answer: (n: number, request: HttpRequest) => HttpAnswer,
  more: Partial<TransportOptions> = {},
) {
  const clock = createFakeClock();
  const sentAt: number[] = [];
  const sent: HttpRequest[] = [];
  const pauses: number[] = [];
  const wire: Wire = async (request) => {
    sentAt.push(clock.monotonicMs());
    sent.push(request);
    return answer(sent.length - 1, request);
  };
  const transport = createTransport({
    provider: 'twilio',
    account: 'hq',
    origins: [ORIGIN],
    limits: { requestsPerSecond: 100, burst: 1, concurrency: 4 },
    wire,
    clock,
    random: () => 0.5,
    redactor: createRedactor(['canary-token-1']),
    onPause: (ms) => pauses.push(ms),
    ...more,
  });
  const send = async (request: HttpRequest, call: Call = plainCall): Promise<HttpAnswer> => {
    const result = transport.send(request, call);
    result.catch(() => undefined);
    await clock.run();
    return await result;
  };
  return { clock, transport, send, sent, sentAt, pauses };
}

export async function failureOf(promise: Promise<unknown>): Promise<ProviderError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ProviderError) return error;
  throw new Error(`expected a ProviderError, got ${String(error)}`);
}
