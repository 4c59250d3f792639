import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../src/http/transport.ts';
import { failureOf, ok, plainCall, read, setUp, write } from './transport-setup.ts';

describe('what is not the provider’s answer', () => {
  it.each([
    ['an HTML page with 200', ok('<!DOCTYPE html><html></html>')],
    ['an HTML page with 404', ok(' <html><body>Not Found</body></html>', 404)],
    ['a page that is called JSON', ok('<html></html>', 200, { 'content-type': 'application/json' })],
    ['a page without a tag', ok('Under maintenance', 403, { 'content-type': 'text/html; charset=utf-8' })],
    ['nothing where JSON was asked for', ok('')],
    ['text where JSON was asked for', ok('OK')],
  ])('takes %s for no answer: a read is repeated, a change is unknown', async (name, foreign) => {
    const asJson = { ...read, headers: { accept: 'application/json' } };
    const passing = setUp((n) => (n < 2 ? foreign : ok('{}')));
    expect((await passing.send(asJson)).text).toBe('{}');
    const lasting = setUp(() => foreign);
    expect(await failureOf(lasting.send(asJson))).toMatchObject({
      kind: 'unknown',
      code: 'PROVIDER_NOT_READ',
    });
    if (name.includes('JSON was asked for')) return;
    const call = { ...plainCall, beforeSend: async () => undefined };
    expect(await failureOf(setUp(() => foreign).send(write, call))).toMatchObject({
      kind: 'unknown',
      code: 'PROVIDER_OUTCOME_UNKNOWN',
    });
  });

  it('repeats a read whose answer its adapter cannot read, returns the last one, and sends a change once', async () => {
    const isReadable = ({ text }: HttpAnswer): boolean => text === 'good';
    const passing = setUp((n) => ok(n < 2 ? 'odd' : 'good'));
    expect((await passing.send({ ...read, isReadable })).text).toBe('good');
    expect(passing.sent).toHaveLength(3);
    const lasting = setUp(() => ok('odd'));
    expect((await lasting.send({ ...read, isReadable })).text).toBe('odd');
    expect(lasting.sent).toHaveLength(5);
    const change = setUp(() => ok('odd'));
    const call = { ...plainCall, beforeSend: async () => undefined };
    expect((await change.send({ ...write, isReadable }, call)).text).toBe('odd');
    expect(change.sent).toHaveLength(1);
  });
});

describe('pauses', () => {
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
