import type { FailureKind } from '../errors/provider-error.ts';

/**
 * What a status of 400 or more says about the call, when the body says nothing more telling. A status that is not an answer to
 * the request (408, 425, 5xx, and anything below 400 that was not expected) leaves the outcome unknown.
 */
export function failureKind(status: number): FailureKind {
  if (status === 429) return 'throttled';
  if (status === 401) return 'credentials';
  if (status === 408 || status === 425) return 'unknown';
  return status >= 400 && status < 500 ? 'refused' : 'unknown';
}
