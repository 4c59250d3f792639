import type { FailureKind } from '../../errors/provider-error.ts';

/** What a carrier said, to make a sentence of. */
export interface Refusal {
  /** The carrier's name in sentences: `Twilio`. */
  readonly title: string;
  readonly operation: string;
  readonly kind: FailureKind;
  /** The carrier's own words, or what is known without them. */
  readonly said: string;
  /** The carrier's own code; empty when it gave none. */
  readonly code: string;
}

/** The sentence of a refusal: `Twilio refused create-address: Postal code is not valid [21621]`. Credentials are named as such. */
export function refusalText({ title, operation, kind, said, code }: Refusal): string {
  const words = `${said}${code === '' ? '' : ` [${code}]`}`;
  if (kind === 'credentials') return `${title} rejected the credentials at ${operation}: ${words}`;
  return `${title} refused ${operation}: ${words}`;
}
