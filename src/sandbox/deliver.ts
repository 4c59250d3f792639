import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Clock } from '../domain/clock.ts';
import type { StruckRule } from './faults.ts';
import type { SandboxRequest, SandboxResponse, StandIn } from './stand-in.ts';

const FAULT_STATUS = 503;
const LATE_STATUS = 504;
const LATE_MS = 5_000;
const PAGE =
  '<!DOCTYPE html><html><head><title>Service notice</title></head><body><h1>We will be back soon</h1></body></html>\n';
const COMPRESS = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync } as const;

/** One request on its way to its answer, with the fault that strikes it. */
interface Delivery {
  readonly standIn: StandIn;
  readonly request: SandboxRequest;
  readonly outgoing: ServerResponse;
  readonly rule: StruckRule | null;
  /** Ends the request's time in flight. */
  readonly leave: () => void;
  readonly clock: Clock;
  /** Aborts when the server closes: a late effect that is still to come is dropped then. */
  readonly signal: AbortSignal;
}

/** Sends an answer whole. */
export function send(outgoing: ServerResponse, answer: SandboxResponse): void {
  const body = Buffer.from(answer.body, 'utf8');
  const noBody = answer.status === 204 || answer.status === 304;
  outgoing.writeHead(answer.status, {
    ...answer.headers,
    ...(noBody ? {} : { 'content-length': String(body.length) }),
  });
  outgoing.end(noBody ? undefined : body);
}

/** Resets the connection: the client sees ECONNRESET, not an orderly end. */
export function reset(outgoing: ServerResponse): void {
  outgoing.socket?.resetAndDestroy();
}

/** Announces the whole body, sends half of it, and ends the connection. */
async function sendHalf(outgoing: ServerResponse, answer: SandboxResponse): Promise<void> {
  const body = Buffer.from(answer.body, 'utf8');
  outgoing.writeHead(answer.status, {
    ...answer.headers,
    'content-length': String(Math.max(body.length, 1)),
  });
  outgoing.flushHeaders();
  const half = body.subarray(0, Math.floor(body.length / 2));
  if (half.length > 0) await new Promise<void>((done) => outgoing.write(half, () => done()));
  // A reset overtakes bytes that are still on their way; an orderly end after half a body is what a proxy does.
  outgoing.socket?.end();
}

function sendCompressed(outgoing: ServerResponse, answer: SandboxResponse, rule: StruckRule): void {
  if (answer.body === '') {
    send(outgoing, answer);
    return;
  }
  const body = COMPRESS[rule.encoding](Buffer.from(' '.repeat(rule.padBytes) + answer.body, 'utf8'));
  outgoing.writeHead(answer.status, {
    ...answer.headers,
    'content-encoding': rule.encoding,
    'content-length': String(body.length),
  });
  outgoing.end(body);
}

const DRIP_MS = 1_000;
const FLOOD = ' '.repeat(64 * 1_024);

/** Sends until the other side, or the server, gives up. */
async function sendWithoutEnd(
  { outgoing, clock, signal }: Pick<Delivery, 'outgoing' | 'clock' | 'signal'>,
  how: 'drip' | 'drip-headers' | 'flood',
): Promise<void> {
  const { socket } = outgoing;
  if (how === 'drip-headers') socket?.write('HTTP/1.1 200 OK\r\n');
  else outgoing.writeHead(200, { 'content-type': 'application/json' });
  while (socket?.destroyed === false && !signal.aborted) {
    if (how === 'flood') {
      if (!outgoing.write(FLOOD)) await once(outgoing, 'drain', { signal });
      continue;
    }
    if (how === 'drip') outgoing.write(' ');
    else socket.write('x-drip: 1\r\n');
    await clock.sleep(DRIP_MS, signal);
  }
}

function faultAnswer(rule: StruckRule, status: number): SandboxResponse {
  return {
    status,
    headers: {
      'content-type': 'text/plain',
      ...(rule.retryAfter === undefined ? {} : { 'retry-after': String(rule.retryAfter) }),
    },
    body: rule.body ?? `Sandbox fault: ${status}\n`,
  };
}

