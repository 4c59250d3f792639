import type { Redactor } from './redact.ts';
import type { HttpRequest } from './transport.ts';

/** The request as it leaves now: its access token may have been renewed while it waited. */
export function withAuthorization(request: HttpRequest): HttpRequest {
  if (request.authorization === undefined) return request;
  return { ...request, headers: { ...request.headers, authorization: request.authorization() } };
}

/** Access tokens come up on the way; the header they travel in makes them known. */
export function learnCredentials(request: HttpRequest, redactor: Redactor): void {
  for (const [name, value] of Object.entries(request.headers)) {
    const credentials = name.toLowerCase() === 'authorization' ? value.split(' ')[1] : undefined;
    if (credentials !== undefined) redactor.learn(credentials);
  }
}
