import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LocalServer {
  readonly origin: string;
  /** When each request came in, monotonic milliseconds. */
  readonly times: number[];
  readonly bodies: string[];
  close(): Promise<void>;
}

/** A real server on 127.0.0.1 that answers request number n (from 0) as the test says. */
export async function startServer(
  answer: (response: ServerResponse, n: number, request: IncomingMessage) => void,
): Promise<LocalServer> {
  const times: number[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const n = times.length;
    times.push(performance.now());
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      bodies.push(body);
      answer(response, n, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    times,
    bodies,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
