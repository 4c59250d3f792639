import { expect, it } from 'vitest';
import type { CallEvent } from '../../src/domain/call-event.ts';
import { WireFailure } from '../../src/http/wire.ts';
import { ok, plainCall, read, setUp, write } from './transport-setup.ts';

/** A transport that keeps what it tells of its calls. */
function told(answer: Parameters<typeof setUp>[0]) {
  const calls: CallEvent[] = [];
  return { calls, ...setUp(answer, { onCall: (call) => calls.push(call) }) };
}

it('tells each attempt of a read by its number, with status, request id, and the time it took', async () => {
  const { send, calls } = told((n) => ok('', n < 2 ? 503 : 200));
  await send(read);
  expect(calls.map(({ attempt, status }) => [attempt, status])).toEqual([
    [1, 503],
    [2, 503],
    [3, 200],
  ]);
  expect(calls[0]).toMatchObject({
    account: 'hq',
    operation: 'list',
    method: 'GET',
    path: '/a',
    ms: 0,
    requestId: 'RQ1',
    error: '',
  });
  expect(Number.isNaN(Date.parse(calls[0]?.at ?? ''))).toBe(false);
});

it('tells a call without an answer, and why', async () => {
  const { send, calls } = told(() => {
    throw new WireFailure('unknown', 'no complete answer within 60000 ms');
  });
  const call = { ...plainCall, beforeSend: async () => undefined };
  await expect(send(write, call)).rejects.toThrow();
  expect(calls).toMatchObject([
    { attempt: 1, status: null, requestId: '', error: 'no complete answer within 60000 ms' },
  ]);
});

it('tells no call that did not leave', async () => {
  const { send, calls } = told(() => ok());
  await expect(send({ ...read, url: new URL('http://evil.test/') })).rejects.toThrow();
  const call = { ...plainCall, beforeSend: () => Promise.reject(new Error('no journal')) };
  await expect(send(write, call)).rejects.toThrow('no journal');
  expect(calls).toEqual([]);
});

it('tells no secret, no token, no body, and no words of a query', async () => {
  const { send, calls } = told(() => ({ ...ok('1 MAIN ST'), requestId: 'for-canary-token-1' }));
  const url = new URL(
    'http://127.0.0.1:4010/a/canary-token-1?CustomerName=City%20Desk&street=1%20MAIN%20ST&city=DENVER&page=2&tn=%2B13035550100&pageToken=eyJhIjoxfQ',
  );
  await send({ ...read, url, headers: { authorization: 'Bearer abcdef' } });
  await send({ ...read, url: new URL('http://127.0.0.1:4010/abcdef/x') });
  expect(calls.map(({ path }) => path)).toEqual([
    '/a/***?CustomerName=***&street=***&city=***&page=2&tn=+13035550100&pageToken=***',
    '/***/x',
  ]);
  expect(JSON.stringify(calls)).not.toMatch(/canary|abcdef|MAIN|DENVER|Desk/);
});
