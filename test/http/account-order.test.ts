import { describe, expect, it } from 'vitest';
import { basicAuth } from '../../src/http/authorization.ts';
import type { Priority } from '../../src/http/transport.ts';
import { type Wire, WireFailure } from '../../src/http/wire.ts';
import { createFakeClock } from './fake-clock.ts';
import { failureOf, ok, plainCall, read, setUp } from './transport-setup.ts';

describe('order and concurrency', () => {
  it('keeps to the concurrency, and what finishes overtakes what starts', async () => {
    const clock = createFakeClock();
    let inFlight = 0;
    let most = 0;
    const order: string[] = [];
    const wire: Wire = async (request) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      order.push(request.operation);
      await clock.sleep(200);
      inFlight -= 1;
      return ok();
    };
    const { transport } = setUp(() => ok(), {
      clock,
      wire,
      limits: { requestsPerSecond: 50, burst: 1, concurrency: 3 },
    });
    const send = (priority: Priority) =>
      transport.send({ ...read, operation: priority }, { ...plainCall, priority });
    const all = [...Array.from({ length: 9 }, () => send('start')), send('read'), send('finish')];
    await clock.run();
    await Promise.all(all);
    expect(most).toBe(3);
    expect(order.slice(0, 3)).toEqual(['finish', 'read', 'start']);
  });
});

describe('secrets', () => {
  it('stay out of error texts, causes and refusals', async () => {
    const secret = 'canary-token-1';
    const { send } = setUp(() => {
      throw new WireFailure('unknown', `bad ${secret}`, { cause: new Error(basicAuth('AC1', secret)) });
    });
    const error = await failureOf(send(read));
    const seen = `${error.stack} ${String(error.cause)} ${(error.cause as Error).stack}`;
    expect(seen).not.toContain(secret);
    expect(seen).not.toContain(Buffer.from(`AC1:${secret}`).toString('base64').slice(6, 20));

    const echo = setUp((_n, request) => ok(`no: ${secret} ${request.headers['Authorization']}`, 400));
    const answer = await echo.send({ ...read, headers: { Authorization: 'Bearer tok-abc-123' } });
    expect(answer.text).toBe('no: *** Bearer ***');
  });
});
