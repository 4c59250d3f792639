import type { Call, HttpAnswer, HttpRequest, Transport } from '../../../src/http/transport.ts';
import type { ProviderAccount } from '../../../src/providers/contract.ts';
import { twilio } from '../../../src/providers/twilio/index.ts';

export const ACCOUNT_SID = `AC${'0'.repeat(32)}`;

/** Gives the answers in order and keeps the requests; an answer that is missing is an error of the test. */
export function scripted(answers: readonly { status: number; body: unknown }[]): {
  readonly account: ProviderAccount;
  readonly requests: HttpRequest[];
} {
  const requests: HttpRequest[] = [];
  const transport: Transport = {
    send: async (request): Promise<HttpAnswer> => {
      const answer = answers[requests.length];
      requests.push(request);
      if (!answer) throw new Error(`No answer is scripted for ${request.method} ${request.url.href}`);
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      return { status: answer.status, headers: {}, text, requestId: 'RQ1' };
    },
  };
  const settings = twilio.settings.parse({
    account_sid: ACCOUNT_SID,
    auth_token: 'a token',
    base_url: 'http://127.0.0.1:4010/',
  });
  return { account: twilio.create(settings, transport), requests };
}

export function call(): Call {
  return { signal: new AbortController().signal, priority: 'start', beforeSend: () => undefined };
}

/** A sid of this kind that ends in the given number. */
export function sid(prefix: 'AD' | 'PN', number = 1): string {
  return `${prefix}${String(number).padStart(32, '0')}`;
}
