import type { Call, Transport } from '../../http/transport.ts';
import type {
  NumberFilter,
  NumberState,
  Page,
  ProviderAccount,
  ProviderDefinition,
  StoredAddress,
} from '../contract.ts';
import { accountKey } from '../kit/account-key.ts';
import type { Query } from '../kit/caller.ts';
import { mapPages } from '../kit/read-pages.ts';
import { carryOut } from '../kit/step-table.ts';
import { matchesCountryAndPattern, upTo } from '../number-filter.ts';
import { createApi, type TwilioApi } from './api.ts';
import { capabilities } from './capabilities.ts';
import { toNumberState, toStoredAddress } from './convert.ts';
import { errors } from './errors.ts';
import { refuse } from './refuse.ts';
import { BASE_URLS, defaultBaseUrls, logins, settingNames, TwilioSettings } from './settings.ts';
import { findNumber, numberOf, STEPS } from './steps.ts';
import { subaccounts } from './subaccounts.ts';

/** Twilio Elastic SIP Trunking, API 2010-04-01. @see https://www.twilio.com/docs/sip-trunking/api/emergency-calling */
export const twilio: ProviderDefinition<TwilioSettings> = {
  provider: 'twilio',
  dialect: '',
  capabilities,
  settings: TwilioSettings,
  settingNames,
  logins,
  baseUrls: BASE_URLS,
  defaultBaseUrls,
  subaccounts,
  refuse,
  create: createTwilio,
};

function createTwilio(settings: TwilioSettings, transport: Transport): ProviderAccount {
  const api = createApi(settings, transport);
  return {
    provider: 'twilio',
    accountKey: accountKey('twilio', settings.base_url, settings.account_sid),
    capabilities,
    checkAccess: async (call) => void (await api.checkAccess(call)),
    listNumbers: (call, filter = {}) => upTo(listNumbers(api, call, filter), filter.limit),
    findNumber: (phoneNumber, call, known) => findNumber(api, phoneNumber, call, known?.handle),
    showsNumber: async (phoneNumber, handle, call) =>
      (await numberOf(api, phoneNumber, handle, call)) !== null,
    // All of them: one that is not for emergency use yet can be enabled.
    listAddresses: (call) => listAddresses(api, call, {}),
    // With a filter, so that the two lists have nothing in common.
    listAddressesOf: (callerName, call) => listAddresses(api, call, { CustomerName: callerName }),
    async findAddress(addressId, call) {
      const found = await api.fetchAddress(addressId, call);
      return found && toStoredAddress(found.body);
    },
    ...carryOut(api, STEPS, errors.cannotCarryOut),
  };
}

/** Twilio filters by a part of the number; where in the number, and its country, are checked here. */
function listNumbers(api: TwilioApi, call: Call, filter: NumberFilter): AsyncIterable<Page<NumberState>> {
  const query: Query = filter.pattern ? { PhoneNumber: filter.pattern } : {};
  return mapPages(api.listNumbers(query, call), toNumberState, (number) =>
    matchesCountryAndPattern(number, filter),
  );
}

function listAddresses(api: TwilioApi, call: Call, query: Query): AsyncIterable<Page<StoredAddress>> {
  return mapPages(api.listAddresses(query, call), toStoredAddress);
}
