import { IncompleteListError } from '../../errors/app-error.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { HttpAnswer } from '../../http/transport.ts';
import type { ProviderName } from '../contract.ts';

interface Carrier {
  readonly provider: ProviderName;
  /** Name in sentences: `Twilio`. */
  readonly title: string;
  /** Settings to check when an answer cannot be read: `base_url`. */
  readonly urlSettings: string;
}

/** The errors that every adapter makes in the same words. Refusals stay with each adapter: it reads its carrier's codes. */
export function errorMakers({ provider, title, urlSettings }: Carrier) {
  const isOne = !urlSettings.includes(' and ');

  /** A step that this account cannot carry out, known before anything was sent. */
  function cannot(operation: string, why: string, hint: string): ProviderError {
    return new ProviderError(why, { kind: 'refused', provider, operation, hint });
  }

  return {
    cannot,

    /** A step that the provider, or this API of it, does not have. */
    cannotCarryOut: (operation: string, api = title): ProviderError =>
      cannot(
        operation,
        `${api} cannot carry out ${operation}.`,
        'Run `e911 providers` to see what each provider can do.',
      ),

    /** A status of success whose body does not say what was done: it may have been. */
    unreadable(operation: string, answer: HttpAnswer, what: string, cause?: unknown): ProviderError {
      const { status, requestId } = answer;
      const hint = `Check ${urlSettings} in the config; if ${isOne ? 'it is' : 'they are'} right, run the same command again later.`;
      const facts = { kind: 'unknown', provider, operation, status, requestId, hint, cause } as const;
      return new ProviderError(`${title} answered ${operation} with status ${status}, but ${what}.`, facts);
    },

    /** A listing that cannot be read to its end. A shortened list would look like things that are not there. */
    incompleteList: (operation: string, why: string, cause?: unknown): IncompleteListError =>
      new IncompleteListError(`${title}'s answer to ${operation} is incomplete: ${why}.`, {
        code: 'PROVIDER_LIST_INCOMPLETE',
        hint: 'Run the same command again; nothing is decided on a list that was cut off.',
        cause,
      }),
  };
}

/** `Retry-After` in milliseconds. Seconds only: a date needs a clock, and the transport, which has one, keeps the pause anyway. */
export function retryAfterSecondsMs(answer: HttpAnswer): number | undefined {
  const header = answer.headers['retry-after']?.trim() ?? '';
  return /^\d{1,5}$/.test(header) ? Number(header) * 1000 : undefined;
}
