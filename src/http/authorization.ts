import type { Redactor } from './redact.ts';
import type { HttpRequest } from './transport.ts';

/**
 * The request as it leaves now: its access token may have been renewed while it waited. Tokens come up on the way; the header
 * they travel in makes them known to the redactor.
 */
export function withCredentials(request: HttpRequest, redactor: Redactor): HttpRequest {
  const { authorization } = request;
  const headers =
    authorization === undefined ? request.headers : { ...request.headers, authorization: authorization() };
  for (const [name, value] of Object.entries(headers)) {
    const credentials = name.toLowerCase() === 'authorization' ? value.split(' ')[1] : undefined;
    if (credentials !== undefined) redactor.learn(credentials);
  }
  return { ...request, headers };
}

/** Value of an `authorization` header for Basic authentication in UTF-8 (RFC 7617). The user name holds no colon. */
export function basicAuth(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}
