import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../domain/clock.ts';
import { answerControl, CONTROL_PREFIX, type RequestRecord } from './control-paths.ts';
import { deliver, reset, send } from './deliver.ts';
import type { Faults } from './faults.ts';
import type { SandboxRequest, StandIn } from './stand-in.ts';

/** The log of requests is kept for the newest of them only. */
const KEPT_REQUESTS = 200_000;

export interface SandboxServerOptions {
  /** 0 or absent: a free port. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  readonly clock: Clock;
  readonly faults: Faults;
  /** Least time that handling a request takes, in milliseconds, so that requests can overlap; 0 when absent. */
  readonly latencyMs?: number;
  /** Neither the listener nor a connection keeps the process alive. */
  readonly isBackground?: boolean;
  /** Called with each request when it has ended. */
  readonly log?: (record: RequestRecord) => void;
}

export interface SandboxServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Requests to the carrier's own paths, oldest first. */
  readonly requests: readonly RequestRecord[];
  /** Closes the listener and every connection. */
  close(): Promise<void>;
}

async function readRequest(incoming: IncomingMessage, inFlight: number): Promise<SandboxRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
    inFlight,
  };
}

/**
 * Serves one stand-in over real HTTP on 127.0.0.1, with faults and the control paths of `control-paths.ts`.
 * @throws Error (EADDRINUSE and the like) when the port cannot be had.
 */
export async function startSandboxServer(
  standIn: StandIn,
  options: SandboxServerOptions,
): Promise<SandboxServer> {
  const { clock, faults } = options;
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // As many answers wait on it as requests are open.
  const requests: RequestRecord[] = [];
  let inFlight = 0;

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const atMs = clock.monotonicMs();
    if ((incoming.url ?? '').startsWith(CONTROL_PREFIX)) {
      const request = await readRequest(incoming, 1);
      send(outgoing, answerControl(request, clock.monotonicMs(), { standIn, faults, requests }));
      return;
    }
    inFlight += 1;
    let counted = true;
    const leave = (): void => {
      if (counted) inFlight -= 1;
      counted = false;
    };
    // A hanging request is in flight until the other side gives up.
    outgoing.once('close', leave);
    const request = await readRequest(incoming, inFlight);
    const operation = standIn.operationOf?.(request) ?? 'other';
    const target = incoming.url ?? '/';
    const rule = faults.strike({ method: request.method, target, body: request.body, operation });
    const limit = standIn.controls?.maxConcurrent;
    const tooMany = limit !== undefined && (request.inFlight ?? 1) > limit;
    // A carrier turns surplus requests away at once; they must not hold a place that others are counted against.
    if (!tooMany && options.latencyMs) await clock.sleep(options.latencyMs, stop.signal);
    const status = await deliver({ standIn, request, outgoing, rule, leave, clock, signal: stop.signal });
    const record: RequestRecord = {
      atMs,
      endedAtMs: clock.monotonicMs(),
      method: request.method,
      path: target,
      operation,
      status,
      fault: rule?.do ?? '',
      inFlight: request.inFlight ?? 1,
    };
    requests.push(record);
    if (requests.length > KEPT_REQUESTS) requests.splice(0, KEPT_REQUESTS / 2);
    options.log?.(record);
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      if (stop.signal.aborted || outgoing.headersSent) return reset(outgoing);
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      send(outgoing, { status: 500, headers: { 'content-type': 'text/plain' }, body: `${message}\n` });
    });
  });
  // Keep-alive that ends between two requests looks like a reset to the client; only switched-on faults may do that.
  server.keepAliveTimeout = 0;
  if (options.isBackground) server.on('connection', (socket) => socket.unref());
  await listen(server, options);
  if (options.isBackground) server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((done) => {
        stop.abort(new Error('The sandbox is closing.'));
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, options: SandboxServerOptions): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', () => {
      server.off('error', fail);
      done();
    });
  });
}
