import type { Judge } from '../places.ts';
import type { SandboxRequest } from '../stand-in.ts';
import type { TwilioAccounts } from './accounts.ts';
import { TwilioRefusal } from './refusal.ts';
import type { TwilioStore } from './store.ts';
import type { TwilioSwitches } from './switches.ts';

/** One request with all that a handler needs to answer it. */
export interface Exchange {
  readonly request: SandboxRequest;
  /** Body parameters; `+` and `%20` both read as a space. */
  readonly form: URLSearchParams;
  /** The account that the request is about. */
  readonly store: TwilioStore;
  readonly accounts: TwilioAccounts;
  readonly switches: TwilioSwitches;
  readonly judge: Judge;
  readonly nowMs: number;
}

/** What a handler answers; null for an empty body. */
export interface Answer {
  readonly status: number;
  readonly value: Readonly<Record<string, unknown>> | null;
}

/** `Tue, 18 Aug 2015 17:07:30 +0000`, the date form of the 2010 API. */
export function rfc2822(store: TwilioStore, atMs: number): string {
  return new Date(store.wallAtZeroMs + atMs).toUTCString().replace('GMT', '+0000');
}

/** @throws TwilioRefusal 20001 when the body has a parameter that the call does not know. */
export function refuseUnknown(form: URLSearchParams, known: ReadonlySet<string>): void {
  for (const name of form.keys()) {
    if (!known.has(name)) throw new TwilioRefusal(400, 20001, `Unknown parameter ${name}`);
  }
}

/** A boolean parameter; undefined when absent. @throws TwilioRefusal 20001 for anything but true and false. */
export function booleanOf(params: URLSearchParams, name: string): boolean | undefined {
  const text = params.get(name);
  if (text === null || text === '') return undefined;
  if (text.toLowerCase() === 'true') return true;
  if (text.toLowerCase() === 'false') return false;
  throw new TwilioRefusal(400, 20001, `Parameter ${name} must be true or false`);
}
