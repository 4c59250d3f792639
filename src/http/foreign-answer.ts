import type { HttpAnswer, HttpRequest } from './transport.ts';

/** Statuses under which a gateway's page says the same as the provider would: log in, slow down, out of order. */
const TELLING = new Set([401, 407, 429]);

/**
 * What came in place of the provider's answer, as the rest of a sentence: a proxy's or maintenance page, nothing at all, or no
 * JSON where JSON was asked for. Null for an answer that may be the provider's. A page proves nothing, least of all that a thing
 * is not there or that a change was refused.
 */
export function foreignAnswer(request: HttpRequest, answer: HttpAnswer): string | null {
  const { status } = answer;
  if (TELLING.has(status) || status >= 500) return null;
  if (isHtml(answer)) {
    return `was answered with an HTML page (status ${status}), which is not the provider's: a proxy, a log-in, or maintenance`;
  }
  const isJsonDue = request.headers['accept']?.includes('json') === true;
  if (!isJsonDue || request.method !== 'GET' || status !== 200) return null;
  const text = answer.text.trimStart();
  if (text === '') return 'was answered with an empty body (status 200)';
  return /^[[{]/.test(text) ? null : 'was answered with something other than JSON (status 200)';
}

/** By what the body is, not by what it is called: pages come as application/json, too. */
function isHtml({ headers, text }: HttpAnswer): boolean {
  if (/^\s*(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b/i.test(text)) return true;
  return /^text\/html\b/i.test(headers['content-type'] ?? '') && text.trim() !== '' && !/^\s*[[{]/.test(text);
}

/** `https://login.example.com/sso`: where a redirect leads, without what a query may tell. */
export function redirectTarget(request: HttpRequest, answer: HttpAnswer): string {
  const location = answer.headers['location'] ?? '';
  if (!URL.canParse(location, request.url.href)) return 'nowhere';
  const { origin, pathname } = new URL(location, request.url.href);
  return `${origin}${pathname}`.slice(0, 200);
}
