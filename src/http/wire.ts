import type { HttpAnswer, HttpRequest } from './transport.ts';

/** From dispatch to the last byte: a server that drips bytes passes the two above for ever. */
export const DEFAULT_DEADLINE_MS = 60_000;

/** Why no complete answer came. `not-sent`: not one byte of the request has left. */
export class WireFailure extends Error {
  readonly kind: 'not-sent' | 'unknown';

  constructor(kind: 'not-sent' | 'unknown', message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WireFailure';
    this.kind = kind;
  }
}

/**
 * Sends one request once and reads its answer to the end. Neither paces nor repeats nor follows redirects (a 3xx is
 * returned as it is).
 * @throws WireFailure
 */
export type Wire = (
  request: HttpRequest,
  options: { readonly signal: AbortSignal; readonly timeoutMs: number },
) => Promise<HttpAnswer>;
