import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { Agent, buildConnector, type Dispatcher, errors, request as send } from 'undici';
import { systemCode } from '../errors/system-code.ts';
import type { HttpAnswer } from './transport.ts';
import { type Wire, WireFailure } from './wire.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 30_000;
const BODY_TIMEOUT_MS = 30_000;
/** Far above the largest page of any provider here. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;
/** What `inflated` reads. */
const ACCEPT_ENCODING = 'gzip, br';

/** Headers in which providers and their gateways name a request for their support, most telling first. */
const REQUEST_ID_HEADERS = [
  'twilio-request-id',
  'x-request-id',
  'x-nexmo-trace-id',
  'x-trace-id',
  'x-correlation-id',
  'request-id',
  'x-amzn-requestid',
];

/** The real wire: keep-alive connections of one account, one request at a time on each. */
export function createWire(options: {
  readonly connections: number;
  /** Called when a connection is open and its first request leaves: milliseconds since it was asked for. */
  readonly onConnected?: (afterMs: number) => void;
}): {
  readonly wire: Wire;
  close(): Promise<void>;
} {
  const unconnected = new WeakSet<Error>();
  const agent = new Agent({
    connections: options.connections,
    pipelining: 1,
    connect: markingConnector(unconnected, options.onConnected),
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: BODY_TIMEOUT_MS,
  });
  const wire: Wire = async (request, { signal, timeoutMs }) => {
    const deadline = new AbortController();
    const onAbort = (): void => deadline.abort(signal.reason);
    const timer = setTimeout(
      () => deadline.abort(new Error(`no complete answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      const answer = await send(request.url, {
        dispatcher: agent,
        method: request.method,
        headers: { 'accept-encoding': ACCEPT_ENCODING, ...request.headers },
        body: request.body ?? null,
        signal: deadline.signal,
      });
      return await readAnswer(answer);
    } catch (error) {
      throw error instanceof WireFailure ? error : wireFailure(error, unconnected);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  };
  return { wire, close: () => agent.destroy() };
}

/**
 * Notes every error from before the connection was open (name look-up, refusal, TLS): only then is it certain that nothing was
 * sent. An error code alone cannot tell, ECONNRESET comes before and after.
 */
function markingConnector(
  unconnected: WeakSet<Error>,
  onConnected?: (afterMs: number) => void,
): buildConnector.connector {
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS });
  return (options, callback) => {
    const askedMs = performance.now();
    connect(options, (...[error, socket]) => {
      if (error !== null) {
        unconnected.add(error);
        callback(error, null);
      } else {
        onConnected?.(performance.now() - askedMs);
        callback(null, socket);
      }
    });
  };
}

async function readAnswer(answer: Dispatcher.ResponseData): Promise<HttpAnswer> {
  const headers = flatHeaders(answer.headers);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new WireFailure('unknown', 'the answer is larger than 32 MB');
    chunks.push(chunk);
  }
  const declared = headers['content-length'];
  if (declared !== undefined && Number(declared) !== bytes && answer.statusCode !== 304) {
    throw new WireFailure('unknown', `the answer was cut off after ${bytes} of ${declared} bytes`);
  }
  return {
    status: answer.statusCode,
    headers,
    text: strictText(await inflated(Buffer.concat(chunks), headers['content-encoding'])),
    requestId: requestId(headers),
  };
}

function flatHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const flat: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

type Inflate = (body: Buffer, bounds: { readonly maxOutputLength: number }) => Promise<Buffer>;

const INFLATE: ReadonlyMap<string, Inflate> = new Map([
  ['gzip', promisify(gunzip) as Inflate],
  ['x-gzip', promisify(gunzip) as Inflate],
  ['br', promisify(brotliDecompress) as Inflate],
]);

/**
 * The body without its compression. In one piece rather than through the client's stream, so that the declared length is
 * still compared with what came, and the bound holds for the inflated size.
 * @throws WireFailure for an encoding that was not asked for, a cut-off body, or one that inflates above the bound
 */
async function inflated(body: Buffer, encoding = 'identity'): Promise<Buffer> {
  const name = encoding.trim().toLowerCase();
  if (name === 'identity' || name === '' || body.length === 0) return body;
  const inflate = INFLATE.get(name);
  if (inflate === undefined) {
    throw new WireFailure('unknown', 'the answer is compressed in a way that was not asked for');
  }
  try {
    return await inflate(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    const why = isTooLarge
      ? 'the answer inflates to more than 32 MB'
      : 'the compressed answer is damaged or cut off';
    throw new WireFailure('unknown', why, { cause: error });
  }
}

/** A replaced character in an address would look like a change of the address, so nothing is replaced. */
function strictText(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new WireFailure('unknown', 'the answer is not UTF-8');
  }
}

function requestId(headers: Readonly<Record<string, string>>): string {
  for (const name of REQUEST_ID_HEADERS) {
    const value = headers[name];
    if (value !== undefined && value !== '') return value.slice(0, 200);
  }
  return '';
}

function wireFailure(error: unknown, unconnected: WeakSet<Error>): WireFailure {
  if (!(error instanceof Error)) return new WireFailure('unknown', 'the call was canceled on the way');
  const code = systemCode(error);
  // The text of an argument error repeats the header that was wrong, which may be the credentials.
  if (error instanceof errors.InvalidArgumentError) {
    return new WireFailure(
      'not-sent',
      'the request could not be built: a header or the URL holds a forbidden character',
    );
  }
  if (unconnected.has(error)) {
    return new WireFailure('not-sent', `could not connect (${code || error.message || 'no reason given'})`, {
      cause: error,
    });
  }
  return new WireFailure('unknown', `no complete answer (${code || error.message})`, { cause: error });
}
