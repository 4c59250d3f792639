import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/http/transport.ts';
import { type Wire, WireFailure } from '../../src/http/wire.ts';
import { createFakeClock } from './fake-clock.ts';
import { failureOf, ok, plainCall, read, setUp, write } from './transport-setup.ts';

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
    expect(at).toEqual([1000 + 1000 / 98.5]);
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
      const { send, sent } = setUp(() => ok('', status, { location: 'http://evil.test/in?token=1' }));
      const error = await failureOf(send(read));
      expect(error).toMatchObject({ kind: 'unknown', status, requestId: 'RQ1' });
      expect(error.message).toMatch(
        /^hq: the base_url answers with a redirect to http:\/\/evil\.test\/in \(/,
      );
      expect(sent).toHaveLength(1);
      const call = { ...plainCall, beforeSend: async () => undefined };
      // 303 says that it was carried out and that the answer is elsewhere.
      expect((await failureOf(send(write, call))).kind).toBe(status === 303 ? 'unknown' : 'refused');
    }
  });

  it('stops repeating when many fail: ten repeats, then one for each ten requests', async () => {
    const { send, sent } = setUp(() => ok('', 500));
    for (let i = 0; i < 100; i += 1) await send(read);
    expect(sent.length).toBeLessThanOrEqual(100 + 10 + 10);
    expect(sent.length).toBeGreaterThanOrEqual(100 + 10);
  });
});
