import type { Address } from '../../domain/address/address.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import { failureKind } from '../../http/status-kind.ts';
import type { HttpAnswer } from '../../http/transport.ts';
import type { XmlElement } from '../../http/xml.ts';
import type { AddressVerdict } from '../contract.ts';
import { errorMakers } from '../kit/error-makers.ts';
import { refusalText } from '../kit/refusal-text.ts';
import { HINTS } from './hints.ts';
import { deepText, findDeep, readErrorBody } from './wire.ts';

export const { cannot, cannotCarryOut, incompleteList, unreadable } = errorMakers({
  provider: 'bandwidth',
  title: 'Bandwidth',
  urlSettings: 'base_url and dialect',
});

/** Codes that say that the address is unknown. Source: Bandwidth's table of error codes, verified 2026-11-21. */
const ADDRESS_UNKNOWN: ReadonlySet<string> = new Set(['8006', '8059', '8060', '12110', '12113']);
/** "The verifiable address closest to the submitted address is included below." */
const ADDRESS_NEAR = '12112';
const CREDENTIAL_CODES: ReadonlySet<string> = new Set(['1001']);

/** What to do next, by code; empty when the table has none. */
export function hintOf(code: string): string {
  return HINTS.get(code) ?? '';
}

/**
 * Turns an answer that says no, or nothing that can be trusted, into an error with Bandwidth's own code and words.
 * @param readAddress reads a suggested address of the body; only for calls that carry an address
 */
export function refusal(
  operation: string,
  answer: HttpAnswer,
  readAddress?: (element: XmlElement) => Address,
): ProviderError {
  const body = readErrorBody(answer.text);
  const code = body === null ? '' : deepText(body, 'errorCode') || deepText(body, 'code');
  const words = body === null ? '' : deepText(body, 'description') || deepText(body, 'errorMessage');
  const said = words || `status ${answer.status} without a readable error`;
  const kind = CREDENTIAL_CODES.has(code) ? 'credentials' : failureKind(answer.status);
  const sentence = refusalText({ title: 'Bandwidth', operation, kind, said, code });
  return new ProviderError(sentence, {
    // A 409 without a code of Bandwidth's means another change in progress; only a read shows whether this one took effect.
    kind: answer.status === 409 && code === '' ? 'unknown' : kind,
    provider: 'bandwidth',
    operation,
    status: answer.status,
    providerCode: code === '' ? (answer.status >= 400 ? String(answer.status) : undefined) : code,
    providerMessage: words === '' ? undefined : words,
    requestId: answer.requestId,
    verdict: readAddress && verdictOf(code, words, body, readAddress),
    hint: hintOf(code) || hintForStatus(answer.status),
  });
}

/**
 * The same for a path that every account of this dialect has: a 404 there means that the account has the other dialect, or
 * another base URL.
 */
export function refusedPath(
  operation: string,
  answer: HttpAnswer,
  otherDialect: 'endpoints' | 'orders',
  readAddress?: (element: XmlElement) => Address,
): ProviderError {
  const error = refusal(operation, answer, readAddress);
  if (answer.status !== 404) return error;
  const hint = `Try "dialect: ${otherDialect}" in this account, or type e911 accounts check --detect. If neither answers, check base_url and account_id.`;
  const { kind, provider, status, providerCode, providerMessage, requestId, verdict } = error;
  const facts = {
    kind,
    provider,
    operation,
    status,
    providerCode,
    providerMessage,
    requestId,
    verdict,
    hint,
  };
  return new ProviderError(error.message, facts);
}

function verdictOf(
  code: string,
  words: string,
  body: XmlElement | null,
  readAddress: (element: XmlElement) => Address,
): AddressVerdict | undefined {
  if (ADDRESS_UNKNOWN.has(code)) return { kind: 'none', message: words, candidates: [] };
  if (code !== ADDRESS_NEAR || body === null) return undefined;
  const found = findDeep(body, 'geocodedAddress') ?? findDeep(body, 'address');
  if (found === undefined || typeof found === 'string' || Array.isArray(found)) return undefined;
  const suggested = readAddress(found as XmlElement);
  return suggested.street === '' ? undefined : { kind: 'near', suggested, message: words };
}

/** Whether Bandwidth itself says that the thing is not there; the page of something in between proves nothing. */
export function isNotFound(answer: HttpAnswer): boolean {
  return answer.status === 404 && (answer.text.trim() === '' || readErrorBody(answer.text) !== null);
}

/**
 * Whether the answer to a read says that the number has no emergency address: code 8000, "E911 not provisioned". In the
 * answer to an order the same code is a refusal. Source: Bandwidth's table of error codes, verified 2026-11-21.
 */
export function saysNoAddress(answer: HttpAnswer): boolean {
  const body = answer.status >= 400 && answer.status < 500 ? readErrorBody(answer.text) : null;
  return body !== null && (deepText(body, 'errorCode') || deepText(body, 'code')) === '8000';
}

function hintForStatus(status: number): string {
  if (status === 401) {
    return 'Check account_id, username and password of this account, then run `e911 accounts check`.';
  }
  if (status === 403) {
    return 'This user may not do that. Give the user the role for 911 in the Bandwidth Dashboard.';
  }
  if (status === 404) return 'It is not in this account, or no longer.';
  if (status === 429) return 'Too many requests. The run slows down by itself.';
  return status >= 500 ? 'Bandwidth has a problem. Run the same command again later.' : '';
}
