import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Clock } from '../domain/clock.ts';
import { AppError } from '../errors/app-error.ts';
import { checkBody, decideBody, type SignAnswer, signBody } from './exchange.ts';
import type { Review } from './review.ts';

const HOST = '127.0.0.1';
const TOKEN_BYTES = 32;
/** A decision for 100,000 rows fits. */
const MOST_BODY_BYTES = 16 * 1024 * 1024;

/** A page that is being served to one browser. */
export interface ReviewServer {
  /** With the token: whoever has this address can decide and sign. */
  readonly url: string;
  /** Resolves with the signature, or with null when no page asked for anything for `idleMs`. */
  readonly ended: Promise<SignAnswer | null>;
  close(): Promise<void>;
}

/** A refusal that the page shows. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Serves a review on a free port of this machine alone. Each request has to name the token in its path, the server's own
 * address as its host, and, where it changes something, the server's own origin: a page of elsewhere gets nothing.
 * @param page the HTML of the page, whole
 */
export async function serveReview(
  review: Review,
  page: { readonly html: string; readonly policy: string },
  { idleMs, clock }: { readonly idleMs: number; readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'> },
): Promise<ReviewServer> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  let end: (signed: SignAnswer | null) => void = () => undefined;
  const ended = new Promise<SignAnswer | null>((resolve) => {
    end = resolve;
  });
  const closed = new AbortController();
  let askedAtMs = clock.monotonicMs();
  async function watchIdle(): Promise<void> {
    for (let restMs = idleMs; restMs > 0; restMs = askedAtMs + idleMs - clock.monotonicMs()) {
      await clock.sleep(restMs, closed.signal);
    }
    end(null);
  }
  // Closing the server ends the wait.
  void watchIdle().catch(() => undefined);
  const server = createServer((request, response) => {
    askedAtMs = clock.monotonicMs();
    void answer(request, response).catch((error: unknown) => refuse(response, error));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { port } = addressOf(server);
    const path = allowedPath(request, { token, authority: `${HOST}:${port}` });
    const url = new URL(path, `http://${HOST}`);
    if (request.method === 'GET' && url.pathname === '/') {
      response.writeHead(200, {
        ...HEADERS,
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': page.policy,
      });
      response.end(page.html);
      return;
    }
    if (request.method === 'GET' && url.pathname === '/content') {
      return json(response, await review.content());
    }
    if (request.method === 'GET' && url.pathname === '/since') {
      return json(response, await review.since(Number(url.searchParams.get('seq') ?? 0)));
    }
    if (request.method === 'POST' && url.pathname === '/check') {
      return json(response, await review.check(await bodyOf(request, checkBody)));
    }
    if (request.method === 'POST' && url.pathname === '/decide') {
      return json(response, await review.decide(await bodyOf(request, decideBody)));
    }
    if (request.method === 'POST' && url.pathname === '/sign') {
      const signed = await review.sign(await bodyOf(request, signBody));
      response.on('finish', () => end(signed));
      json(response, signed);
      return;
    }
    throw new Refusal(404, 'This page does not exist.');
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, resolve);
  });
  return {
    url: `http://${HOST}:${addressOf(server).port}/${token}/`,
    ended,
    close: async () => {
      closed.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The review server has no port.');
  return address;
}

/** The path below the token. @throws Refusal for a request that did not come from the page */
function allowedPath(
  { url = '', headers, method }: IncomingMessage,
  { token, authority }: { readonly token: string; readonly authority: string },
): string {
  if (headers.host !== authority) throw new Refusal(403, 'This page is served at another address.');
  const [, given = '', ...rest] = url.split('/');
  if (!isSame(given, token)) {
    throw new Refusal(403, 'Open the page with the whole address that e911 review printed.');
  }
  const origin = headers.origin;
  const isForeign = origin !== undefined && origin !== `http://${authority}`;
  if (isForeign || (method !== 'GET' && origin === undefined)) {
    throw new Refusal(403, 'Another page must not decide here.');
  }
  return `/${rest.join('/')}`;
}

function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

async function bodyOf<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  if (request.headers['content-type'] !== 'application/json') {
    throw new Refusal(415, 'A decision is sent as JSON.');
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > MOST_BODY_BYTES) throw new Refusal(413, 'That is more than a review holds.');
    parts.push(part);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new Refusal(400, 'That is not JSON.');
  }
  const read = schema.safeParse(value);
  if (!read.success) throw new Refusal(400, z.prettifyError(read.error));
  return read.data;
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { ...HEADERS, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

function refuse(response: ServerResponse, error: unknown): void {
  const isOurs = error instanceof AppError || error instanceof Refusal;
  const status = error instanceof Refusal ? error.status : error instanceof AppError ? 409 : 500;
  const message = isOurs
    ? error.message
    : `Internal error: ${error instanceof Error ? error.message : String(error)}`;
  const hint = error instanceof AppError ? error.hint : '';
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { ...HEADERS, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ message, hint }));
}
