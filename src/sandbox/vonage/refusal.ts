import type { SandboxResponse } from '../stand-in.ts';

/** RFC 7807 answer of api.nexmo.com; `fragment` names the error. */
export function problem(
  status: number,
  fragment: string,
  title: string,
  more: Readonly<{ detail: string; invalid_parameters?: unknown }>,
): SandboxResponse {
  const type = `https://developer.nexmo.com/api-errors#${fragment}`;
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type, title, instance: 'e9110000000000000000000000000000', ...more }),
  };
}

export function notFound(id: string): SandboxResponse {
  return problem(404, 'not-found', 'Not Found', {
    detail: `ID '${id}' does not exist, or you do not have access`,
  });
}

/** 422 with what is wrong, parameter by parameter. */
export function invalid(parameters: readonly { name: string; reason: string }[]): SandboxResponse {
  const detail = 'The request failed due to validation errors';
  return problem(422, 'invalid-parameters', 'Your request parameters did not validate', {
    detail,
    invalid_parameters: parameters,
  });
}

/** Answer of rest.nexmo.com to a change, and its errors: the code is a text and, where it fails, the status too. */
export function outcome(code: number, label: string): SandboxResponse {
  return json(code, { 'error-code': String(code), 'error-code-label': label });
}

export function json(status: number, value: unknown): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
