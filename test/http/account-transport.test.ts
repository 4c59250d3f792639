import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/errors/provider-error.ts';
import { createTransport, type TransportOptions } from '../../src/http/account-transport.ts';
import { createRedactor } from '../../src/http/redact.ts';
import type { Call, HttpAnswer, HttpRequest } from '../../src/http/transport.ts';
import { type Wire, WireFailure } from '../../src/http/wire.ts';
import { createFakeClock } from './fake-clock.ts';

const ORIGIN = 'http://127.0.0.1:4010';
const read: HttpRequest = {
  operation: 'list',
  method: 'GET',
  url: new URL(`${ORIGIN}/a`),
  headers: {},
  effect: false,
};
const write: HttpRequest = { ...read, operation: 'create-address', method: 'POST', body: 'a', effect: true };
const plainCall: Call = { signal: new AbortController().signal, priority: 'read' };

function ok(text = 'fine', status = 200, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers, text, requestId: 'RQ1' };
}

/** A transport on a fake clock whose wire answers call number n as the test says. */
function setUp(
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

async function failureOf(promise: Promise<unknown>): Promise<ProviderError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ProviderError) return error;
  throw new Error(`expected a ProviderError, got ${String(error)}`);
}

describe('what may be sent', () => {
  it('goes to the account’s own origins only', async () => {
    const { send, sent } = setUp(() => ok());
    for (const url of [
      'https://127.0.0.1:4010/',
      'http://127.0.0.1:4011/',
      'http://evil.test/',
      'http://u:p@127.0.0.1:4010/',
    ]) {
      const error = await failureOf(send({ ...read, url: new URL(url) }));
      expect(error.kind).toBe('refused');
    }
    expect(sent).toHaveLength(0);
  });

  it('an effect needs a journal entry, made after the pace was waited for and only for the effect itself', async () => {
    const { send, sent, clock } = setUp(() => ok());
    await expect(send(write)).rejects.toThrow(/no journal entry/);
    const at: number[] = [];
    const call: Call = {
      ...plainCall,
      beforeSend: async () => {
        at.push(clock.monotonicMs());
        expect(sent).toHaveLength(1);
      },
    };
    await send(read, call);
    expect(at).toHaveLength(0);
    await send(write, call);
    expect(at).toEqual([1000 + 1000 / 97]);
  });

  it('nothing leaves when the journal cannot be written', async () => {
    const { send, sent } = setUp(() => ok());
    const beforeSend = async () => {
      throw new Error('disk full');
    };
    await expect(send(write, { ...plainCall, beforeSend })).rejects.toThrow('disk full');
    expect(sent).toHaveLength(0);
  });

  it('nothing leaves after a cancellation', async () => {
    const { transport, clock, sent } = setUp(() => ok(), {
      limits: { requestsPerSecond: 1, burst: 1, concurrency: 1 },
    });
    const stop = new AbortController();
    const call = { ...plainCall, signal: stop.signal, beforeSend: async () => undefined };
    const first = transport.send(write, call);
    await first;
    const waiting = [transport.send(write, call), transport.send(read, call)].map(failureOf);
    stop.abort();
    for (const error of await Promise.all(waiting)) expect(error.kind).toBe('not-sent');
    await clock.run();
    expect(sent).toHaveLength(1);
  });
});

