import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../src/http/transport.ts';
import { createWire } from '../../src/http/undici-wire.ts';
import { WireFailure } from '../../src/http/wire.ts';
import { type LocalServer, startServer } from './local-server.ts';

const signal = new AbortController().signal;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close();
});

async function tcpServer(onData: (socket: Socket) => void): Promise<string> {
  const server: Server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => onData(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function post(url: string, headers: Record<string, string> = {}): HttpRequest {
  return {
    operation: 'create-address',
    method: 'POST',
    url: new URL(url),
    headers,
    body: 'a=1',
    effect: true,
  };
}

function newWire() {
  const made = createWire({ connections: 2 });
  open.push(made);
  return made.wire;
}

async function failureOf(promise: Promise<unknown>): Promise<WireFailure> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof WireFailure) return error;
  throw new Error(`expected a WireFailure, got ${String(error)}`);
}

async function serve(answer: Parameters<typeof startServer>[0]): Promise<LocalServer> {
  const server = await startServer(answer);
  open.push(server);
  return server;
}

describe('the wire', () => {
  it('gives a complete answer with lower-case headers and the request id', async () => {
    const server = await serve((response) => {
      response.writeHead(201, { 'Twilio-Request-Id': 'RQ1', 'X-Two': ['a', 'b'] });
      response.end('{"name":"Söhne"}');
    });
    const answer = await newWire()(post(`${server.origin}/x`), { signal, timeoutMs: 5000 });
    expect(answer.status).toBe(201);
    expect(answer.text).toBe('{"name":"Söhne"}');
    expect(answer.requestId).toBe('RQ1');
    expect(answer.headers['x-two']).toBe('a, b');
    expect(server.bodies).toEqual(['a=1']);
  });

  it('hands back a redirect without following it', async () => {
    const target = await serve((response) => response.end('stolen'));
    const server = await serve((response) => response.writeHead(307, { location: target.origin }).end());
    const answer = await newWire()(post(server.origin), { signal, timeoutMs: 5000 });
    expect(answer.status).toBe(307);
    expect(target.times).toHaveLength(0);
  });

  it('knows that nothing was sent when the connection is refused', async () => {
    const server = await startServer((response) => response.end());
    await server.close();
    const failure = await failureOf(newWire()(post(server.origin), { signal, timeoutMs: 5000 }));
    expect(failure.kind).toBe('not-sent');
    expect(failure.message).toContain('ECONNREFUSED');
  });

  it('knows that nothing was sent when TLS fails', async () => {
    const host = await tcpServer((socket) => socket.end('this is not TLS'));
    const failure = await failureOf(newWire()(post(`https://${host}/`), { signal, timeoutMs: 5000 }));
    expect(failure.kind).toBe('not-sent');
  });

  it.each([
    ['a reset after the request', (socket: Socket) => socket.resetAndDestroy()],
    ['a close without an answer', (socket: Socket) => socket.end()],
    ['a body cut off', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"a":')],
    [
      'a chunked body cut off',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n'),
    ],
    ['something that is not HTTP', (socket: Socket) => socket.end('hello there\r\n\r\n')],
    [
      'bytes that are not UTF-8',
      (socket: Socket) =>
        socket.end(Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\u00e9x', 'latin1')),
    ],
    [
      'a compressed body that is damaged',
      (socket: Socket) =>
        socket.end('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx'),
    ],
  ])('calls %s unknown', async (_name, onData) => {
    const host = await tcpServer(onData);
    const failure = await failureOf(newWire()(post(`http://${host}/`), { signal, timeoutMs: 5000 }));
    expect(failure.kind).toBe('unknown');
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('asks for %s and reads it', async (encoding, compress) => {
    const asked: (string | undefined)[] = [];
    const server = await serve((response, _n, request) => {
      asked.push(request.headers['accept-encoding']?.toString());
      response.writeHead(200, { 'content-encoding': encoding });
      response.end(compress('{"street":"Rue de l’Église"}'));
    });
    const answer = await newWire()(post(server.origin), { signal, timeoutMs: 5000 });
    expect(answer.text).toBe('{"street":"Rue de l’Église"}');
    expect(asked).toEqual(['gzip, br']);
  });

  it.each([
    ['cut off', 'gzip', gzipSync('x'.repeat(5000)).subarray(0, 20), 'damaged or cut off'],
    ['cut off', 'br', brotliCompressSync('{"a":1}').subarray(0, 5), 'damaged or cut off'],
    ['larger than 32 MB inflated', 'gzip', gzipSync(Buffer.alloc(33 * 1024 * 1024)), 'more than 32 MB'],
    [
      'larger than 32 MB inflated',
      'br',
      brotliCompressSync(Buffer.alloc(33 * 1024 * 1024)),
      'more than 32 MB',
    ],
    ['compressed in another way', 'zstd', Buffer.from('x'), 'not asked for'],
    ['compressed twice', 'gzip, br', brotliCompressSync(gzipSync('x')), 'not asked for'],
  ])('calls an answer %s (%s) unknown', async (_what, encoding, body, words) => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': body.length });
      response.end(body);
    });
    const failure = await failureOf(newWire()(post(server.origin), { signal, timeoutMs: 5000 }));
    expect(failure.kind).toBe('unknown');
    expect(failure.message).toContain(words);
  });

  it('gives up a server that drips bytes, at the deadline', async () => {
    const server = await serve((response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    const failure = await failureOf(newWire()(post(server.origin), { signal, timeoutMs: 300 }));
    expect(failure.kind).toBe('unknown');
    expect(failure.message).toContain('300 ms');
  });

  it('gives up when it is aborted', async () => {
    const server = await serve(() => undefined);
    const stop = new AbortController();
    const answer = failureOf(newWire()(post(server.origin), { signal: stop.signal, timeoutMs: 5000 }));
    setTimeout(() => stop.abort(), 100);
    expect((await answer).kind).toBe('unknown');
  });

  it('refuses an endless body', async () => {
    const server = await serve((response) => {
      const chunk = Buffer.alloc(1024 * 1024, 32);
      for (let i = 0; i < 40; i += 1) response.write(chunk);
      response.end();
    });
    const failure = await failureOf(newWire()(post(server.origin), { signal, timeoutMs: 20_000 }));
    expect(failure.message).toContain('32 MB');
  });

  it('does not repeat a header that cannot be sent', async () => {
    const headers = { authorization: 'Basic canary\r\nx: y' };
    const failure = await failureOf(
      newWire()(post('http://127.0.0.1:9/', headers), { signal, timeoutMs: 5000 }),
    );
    expect(failure.kind).toBe('not-sent');
    expect(JSON.stringify([failure.message, String(failure.cause)])).not.toContain('canary');
  });
});
