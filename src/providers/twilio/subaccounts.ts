import { ProviderError } from '../../errors/provider-error.ts';
import type { Call, Transport } from '../../http/transport.ts';
import type { Subaccount } from '../contract.ts';
import { createApi } from './api.ts';
import { ACCOUNT_SID, type TwilioSettings } from './settings.ts';

/** Accounts that a parent's credentials reach. @see https://www.twilio.com/docs/iam/api/subaccounts */
export const subaccounts = {
  setting: 'subaccounts',
  isId: (text: string): boolean => ACCOUNT_SID.test(text),
  settingsOf,
  list,
};

/** The parent's credentials with the subaccount in the path. */
function settingsOf(settings: TwilioSettings, id: string): TwilioSettings {
  const { subaccounts: _all, ...own } = settings;
  return settings.api_key === undefined
    ? { ...own, account_sid: id, auth_account_sid: settings.account_sid }
    : { ...own, account_sid: id };
}

async function list(
  settings: TwilioSettings,
  transport: Transport,
  call: Call,
): Promise<readonly Subaccount[]> {
  const found: Subaccount[] = [];
  try {
    for await (const { items } of createApi(settings, transport).listAccounts(call)) {
      for (const { sid, status } of items) {
        // The list has the account itself, too.
        if (sid !== settings.account_sid) found.push({ id: sid, isActive: status === 'active', status });
      }
    }
  } catch (error) {
    throw settings.api_key === undefined ? error : keyRefused(error);
  }
  return found;
}

/** Twilio answers a standard key like a wrong one. @see https://www.twilio.com/docs/iam/api-keys */
function keyRefused(error: unknown): unknown {
  if (!(error instanceof ProviderError) || (error.status !== 401 && error.status !== 403)) return error;
  const { kind, provider, operation, status, providerCode, providerMessage, requestId } = error;
  return new ProviderError(
    `Twilio refused the list of subaccounts to this API key. A standard API key may not list accounts. ${error.message}`,
    {
      ...{ kind, provider, operation, status, providerCode, providerMessage, requestId, cause: error },
      hint: 'Write auth_token in place of api_key and api_key_secret, use a main API key, or remove "subaccounts: all" and write each subaccount as an account with account_sid, auth_account_sid, and auth_token.',
    },
  );
}
