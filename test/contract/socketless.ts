import type { HttpAnswer, HttpRequest, Transport } from '../../src/http/transport.ts';
import type { StandIn } from '../../src/sandbox/stand-in.ts';

/** Answers a request in the stand-in's place; undefined lets the stand-in answer. */
export type Answerer = (request: HttpRequest) => Partial<HttpAnswer> | undefined;

/** A transport that goes straight into a stand-in, at a time that the test sets, and keeps what was sent. */
export function connect(standIn: StandIn, override: Answerer = () => undefined) {
  const sent: HttpRequest[] = [];
  const time = { nowMs: 0 };
  const transport: Transport = {
    async send(request, call) {
      if (request.effect) await call.beforeSend?.();
      sent.push(request);
      const own = override(request);
      if (own) return { status: 200, headers: {}, text: '', requestId: '', ...own };
      const { url, method, headers, body = '' } = request;
      const asked = { method, path: url.pathname, query: url.searchParams, headers, body };
      const answer = standIn.answer(asked, time.nowMs);
      const size = { 'content-length': String(Buffer.byteLength(answer.body)) };
      return { status: answer.status, headers: size, text: answer.body, requestId: '' };
    },
  };
  return { transport, sent, time };
}
