import type { Address } from '../../domain/address/address.ts';
import { type FailureKind, ProviderError } from '../../errors/provider-error.ts';
import { readJson } from '../../http/json.ts';
import { failureKind } from '../../http/status-kind.ts';
import type { HttpAnswer } from '../../http/transport.ts';
import { errorMakers, retryAfterSecondsMs } from '../kit/error-makers.ts';
import { refusalText } from '../kit/refusal-text.ts';
import { verdictOf } from './suggestion.ts';
import { WireOutcome, WireProblem } from './wire.ts';

export const { cannot, cannotCarryOut, incompleteList, unreadable } = errorMakers({
  provider: 'vonage',
  title: 'Vonage',
  urlSettings: 'base_url and numbers_base_url',
});

/**
 * Codes that tell more than their status: the fragment of a problem's `type` (its prefix is developer.nexmo.com or
 * developer.vonage.com), or `error-code` of the Numbers API.
 */
const KIND_BY_CODE: ReadonlyMap<string, FailureKind> = new Map([
  ['unauthorized', 'credentials'],
  ['401', 'credentials'],
  ['rate-limit', 'throttled'],
  ['429', 'throttled'],
]);

/** What to do next. Source: https://developer.vonage.com/api-errors, verified 2026-11-21. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['unauthorized', 'Check api_key and api_secret of this account, then run `e911 accounts check`.'],
  ['401', 'Check api_key and api_secret of this account, then run `e911 accounts check`.'],
  ['forbidden', 'This account may not do this. Ask Vonage to enable emergency calling for it.'],
  ['low-balance', 'The Vonage account is out of credit. Top it up in the dashboard, then run the row again.'],
  ['not-found', 'It is not in this account, or no longer.'],
  ['invalid-parameters', 'Compare street, unit, city, region and postal_code of the row with the message.'],
  [
    '420',
    'Vonage does not do this with this number: it may be owned already, not owned, of another country, or need a local address given in the dashboard.',
  ],
  ['rate-limit', 'Too many requests. The run slows down by itself; lower limits in the config if it stays.'],
]);

interface Said {
  readonly code: string | undefined;
  readonly words: string | undefined;
  readonly problem: WireProblem | null;
}

function readError(answer: HttpAnswer): Said {
  const outcome = readJson(WireOutcome, answer.text);
  if (outcome) {
    return { code: outcome['error-code'], words: outcome['error-code-label'] ?? undefined, problem: null };
  }
  const problem = readJson(WireProblem, answer.text);
  if (!problem) {
    return { code: undefined, words: undefined, problem: null };
  }
  const reasons = (problem.invalid_parameters ?? []).map(
    ({ name, reason }) => `${name ?? ''}: ${reason ?? ''}`,
  );
  const sentence = [problem.title, problem.detail].filter(Boolean).join(': ');
  return { code: fragmentOf(problem.type), words: [sentence, ...reasons].join('; '), problem };
}

/** `not-found` of `https://developer.nexmo.com/api-errors#not-found`; the last part of a path without fragment. */
function fragmentOf(type: string | null | undefined): string | undefined {
  const text = type ?? '';
  const fragment = text.includes('#') ? text.slice(text.lastIndexOf('#') + 1) : text.split('/').at(-1);
  return fragment === '' ? undefined : fragment;
}

/** Turns an answer that says no, or nothing that can be trusted, into an error with Vonage's own code and words. */
export function refusal(operation: string, answer: HttpAnswer, asked?: Address): ProviderError {
  const { code, words, problem } = readError(answer);
  const said = words || `status ${answer.status} without a readable error`;
  const kind = kindOf(answer, code);
  const sentence = refusalText({ title: 'Vonage', operation, kind, said, code: code ?? '' });
  return new ProviderError(sentence, {
    kind,
    provider: 'vonage',
    operation,
    status: answer.status,
    // A refusal always has a code for support: the status where the body names none.
    providerCode: code ?? (words === undefined ? undefined : String(answer.status)),
    providerMessage: words,
    requestId: problem?.instance ?? answer.requestId,
    retryAfterMs: retryAfterSecondsMs(answer),
    verdict: asked && problem ? verdictOf(problem, answer.status, asked) : undefined,
    hint: (code === undefined ? undefined : HINTS.get(code)) ?? hintForStatus(answer.status),
  });
}

function kindOf(answer: HttpAnswer, code: string | undefined): FailureKind {
  const known = code === undefined ? undefined : KIND_BY_CODE.get(code);
  if (known) {
    return known;
  }
  if (answer.status < 300) {
    return 'refused';
  }
  // JSON was asked for: an answer in XML or HTML may not come from Vonage, and the outcome of the request is unknown.
  const isMarkup = answer.text.trimStart().startsWith('<');
  return isMarkup && failureKind(answer.status) === 'refused' ? 'unknown' : failureKind(answer.status);
}

/** Whether Vonage itself says that the thing is not there. A 404 of something in between proves nothing. */
export function isNotFound(answer: HttpAnswer): boolean {
  return answer.status === 404 && readError(answer).code === 'not-found';
}

function hintForStatus(status: number): string {
  if (status === 401) {
    return HINTS.get('401') ?? '';
  }
  return status >= 500 ? 'Vonage has a problem. Run the same command again later.' : '';
}
