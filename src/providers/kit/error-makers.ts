import { addressAdvice } from '../../errors/address-advice.ts';
import { IncompleteListError } from '../../errors/app-error.ts';
import { type FailureKind, ProviderError } from '../../errors/provider-error.ts';
import type { HttpAnswer } from '../../http/transport.ts';
import type { AddressVerdict, ProviderName } from '../contract.ts';
import { refusalText } from './refusal-text.ts';

interface Names {
  readonly provider: ProviderName;
  /** Name in sentences: `Twilio`. */
  readonly title: string;
  /** Settings to check when an answer cannot be read: `base_url`. */
  readonly urlSettings: string;
}

/** A refusal as its adapter reads it. */
interface Said {
  readonly kind: FailureKind;
  /** The carrier's code, and its words; empty when it gave none. */
  readonly code: string;
  readonly words: string;
  readonly hint: string;
  /** The code for support, where it is another than the one in the sentence. */
  readonly providerCode?: string | undefined;
  readonly requestId?: string | undefined;
  readonly verdict?: AddressVerdict | undefined;
  readonly isLasting?: boolean | undefined;
}

export type ErrorMakers = ReturnType<typeof errorMakers>;

/** The errors that every adapter makes in the same words. What a refusal says, each adapter reads itself. */
export function errorMakers({ provider, title, urlSettings }: Names) {
  const isOne = !urlSettings.includes(' and ');

  /** A step that this account cannot carry out, known before anything was sent. */
  function cannot(operation: string, why: string, hint: string): ProviderError {
    return new ProviderError(why, { kind: 'refused', provider, operation, hint });
  }

  return {
    title,
    cannot,

    /** A step that the provider, or this API of it, does not have. */
    cannotCarryOut: (operation: string, api = title): ProviderError =>
      cannot(
        operation,
        `${api} cannot carry out ${operation}.`,
        'Run `e911 providers` to see what each provider can do.',
      ),

    /** An answer that says no, or nothing that can be trusted, with the carrier's own code and words. */
    refused(operation: string, answer: HttpAnswer, { words, hint, ...given }: Said): ProviderError {
      const { kind, code, providerCode = code, requestId = answer.requestId, verdict, isLasting } = given;
      const said = words || `status ${answer.status} without a readable error`;
      return new ProviderError(refusalText({ title, operation, kind, said, code }), {
        ...{ kind, provider, operation, requestId, verdict, isLasting },
        hint: verdict?.kind === 'none' ? addressAdvice(title) : hint || unknownCodeHint(kind, title),
        status: answer.status,
        providerCode: providerCode || undefined,
        providerMessage: words || undefined,
        retryAfterMs: retryAfterSecondsMs(answer),
      });
    },

    /** A status of success whose body does not say what was done: it may have been. */
    unreadable(
      operation: string,
      { status = 200, requestId }: { readonly status?: number; readonly requestId: string },
      what: string,
      cause?: unknown,
    ): ProviderError {
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

/** What to do about a refusal whose code no table of the adapter has. */
function unknownCodeHint(kind: FailureKind, title: string): string {
  return kind === 'refused'
    ? `Compare the row with the message. If the row is right, ask ${title} about it.`
    : '';
}

/** Error codes that have one answer: the codes, separated by spaces; what to do next; what kind of failure they are, if they tell. */
export type CodeRow = readonly [codes: string, hint: string, kind?: FailureKind];

/** What a carrier's error codes mean, as a table. Statuses may be among them (`404`), and `5xx` for all of them. */
export function errorCodes(rows: readonly CodeRow[]) {
  const byCode = new Map(rows.flatMap((row) => row[0].split(' ').map((code) => [code, row] as const)));
  return {
    /** What to do next, by the code, or by the status where the table has no such code; empty where it has neither. */
    hintOf(code: string, status?: number): string {
      const row =
        byCode.get(code) ?? byCode.get(String(status)) ?? byCode.get((status ?? 0) >= 500 ? '5xx' : '');
      return row?.[1] ?? '';
    },
    kindOf: (code: string): FailureKind | undefined => byCode.get(code)?.[2],
  };
}

/** `Retry-After` in milliseconds. Seconds only: a date needs a clock, and the transport, which has one, keeps the pause anyway. */
function retryAfterSecondsMs(answer: HttpAnswer): number | undefined {
  const header = answer.headers['retry-after']?.trim() ?? '';
  return /^\d{1,5}$/.test(header) ? Number(header) * 1000 : undefined;
}
