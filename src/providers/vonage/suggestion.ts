import type { Address } from '../../domain/address/address.ts';
import type { AddressVerdict } from '../contract.ts';
import type { WireProblem } from './wire.ts';

/** Parameters of an address and the field of `Address` that each one fills. */
const FIELDS = {
  address_line1: 'street',
  address_line2: 'unit',
  city: 'city',
  region: 'region',
  postal_code: 'postalCode',
  country: 'country',
} as const satisfies Record<string, Exclude<keyof Address, 'parts'>>;

/**
 * What a refused creation says of the address; undefined when it speaks of something else. No page documents Vonage's words
 * here: only a reason that plainly offers a value (`did you mean "..."`) is taken as a suggestion, and only when every
 * reason does; anything else is an address that Vonage does not take.
 */
export function verdictOf(problem: WireProblem, status: number, asked: Address): AddressVerdict | undefined {
  const reasons = problem.invalid_parameters ?? [];
  const named = reasons.flatMap(({ name, reason }) => {
    const field = fieldOf(name ?? '');
    return field ? [{ field, offered: /did you mean "([^"]*)"/i.exec(reason ?? '')?.[1] }] : [];
  });
  if ((status !== 400 && status !== 422) || named.length === 0) {
    return undefined;
  }
  const message = [problem.title, problem.detail].filter(Boolean).join(': ');
  const suggested: { -readonly [Key in keyof Address]: Address[Key] } = { ...asked, parts: null };
  for (const { field, offered } of named) {
    if (offered === undefined || named.length !== reasons.length) {
      return { kind: 'none', message, candidates: [] };
    }
    suggested[field] = offered;
  }
  return { kind: 'near', suggested, message };
}

function fieldOf(name: string) {
  return Object.hasOwn(FIELDS, name) ? FIELDS[name as keyof typeof FIELDS] : undefined;
}
