import type { Address } from '../../domain/address/address.ts';
import type { FailureKind, ProviderError } from '../../errors/provider-error.ts';
import { readJson } from '../../http/json.ts';
import { failureKind } from '../../http/status-kind.ts';
import type { HttpAnswer } from '../../http/transport.ts';
import { errorCodes, errorMakers } from '../kit/error-makers.ts';
import { verdictOf } from './suggestion.ts';
import { WireOutcome, WireProblem } from './wire.ts';

export const errors = errorMakers({
  provider: 'vonage',
  title: 'Vonage',
  urlSettings: 'base_url and numbers_base_url',
});
export const { cannot, incompleteList, unreadable } = errors;

/**
 * By the fragment of a problem's `type` (its prefix is developer.nexmo.com or developer.vonage.com), or by `error-code` of
 * the Numbers API. Source: https://developer.vonage.com/api-errors, verified 2026-11-21.
 */
const CODES = errorCodes([
  [
    'unauthorized 401',
    'Check api_key and api_secret of this account, then run `e911 accounts check`.',
    'credentials',
  ],
  [
    'forbidden 403',
    'Vonage does not allow this. Where it refuses one number, leave the row out or ask Vonage about the number; where it refuses all, ask Vonage to enable emergency calling for the account.',
  ],
  ['low-balance', 'The Vonage account is out of credit. Top it up in the dashboard, then run the row again.'],
  ['not-found', 'It is not in this account, or no longer.'],
  ['invalid-parameters', 'Compare the row with the message.'],
  [
    '420',
    'Vonage does not do this with this number: it may be owned already, not owned, of another country, or need a local address given in the dashboard.',
  ],
  [
    'rate-limit 429',
    'Too many requests. The run slows down by itself; lower limits in the config if it stays.',
    'throttled',
  ],
  ['5xx', 'Vonage has a problem. Run the same command again later.'],
]);

function readError({ text }: HttpAnswer) {
  const outcome = readJson(WireOutcome, text);
  if (outcome) {
    return { code: outcome['error-code'], words: outcome['error-code-label'] ?? '', problem: null };
  }
  const problem = readJson(WireProblem, text);
  if (!problem) return { code: '', words: '', problem };
  const reasons = (problem.invalid_parameters ?? []).map(
    ({ name, reason }) => `${name ?? ''}: ${reason ?? ''}`,
  );
  const sentence = [problem.title, problem.detail].filter(Boolean).join(': ');
  return { code: fragmentOf(problem.type ?? ''), words: [sentence, ...reasons].join('; '), problem };
}

/** `not-found` of `https://developer.nexmo.com/api-errors#not-found`; the last part of a path without fragment. */
function fragmentOf(type: string): string {
  return type.includes('#') ? type.slice(type.lastIndexOf('#') + 1) : (type.split('/').at(-1) ?? '');
}

/** Turns an answer that says no, or nothing that can be trusted, into an error with Vonage's own code and words. */
export function refusal(operation: string, answer: HttpAnswer, asked?: Address): ProviderError {
  const { code, words, problem } = readError(answer);
  return errors.refused(operation, answer, {
    kind: CODES.kindOf(code) ?? kindOf(answer),
    ...{ code, words, hint: CODES.hintOf(code, answer.status) },
    // A refusal always has a code for support: the status where the body names none.
    providerCode: code || (words && String(answer.status)),
    requestId: problem?.instance ?? answer.requestId,
    verdict: asked && problem ? verdictOf(problem, answer.status, asked) : undefined,
  });
}

function kindOf({ status, text }: HttpAnswer): FailureKind {
  if (status < 300) return 'refused';
  // JSON was asked for: an answer in XML or HTML may not come from Vonage, and the outcome of the request is unknown.
  const isMarkup = text.trimStart().startsWith('<');
  return isMarkup && failureKind(status) === 'refused' ? 'unknown' : failureKind(status);
}

/** A status of success whose body says otherwise. */
export function saysNo(answer: HttpAnswer): boolean {
  const outcome = readJson(WireOutcome, answer.text);
  return outcome !== null && outcome['error-code'] !== '200';
}

/** Whether Vonage itself says that the thing is not there. A 404 of something in between proves nothing. */
export function isNotFound(answer: HttpAnswer): boolean {
  return answer.status === 404 && readError(answer).code === 'not-found';
}
