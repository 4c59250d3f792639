import type { HttpAnswer } from './transport.ts';

/** A hundred years: a longer time cannot be shown. How long is waited is decided by `--max-pause`. */
const LONGEST_MS = 100 * 365 * 24 * 3_600_000;

const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds that a Retry-After header asks for: delay-seconds or an IMF-fixdate (RFC 9110 section 10.2.3). Null when it is absent or written in any other way.
 */
export function retryAfterMs(header: string | undefined, wallMs: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return bounded(Number(text) * 1000);
  if (!IMF_FIXDATE.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : bounded(at - wallMs);
}

/**
 * Milliseconds until `X-RateLimit-Reset`, seconds since 1970, as Bandwidth sends it with 429 in place of Retry-After
 * (dev.bandwidth.com, rate limits). Null when it is absent or no such time.
 */
export function rateLimitResetMs(answer: HttpAnswer, wallMs: number): number | null {
  const text = answer.headers['x-ratelimit-reset']?.trim() ?? '';
  if (!/^\d{9,11}$/.test(text)) return null;
  return bounded(Number(text) * 1000 - wallMs);
}

/**
 * Now by the clock of whoever sent the answer, so that a time in it is compared with the clock that made it: the Date header,
 * or `wallMs` when there is none.
 */
export function senderNowMs(answer: Pick<HttpAnswer, 'headers'>, wallMs: number): number {
  const text = answer.headers['date']?.trim() ?? '';
  const at = IMF_FIXDATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? wallMs : at;
}

function bounded(ms: number): number {
  return Math.min(LONGEST_MS, Math.max(0, ms));
}