describe('repeating', () => {
  const unknown = new WireFailure('unknown', 'no complete answer (ECONNRESET)');

  it('never repeats an effect', async () => {
    for (const status of [429, 500, 503]) {
      const { send, sent } = setUp(() => ok('', status));
      const answer = await send(write, { ...plainCall, beforeSend: async () => undefined });
      expect(answer.status).toBe(status);
      expect(sent).toHaveLength(1);
    }
    const { send, sent } = setUp(() => {
      throw unknown;
    });
    const error = await failureOf(send(write, { ...plainCall, beforeSend: async () => undefined }));
    expect(error.kind).toBe('unknown');
    expect(sent).toHaveLength(1);
  });

  it('repeats a read that failed, four times at most, with growing waits', async () => {
    const { send, sent, sentAt, transport } = setUp((n) => {
      if (n % 2 === 0) throw unknown;
      return ok('', 503);
    });
    expect((await failureOf(send(read))).kind).toBe('unknown');
    expect(sent).toHaveLength(5);
    const waits = sentAt.slice(1).map((at, i) => Math.round(at - (sentAt[i] ?? 0)));
    expect(waits).toEqual([125, 250, 500, 1000]);
    expect(transport.stats()).toMatchObject({ total: 5, retries: 4, throttled: 0, byOperation: { list: 5 } });
  });

  it('does not repeat a read once a minute has gone by: a server that never answers would hold it for five', async () => {
    const clock = createFakeClock();
    let sent = 0;
    const wire: Wire = async () => {
      sent += 1;
      await clock.sleep(30_000);
      throw new WireFailure('unknown', 'no complete answer');
    };
    const { transport } = setUp(() => ok(), { clock, wire });
    const failed = failureOf(transport.send(read, plainCall));
    await clock.run();
    expect((await failed).kind).toBe('unknown');
    expect(sent).toBe(2);
  });

  it('gives the last answer when it stays a 5xx, and the good one when it comes', async () => {
    expect((await setUp(() => ok('', 500)).send(read)).status).toBe(500);
    const { send, sent } = setUp((n) => (n < 2 ? ok('', 500) : ok()));
    expect((await send(read)).text).toBe('fine');
    expect(sent).toHaveLength(3);
  });

  it('does not repeat a refusal or a redirect', async () => {
    for (const status of [400, 401, 404]) {
      const { send, sent } = setUp(() => ok('', status));
      expect((await send(read)).status).toBe(status);
      expect(sent).toHaveLength(1);
    }
    for (const status of [301, 302, 303, 307, 308]) {
      const { send, sent } = setUp(() => ok('', status, { location: 'http://evil.test' }));
      expect(await failureOf(send(read))).toMatchObject({ kind: 'unknown', status, requestId: 'RQ1' });
      expect(sent).toHaveLength(1);
    }
  });

  it('stops repeating when many fail: ten repeats, then one for each ten requests', async () => {
    const { send, sent } = setUp(() => ok('', 500));
    for (let i = 0; i < 100; i += 1) await send(read);
    expect(sent.length).toBeLessThanOrEqual(100 + 10 + 10);
    expect(sent.length).toBeGreaterThanOrEqual(100 + 10);
  });

  it('waits as long as a 429 asks, for every call of the account, and continues up to twelve times', async () => {
    const { send, sentAt, pauses, transport } = setUp((n) =>
      n < 3 ? ok('', 429, { 'retry-after': '7' }) : ok(),
    );
    expect((await send(read)).status).toBe(200);
    for (let i = 1; i < 4; i += 1) {
      expect((sentAt[i] ?? 0) - (sentAt[i - 1] ?? 0)).toBeGreaterThanOrEqual(7000);
    }
    expect(pauses).toEqual([7000, 7000, 7000]);
    expect(transport.stats().throttled).toBe(3);
    const stubborn = setUp(() => ok('', 429));
    expect((await stubborn.send(read)).status).toBe(429);
    expect(stubborn.sent).toHaveLength(12);
  });

  it.each([
    ['429 with Retry-After', ok('', 429, { 'retry-after': '86400' })],
    ['503 with Retry-After', ok('', 503, { 'retry-after': '86400' })],
  ])('does not wait for a pause above --max-pause: %s', async (_, answer) => {
    const { send, sent, pauses } = setUp(() => answer);
    const waiting = [send(read), send(read), send(read)].map((sending) => sending.catch((error) => error));
    for (const error of await Promise.all(waiting)) {
      expect(error).toMatchObject({ kind: 'paused', code: 'PROVIDER_PAUSED' });
      expect(error.message).toMatch(
        /no requests until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, longer than --max-pause \(15 min\)/,
      );
    }
    const before = sent.length;
    await expect(send(read)).rejects.toMatchObject({ kind: 'paused' });
    expect([sent.length, pauses]).toEqual([before, []]);
  });

  it('adds up pauses that follow each other, and forgets them with an answer', async () => {
    const asked = (seconds: string) => ok('', 429, { 'retry-after': seconds });
    const stubborn = setUp(() => asked('600'));
    await expect(stubborn.send(read)).rejects.toMatchObject({ kind: 'paused' });
    expect(stubborn.sent).toHaveLength(2);
    const patient = setUp((n) => (n % 2 === 0 ? asked('600') : ok()));
    for (let i = 0; i < 3; i += 1) expect((await patient.send(read)).status).toBe(200);
  });

  it('takes a change answered 503 with a long pause for one of unknown outcome', async () => {
    const { send } = setUp(() => ok('', 503, { 'retry-after': '86400' }));
    expect((await send(write, { ...plainCall, beforeSend: async () => undefined })).status).toBe(503);
    await expect(send(read)).rejects.toMatchObject({ kind: 'paused' });
  });

  it('listens to the provider’s own way of asking for patience', async () => {
    const { send, sentAt } = setUp((n) => (n === 0 ? ok('', 420) : ok()), {
      readThrottle: (answer) => (answer.status === 420 ? { pauseMs: 3000 } : null),
    });
    await send(read);
    expect((sentAt[1] ?? 0) - (sentAt[0] ?? 0)).toBeGreaterThanOrEqual(3000);
  });
});
