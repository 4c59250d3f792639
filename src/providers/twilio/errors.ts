import type { Address } from '../../domain/address/address.ts';
import { addressAdvice } from '../../errors/address-advice.ts';
import type { ProviderError } from '../../errors/provider-error.ts';
import { readJson } from '../../http/json.ts';
import { failureKind } from '../../http/status-kind.ts';
import type { HttpAnswer } from '../../http/transport.ts';
import type { AddressVerdict } from '../contract.ts';
import { errorCodes, errorMakers } from '../kit/error-makers.ts';
import { readSuggestion } from './suggestion.ts';
import { WireError } from './wire.ts';

export const errors = errorMakers({ provider: 'twilio', title: 'Twilio', urlSettings: 'base_url' });
export const { cannot, incompleteList, unreadable } = errors;

/** Source: https://www.twilio.com/docs/api/errors, verified 2026-11-21. Some codes speak of the whole account. */
const CODES = errorCodes([
  [
    '18013 180017',
    'The number needs an emergency address in its own country. Correct the address, or leave the row out.',
  ],
  ['20002', 'Shorten address_label: the friendly name of an emergency address holds 32 characters.'],
  // "Permission Denied": a 401 means the log-in, and a 403 may mean one number.
  [
    '20003 401',
    'Check account_sid, and api_key with api_key_secret or auth_token, of this account; then run `e911 accounts check`. A subaccount may refuse the API key of its parent: write auth_token in its place.',
  ],
  ['20005', 'The Twilio account is not active. Reactivate it in the Twilio console.', 'credentials'],
  ['20006', 'These credentials may not do this. Use the account that owns the number or address.'],
  ['20008', 'These are test credentials, which cannot hold addresses. Use the live ones.', 'credentials'],
  ['20404', 'It is not in this account, or no longer.'],
  ['20409', 'Something else is changing it. Try the row again later.'],
  ['20422', 'Twilio does not take one of the values. Compare the row with the message.'],
  [
    '20429',
    'Too many requests at once. The run slows down by itself; lower concurrency in the config if it stays.',
    'throttled',
  ],
  [
    '21238',
    'Twilio does not take a part of the address. Compare street, city, region and postal_code with the message.',
  ],
  ['21625', 'Numbers still use this address. Remove it from them first.'],
  ['21628', addressAdvice('Twilio')],
  ['21629', 'Correct the row to the suggestion, or run again with --accept formatting or --accept all.'],
  ['21630', 'The address belongs to a verified regulatory document and cannot be changed. Make a new one.'],
  ['21634', 'The number is in use for emergency calls on a trunk. Take it off first.'],
  ['5xx', 'Twilio has a problem. Run the same command again later.'],
]);

/**
 * Codes about the address or the number that was named, which the removal of an earlier address never leads to. 20422 and 20409
 * are none: they may be the removal that is still under way. Source: as above.
 */
const LASTING: ReadonlySet<string> = new Set([
  ...['18013', '180017', '21238', '21401', '21613', '21615', '21628', '21629', '21630', '21631'],
  ...['20001', '20004', '20008'],
]);

/** Turns an answer that says no, or nothing that can be trusted, into an error with Twilio's own code and words. */
export function refusal(operation: string, answer: HttpAnswer, asked?: Address): ProviderError {
  const body = readJson(WireError, answer.text);
  const code = String(body?.code ?? '');
  const words = body?.message ?? body?.detail ?? body?.title ?? '';
  // 409 may come while another change is in progress; only a read shows whether this one took effect.
  const kind = answer.status === 409 ? 'unknown' : (CODES.kindOf(code) ?? failureKind(answer.status));
  const verdict = asked && verdictOf(code, words, asked);
  return errors.refused(operation, answer, {
    ...{ kind, code, words, verdict, isLasting: LASTING.has(code) },
    hint: CODES.hintOf(code, answer.status),
  });
}

/** Whether Twilio itself says that the thing is not there. A 404 of something in between proves nothing. */
export function isNotFound(answer: HttpAnswer): boolean {
  return answer.status === 404 && readJson(WireError, answer.text) !== null;
}

function verdictOf(code: string, words: string, asked: Address): AddressVerdict | undefined {
  if (code === '21628') {
    return { kind: 'none', message: words, candidates: [] };
  }
  if (code !== '21629') {
    return undefined;
  }
  const suggested = readSuggestion(words, asked);
  const message = words.split(' | ', 1)[0] ?? words;
  return suggested ? { kind: 'near', suggested, message } : undefined;
}
