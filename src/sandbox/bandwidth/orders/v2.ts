import type { SandboxRequest, SandboxResponse } from '../../stand-in.ts';
import type { OrdersSwitches } from './switches.ts';

/*
 * The Universal Platform at the stand-in's border: `/api/v2` carries `+1` E.164 in paths, queries and bodies. Inside, the
 * stand-in knows ten digits alone. Source: dev.bandwidth.com,
 * Universal Platform, breaking changes. What that page leaves open is a switch.
 */

const PREFIX = '/api/v2/';
/** No number of the account: what ten digits without `+1` become, so that they meet the carrier's own refusals. */
const NO_NUMBER = 'no-number';
const IN_PATH = /\/(tns|inserviceNumbers)\/([^/]+)/;
const IN_BODY = /(<TelephoneNumber>\s*)([^<]*?)(\s*<\/TelephoneNumber>)/g;
const IN_ANSWER = /(<TelephoneNumber>)(\d{10})(<\/)/g;

export function versionOf(path: string): 'v1' | 'v2' {
  return path.startsWith(PREFIX) ? 'v2' : 'v1';
}

function tenDigits(text: string, { v2TenDigits }: OrdersSwitches): string {
  const digits = /^\+1(\d{10})$/.exec(text)?.[1];
  if (digits !== undefined) return digits;
  return /^\d{10}$/.test(text) && v2TenDigits === 'refuse' ? NO_NUMBER : text;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A request of v2 as one of v1: its numbers as ten digits. */
export function fromV2(request: SandboxRequest, switches: OrdersSwitches): SandboxRequest {
  const query = new URLSearchParams(request.query);
  const tn = query.get('tn');
  // A plus sign that is sent unencoded arrives as a space, here as at any server.
  if (tn !== null) query.set('tn', tenDigits(tn, switches));
  const path = request.path.replace(IN_PATH, (whole, kind: string, number: string) =>
    number === 'totals' ? whole : `/${kind}/${tenDigits(decoded(number), switches)}`,
  );
  const body = request.body.replace(
    IN_BODY,
    (_whole, start: string, number: string, end: string) => `${start}${tenDigits(number, switches)}${end}`,
  );
  return { ...request, path, query, body };
}

/** An answer of v1 as one of v2. */
export function toV2(answer: SandboxResponse): SandboxResponse {
  return { ...answer, body: answer.body.replace(IN_ANSWER, '$1+1$2$3') };
}
