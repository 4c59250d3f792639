import type { ProviderError } from './provider-error.ts';

/** A provider's failure as the fields of a result row. */
export function failureFields(error: ProviderError): {
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly hint: string;
  readonly providerCode?: string;
  readonly providerMessage?: string;
  readonly providerRequestId?: string;
} {
  return {
    errorCode: error.code,
    errorMessage: error.message,
    hint: error.hint,
    ...(error.providerCode === undefined ? {} : { providerCode: error.providerCode }),
    ...(error.providerMessage === undefined ? {} : { providerMessage: error.providerMessage }),
    ...(error.requestId === undefined ? {} : { providerRequestId: error.requestId }),
  };
}
