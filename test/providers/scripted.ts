import type { Call, HttpAnswer, HttpRequest, Transport } from '../../src/http/transport.ts';

/** An answer that a test gives; a body that is no text is written as JSON. */
export interface ScriptedAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Gives the answers in order and keeps the requests; an answer that is missing is an error of the test. */
export function scriptedTransport(answers: readonly ScriptedAnswer[]): {
  readonly transport: Transport;
  readonly requests: HttpRequest[];
} {
  const requests: HttpRequest[] = [];
  const transport: Transport = {
    send: async (request): Promise<HttpAnswer> => {
      const answer = answers[requests.length];
      requests.push(request);
      if (!answer) throw new Error(`No answer is scripted for ${request.method} ${request.url.href}`);
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      const headers = { 'content-length': String(Buffer.byteLength(text)), ...answer.headers };
      return { status: answer.status, headers, text, requestId: 'RQ1' };
    },
  };
  return { transport, requests };
}

export function call(): Call {
  return { signal: new AbortController().signal, priority: 'start', beforeSend: async () => undefined };
}
