import type { ProviderError } from '../../errors/provider-error.ts';
import { readJson } from '../../http/json.ts';
import { failureKind } from '../../http/status-kind.ts';
import type { HttpAnswer } from '../../http/transport.ts';
import { errorCodes, errorMakers } from '../kit/error-makers.ts';
import { WireError } from './wire.ts';

export const errors = errorMakers({ provider: 'sinch', title: 'Sinch', urlSettings: 'base_url' });
export const { cannot, incompleteList, unreadable } = errors;

export const CREDENTIALS_HINT =
  'Check project_id, key_id and key_secret of this account, then run `e911 accounts check`.';

/** What to do about a row without a name. */
export const NAME_HINT = 'Fill in caller_name.';

/** Sinch has no codes of its own: the statuses, which are also in the error of a 200. */
const STATUSES = errorCodes([
  ['400', 'Compare the row with the message.'],
  ['401', CREDENTIALS_HINT],
  [
    '403',
    'Sinch does not allow this. Where it refuses one number, leave the row out or ask Sinch about the number; where it refuses all, see plan and rights of the project in the Sinch dashboard.',
  ],
  ['404', 'It is not in this project, or no longer.'],
  ['5xx', 'Sinch has a problem. Run the same command again later.'],
]);

/** The parts of Sinch's error that are used; null when the body is not an error. */
interface ErrorFacts {
  /** HTTP code of the error itself: it is also in a 200. */
  readonly code: number | null;
  /** `NOT_FOUND`, `INVALID_ARGUMENT`, ... */
  readonly status: string;
  readonly message: string;
  readonly resourceType: string;
}

/** The error in an answer of any status; null when there is none. */
export function errorIn(answer: HttpAnswer): ErrorFacts | null {
  const body = readJson(WireError, answer.text);
  if (body === null) return null;
  if (!('error' in body)) {
    return {
      code: null,
      status: '',
      message: body.detail ?? body.message ?? body.title ?? '',
      resourceType: '',
    };
  }
  const { code, status, message, details } = body.error;
  const violations = (details ?? []).flatMap((detail) => detail.fieldViolations ?? []);
  const fields = violations.map((one) => `${one.field ?? ''}: ${one.description ?? ''}`).join('; ');
  return {
    code: code == null || Number.isNaN(Number(code)) ? null : Number(code),
    status: status ?? '',
    message: [message ?? '', fields].filter(Boolean).join(' | '),
    resourceType: details?.find((detail) => detail.resourceType)?.resourceType ?? '',
  };
}

/** Whether Sinch itself says that the thing is not there, under 404 or under 200. */
export function isNotFound(answer: HttpAnswer): boolean {
  const error = errorIn(answer);
  if (error === null) return false;
  return (
    answer.status === 404 || (answer.status === 200 && (error.code === 404 || error.status === 'NOT_FOUND'))
  );
}

/** Turns an answer that says no into an error with Sinch's own status and words. An error under 200 is a refusal. */
export function refusal(operation: string, answer: HttpAnswer): ProviderError {
  const error = errorIn(answer);
  const status = answer.status === 200 ? (error?.code ?? 400) : answer.status;
  const code = error?.status ?? '';
  return errors.refused(operation, answer, {
    kind: answer.status === 409 ? 'unknown' : failureKind(status),
    ...{ code, words: error?.message ?? '', hint: STATUSES.hintOf('', status) },
    providerCode: code || String(error?.code ?? ''),
  });
}
