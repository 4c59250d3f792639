import type { SandboxResponse } from '../stand-in.ts';
import type { Pieces } from './address.ts';
import { writeXml } from './xml.ts';

/** An answer of no, in Bandwidth's own words and code. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** "The verifiable address closest to the submitted address", when there is one. */
  readonly nearest: Pieces | null;

  constructor(status: number, code: string, description: string, nearest: Pieces | null = null) {
    super(description);
    this.status = status;
    this.code = code;
    this.nearest = nearest;
  }

  /** As Bandwidth's documents write errors: PascalCase, whatever the other answers do. */
  answer(headers: Readonly<Record<string, string>>): SandboxResponse {
    const body = writeXml('LocationResponse', {
      ResponseStatus: { ErrorCode: this.code, Description: this.message },
      address: this.nearest ?? undefined,
    });
    return { status: this.status, headers, body };
  }
}

/** @throws Refusal 404 */
export function notFound(): never {
  throw new Refusal(404, '', 'The resource does not exist');
}

/**
 * 429 as Bandwidth documents it: no body, and the second (since 1970, by the wall clock) from which requests are served
 * again.
 */
export function tooManyRequests(wallMs: number): SandboxResponse {
  return { status: 429, headers: { 'x-ratelimit-reset': String(Math.ceil(wallMs / 1000)) }, body: '' };
}
