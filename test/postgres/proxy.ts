import { once } from 'node:events';
import { connect as connectTo, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Stands between the program and a server, and can cut the line at the worst moment. */
interface Proxy {
  readonly url: string;
  /** How often the program has waited for the server: pieces that it sent after an answer. */
  turnarounds(): number;
  /** From now on a COMMIT reaches the server, and its answer does not come back: the line is cut instead. */
  cutAtCommit(): void;
  /** The server is gone: every line is cut, and no new one is let through. */
  cut(): void;
}

/** A proxy in front of the server of a URL. */
export async function openProxy(url: string): Promise<Proxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let cuts = false;
  let isGone = false;
  let turnarounds = 0;
  const server = createServer((client) => {
    if (isGone) {
      client.destroy();
      return;
    }
    const upstream = connectTo(Number(target.port), target.hostname);
    let isCommitting = false;
    let isAnswered = true;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.on('data', (chunk) => {
      if (isAnswered) turnarounds += 1;
      isAnswered = false;
      isCommitting ||= cuts && chunk.includes('COMMIT');
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      isAnswered = true;
      if (isCommitting && chunk.includes('COMMIT')) client.destroy();
      else if (!client.destroyed) client.write(chunk);
    });
    client.on('close', () => upstream.end());
    upstream.on('close', () => client.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const through = new URL(url);
  through.port = String(typeof address === 'object' && address !== null ? address.port : 0);
  return {
    url: through.href,
    turnarounds: () => turnarounds,
    cutAtCommit: () => {
      cuts = true;
    },
    cut: () => {
      isGone = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}
