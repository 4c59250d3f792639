import type { Address } from '../../domain/address/address.ts';
import { addressAdvice } from '../../errors/address-advice.ts';
import { type FailureKind, ProviderError } from '../../errors/provider-error.ts';
import { readJson } from '../../http/json.ts';
import { failureKind } from '../../http/status-kind.ts';
import type { HttpAnswer } from '../../http/transport.ts';
import type { AddressVerdict } from '../contract.ts';
import { errorMakers, retryAfterSecondsMs } from '../kit/error-makers.ts';
import { refusalText } from '../kit/refusal-text.ts';
import { readSuggestion } from './suggestion.ts';
import { WireError } from './wire.ts';

export const { cannot, cannotCarryOut, incompleteList, unreadable } = errorMakers({
  provider: 'twilio',
  title: 'Twilio',
  urlSettings: 'base_url',
});

/** Codes that tell more than their status: they speak of the whole account, or of being asked too much. */
const KIND_BY_CODE: ReadonlyMap<string, FailureKind> = new Map([
  ['20003', 'credentials'],
  ['20005', 'credentials'],
  ['20008', 'credentials'],
  ['20429', 'throttled'],
]);

/** What to do next, by Twilio's code. Source: https://www.twilio.com/docs/api/errors, verified 2026-11-21. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['20002', 'Shorten address_label: the friendly name of an emergency address holds 32 characters.'],
  [
    '20003',
    'Check account_sid, and api_key with api_key_secret or auth_token, of this account; then run `e911 accounts check`. A subaccount may refuse the API key of its parent: write auth_token in its place.',
  ],
  ['20005', 'The Twilio account is not active. Reactivate it in the Twilio console.'],
  ['20006', 'These credentials may not do this. Use the account that owns the number or address.'],
  ['20008', 'These are test credentials, which cannot hold addresses. Use the live ones.'],
  ['20404', 'It is not in this account, or no longer.'],
  ['20409', 'Something else is changing it. Try the row again later.'],
  ['20422', 'Twilio does not take one of the values. Compare the row with the message.'],
  [
    '20429',
    'Too many requests at once. The run slows down by itself; lower concurrency in the config if it stays.',
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
]);

/** Turns an answer that says no, or nothing that can be trusted, into an error with Twilio's own code and words. */
export function refusal(operation: string, answer: HttpAnswer, asked?: Address): ProviderError {
  const body = readJson(WireError, answer.text);
  const code = body?.code == null ? undefined : String(body.code);
  const words = body?.message ?? body?.detail ?? body?.title ?? undefined;
  const kind = (code === undefined ? undefined : KIND_BY_CODE.get(code)) ?? failureKind(answer.status);
  const said = words ?? `status ${answer.status} without a readable error`;
  const sentence = refusalText({ title: 'Twilio', operation, kind, said, code: code ?? '' });
  return new ProviderError(sentence, {
    kind: isConflict(answer.status) ? 'unknown' : kind,
    provider: 'twilio',
    operation,
    status: answer.status,
    providerCode: code,
    providerMessage: words,
    requestId: answer.requestId,
    retryAfterMs: retryAfterSecondsMs(answer),
    verdict: asked && verdictOf(code, words ?? '', asked),
    hint: (code === undefined ? undefined : HINTS.get(code)) ?? hintForStatus(answer.status),
  });
}

/** Whether Twilio itself says that the thing is not there. A 404 of something in between proves nothing. */
export function isNotFound(answer: HttpAnswer): boolean {
  return answer.status === 404 && readJson(WireError, answer.text) !== null;
}

/** 409 may come while another change is in progress; only a read shows whether this one took effect. */
function isConflict(status: number): boolean {
  return status === 409;
}

function verdictOf(code: string | undefined, words: string, asked: Address): AddressVerdict | undefined {
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

function hintForStatus(status: number): string {
  if (status === 401) {
    return HINTS.get('20003') ?? '';
  }
  return status >= 500 ? 'Twilio has a problem. Run the same command again later.' : '';
}
