import { isIP } from 'node:net';

/**
 * Why credentials may not be sent to this base URL, as the end of a sentence that begins with the setting's name; null when
 * they may. https anywhere, http only on loopback, and no spelling of an address that hides which one it is.
 */
export function baseUrlProblem(text: string): string | null {
  if (!URL.canParse(text) || /[\s\\]/.test(text)) return 'is not a URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.search !== '' || url.hash !== '') return 'must not hold a query or a fragment';
  const written = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1]?.toLowerCase() ?? '';
  if (isIP(url.hostname) === 4 && written.replace(/:\d*$/, '') !== url.hostname) {
    return `must write the address plainly, as ${url.hostname}`;
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return 'must begin with https:// (http:// is allowed for 127.0.0.1, [::1] and localhost only)';
  }
  return null;
}

function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === '[::1]') return true;
  return isIP(hostname) === 4 && hostname.startsWith('127.');
}
