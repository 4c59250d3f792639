import type { Address } from '../../domain/address/address.ts';
import type { ProviderError } from '../../errors/provider-error.ts';
import { failureKind } from '../../http/status-kind.ts';
import type { HttpAnswer } from '../../http/transport.ts';
import type { XmlElement } from '../../http/xml.ts';
import type { AddressVerdict } from '../contract.ts';
import { errorMakers } from '../kit/error-makers.ts';
import { CODES } from './codes.ts';
import { deepText, findDeep, readErrorBody } from './wire.ts';

export const errors = errorMakers({
  provider: 'bandwidth',
  title: 'Bandwidth',
  urlSettings: 'base_url and dialect',
});
export const { cannot, incompleteList, unreadable } = errors;

/** Codes that say that the address is unknown. Source: Bandwidth's table of error codes, verified 2026-11-21. */
const ADDRESS_UNKNOWN: ReadonlySet<string> = new Set(['8006', '8059', '8060', '12110', '12113']);
/** "The verifiable address closest to the submitted address is included below." */
const ADDRESS_NEAR = '12112';

type ReadAddress = (element: XmlElement) => Address;

/** What an answer says, with the hint of its code or status. */
function read(answer: HttpAnswer, readAddress?: ReadAddress) {
  const body = readErrorBody(answer.text);
  const code = codeOf(body);
  const words = body === null ? '' : deepText(body, 'description') || deepText(body, 'errorMessage');
  // A 409 without a code of Bandwidth's means another change in progress; only a read shows whether this one took effect.
  const isConflict = answer.status === 409 && code === '';
  return {
    kind: isConflict ? 'unknown' : (CODES.kindOf(code) ?? failureKind(answer.status)),
    ...{ code, words, hint: CODES.hintOf(code, answer.status) },
    providerCode: code || (answer.status >= 400 ? String(answer.status) : ''),
    verdict: readAddress && verdictOf(code, words, body, readAddress),
  } as const;
}

/**
 * Turns an answer that says no, or nothing that can be trusted, into an error with Bandwidth's own code and words.
 * @param readAddress reads a suggested address of the body; only for calls that carry an address
 */
export function bandwidthRefusal(readAddress?: ReadAddress) {
  return (operation: string, answer: HttpAnswer): ProviderError =>
    errors.refused(operation, answer, read(answer, readAddress));
}
export const refusal = bandwidthRefusal();

/**
 * The same for a path that every account of this dialect has: a 404 there means that the account has the other dialect, or
 * another base URL.
 */
export function refusedPath(otherDialect: 'endpoints' | 'orders', readAddress?: ReadAddress) {
  const hint = `Try "dialect: ${otherDialect}" in this account (without a config, BW_DIALECT=${otherDialect}), or type e911 accounts check --detect. If neither answers, check base_url and account_id.`;
  return (operation: string, answer: HttpAnswer): ProviderError => {
    const said = read(answer, readAddress);
    return errors.refused(operation, answer, answer.status === 404 ? { ...said, hint } : said);
  };
}

function codeOf(body: XmlElement | null): string {
  return body === null ? '' : deepText(body, 'errorCode') || deepText(body, 'code');
}

function verdictOf(
  code: string,
  words: string,
  body: XmlElement | null,
  readAddress: ReadAddress,
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
  return codeOf(body) === '8000';
}
