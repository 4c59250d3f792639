import type { CallEvent } from '../domain/call-event.ts';
import type { Clock } from '../domain/clock.ts';
import type { Redactor } from './redact.ts';
import type { HttpAnswer, HttpRequest } from './transport.ts';

interface Telling {
  readonly account: string;
  readonly clock: Clock;
  readonly redactor: Redactor;
  /** Told of every request that left, when it has ended. */
  readonly onCall?: ((call: CallEvent) => void) | undefined;
}

/** Sends by `send`, and tells the listener of it. What is told is redacted here: no listener can leak what it is not given. */
export type TellCall = (
  request: HttpRequest,
  attempt: number,
  send: () => Promise<HttpAnswer>,
) => Promise<HttpAnswer>;

export function createTellCall({ account, clock, redactor, onCall }: Telling): TellCall {
  return async (request, attempt, send) => {
    if (onCall === undefined) return await send();
    const at = new Date(clock.wallMs()).toISOString();
    const beganMs = clock.monotonicMs();
    const tell = (end: Pick<CallEvent, 'status' | 'requestId' | 'error'>): void => {
      const { operation, method } = request;
      const path = redactor.redact(shownPath(request.url));
      onCall({
        at,
        account,
        operation,
        method,
        path,
        attempt,
        ms: Math.round(clock.monotonicMs() - beganMs),
        ...end,
      });
    };
    let answer: HttpAnswer;
    try {
      answer = await send();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      tell({ status: null, requestId: '', error: redactor.redact(message) });
      throw error;
    }
    tell({ status: answer.status, requestId: redactor.redact(answer.requestId), error: '' });
    return answer;
  };
}

/**
 * Path and query for a log. A value of the query is shown when it is a number (a page, a phone number): a text may be the name
 * or the address of a customer, or a provider's token for the next page.
 */
function shownPath(url: URL): string {
  const query = [...url.searchParams].map(
    ([name, value]) => `${name}=${/^\+?\d+$/.test(value) ? value : '***'}`,
  );
  return query.length === 0 ? url.pathname : `${url.pathname}?${query.join('&')}`;
}