function page(rule: StruckRule): SandboxResponse {
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  return { status: rule.status ?? 200, headers, body: rule.body ?? PAGE };
}

function redirection(rule: StruckRule): SandboxResponse {
  return { status: rule.status ?? 307, headers: { location: 'http://127.0.0.1:9/login' }, body: '' };
}

/** The answer with the status and the type that it has, and nothing in it. */
function hollow(answer: SandboxResponse, rule: StruckRule): SandboxResponse {
  const isXml = /xml/.test(answer.headers?.['content-type'] ?? '');
  return { ...answer, body: rule.body ?? (isXml ? '<Status>ok</Status>' : '{}') };
}

/** Asks the stand-in; where the rule shortens lists, it shows fewer of its items this one time. */
function ask({ standIn, request, rule, clock }: Delivery): SandboxResponse {
  const { controls } = standIn;
  const { badLists } = controls?.switches() ?? {};
  if (rule?.do !== 'short-list' || !Array.isArray(badLists)) {
    return standIn.answer(request, clock.monotonicMs());
  }
  const operation = standIn.operationOf?.(request) ?? 'other';
  controls?.setSwitches({ badLists: [{ operation, keep: rule.keep }, ...badLists] });
  try {
    return standIn.answer(request, clock.monotonicMs());
  } finally {
    controls?.setSwitches({ badLists });
  }
}

/** Sends `answer` and says which status that was. */
function sent(outgoing: ServerResponse, answer: SandboxResponse): number {
  send(outgoing, answer);
  return answer.status;
}

/** The faults that answer without asking the stand-in first; null for all others. */
function deliverUnasked({ standIn, request, outgoing, rule, clock, signal }: Delivery): number | null {
  switch (rule?.do) {
    case 'status':
      return sent(outgoing, faultAnswer(rule, rule.status ?? FAULT_STATUS));
    case 'html':
      return sent(outgoing, page(rule));
    case 'redirect':
      return sent(outgoing, redirection(rule));
    case 'reset-before':
      reset(outgoing);
      return 0;
    case 'late':
    case 'reset-late': {
      const commit = (): void => void standIn.answer(request, clock.monotonicMs());
      clock.sleep(rule.delayMs ?? LATE_MS, signal).then(commit, () => undefined);
      if (rule.do === 'late') return sent(outgoing, faultAnswer(rule, rule.status ?? LATE_STATUS));
      reset(outgoing);
      return 0;
    }
    default:
      return null;
  }
}

/** Asks the stand-in and answers, as the rule has it. Returns the status that was answered, 0 when none was. */
export async function deliver(delivery: Delivery): Promise<number> {
  const { outgoing, rule, leave, clock, signal } = delivery;
  if (rule?.do === 'hang') return 0;
  if (rule?.do === 'delay') await clock.sleep(rule.delayMs ?? 0, signal);
  // Before the answer is out: a client that has read it may send its next request at once.
  if (rule?.do !== 'hang-after') leave();
  const unasked = deliverUnasked(delivery);
  if (unasked !== null) return unasked;
  const answer = ask(delivery);
  switch (rule?.do) {
    case 'reset-after':
      reset(outgoing);
      return 0;
    case 'hang-after':
      return 0;
    case 'truncate':
      await sendHalf(outgoing, answer);
      return 0;
    case 'status-after':
      return sent(outgoing, faultAnswer(rule, rule.status ?? FAULT_STATUS));
    case 'html-after':
      return sent(outgoing, page(rule));
    case 'wrong-form':
      return sent(outgoing, hollow(answer, rule));
    case 'drip':
    case 'drip-headers':
    case 'flood':
      sendWithoutEnd(delivery, rule.do).catch(() => undefined);
      return 0;
    case 'compress':
      sendCompressed(outgoing, answer, rule);
      return answer.status;
    default:
      return sent(outgoing, answer);
  }
}
