import { expect, test } from 'vitest';
import type { HttpAnswer, HttpRequest, Transport } from '../../../src/http/transport.ts';
import { proveFirst } from '../../../src/providers/kit/prove-first.ts';
import { call } from '../scripted.ts';

const request: HttpRequest = {
  operation: 'read',
  method: 'GET',
  url: new URL('https://carrier.example/x'),
  headers: {},
  effect: false,
};

/** A transport whose answers the test gives when it wants to. */
function held() {
  const open: { answer(status: number): void; fail(): void }[] = [];
  const transport: Transport = {
    send: () =>
      new Promise<HttpAnswer>((resolve, reject) => {
        open.push({
          answer: (status) => resolve({ status, headers: {}, text: '', requestId: '' }),
          fail: () => reject(new Error('unreachable')),
        });
      }),
  };
  return { transport: proveFirst(transport), open };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('credentials that are refused cost one call, and every waiting one has its answer', async () => {
  const { transport, open } = held();
  const answers = Promise.all(Array.from({ length: 8 }, () => transport.send(request, call())));
  await settled();
  expect(open).toHaveLength(1);
  open[0]?.answer(401);
  expect((await answers).map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 401));
  expect((await transport.send(request, call())).status).toBe(401);
  expect(open).toHaveLength(1);
});

test.each([200, 404, 503])('after a first answer of %i all go at once', async (status) => {
  const { transport, open } = held();
  void Promise.all(Array.from({ length: 8 }, () => transport.send(request, call())));
  await settled();
  open[0]?.answer(status);
  await settled();
  expect(open).toHaveLength(8);
});

test('a first call without an answer holds up no other', async () => {
  const { transport, open } = held();
  const first = transport.send(request, call());
  void transport.send(request, call());
  await settled();
  open[0]?.fail();
  await expect(first).rejects.toThrow('unreachable');
  await settled();
  expect(open).toHaveLength(2);
});

test('a call that is canceled while it waits waits no longer', async () => {
  const { transport, open } = held();
  void transport.send(request, call());
  const stop = new AbortController();
  void transport.send(request, { signal: stop.signal, priority: 'start' });
  await settled();
  expect(open).toHaveLength(1);
  stop.abort();
  await settled();
  expect(open).toHaveLength(2);
});
