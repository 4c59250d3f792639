import type { Call, Transport } from '../../http/transport.ts';
import type {
  AvailableNumber,
  NumberFilter,
  NumberState,
  Page,
  ProviderAccount,
  ProviderDefinition,
} from '../contract.ts';
import { accountKey } from '../kit/account-key.ts';
import { findItem, mapPages } from '../kit/read-pages.ts';
import { carryOut } from '../kit/step-table.ts';
import { upTo } from '../number-filter.ts';
import { createApi, type VonageApi } from './api.ts';
import { capabilities } from './capabilities.ts';
import { msisdnOf, patternQuery, toAvailable, toNumberState, toStoredAddress } from './convert.ts';
import { cannot, errors } from './errors.ts';
import { refuse } from './refuse.ts';
import { BASE_URLS, settingNames, VonageSettings } from './settings.ts';
import { completeNumber, findNumber, STEPS } from './steps.ts';

/** Vonage: Emergency Calling Provisioning and Address API on one host, Numbers API on another. @see https://developer.vonage.com/en/api/numbers */
export const vonage: ProviderDefinition<VonageSettings> = {
  provider: 'vonage',
  dialect: '',
  capabilities,
  settings: VonageSettings,
  settingNames,
  baseUrls: BASE_URLS,
  refuse,
  create: createVonage,
};

function createVonage(settings: VonageSettings, transport: Transport): ProviderAccount {
  const api = createApi(settings, transport);
  return {
    provider: 'vonage',
    accountKey: accountKey('vonage', settings.base_url, settings.api_key),
    capabilities,
    checkAccess: async (call) => void (await api.checkAccess(call)),
    listNumbers: (call, filter = {}) => upTo(listNumbers(api, call, filter), filter.limit),
    completeNumber: (listed, call) => completeNumber(api, listed, call),
    findNumber: (phoneNumber, call) => findNumber(api, phoneNumber, call),
    // Emergency calling is asked for by number. That it knows none says nothing: nothing may be set up for it.
    showsNumber: async (phoneNumber, _handle, call) =>
      (await api.fetchEmergency(msisdnOf(phoneNumber), call)) !== null,
    listAddresses: (call) =>
      mapPages(api.listAddresses(call), toStoredAddress, ({ emergencyEnabled }) => emergencyEnabled),
    async findAddress(addressId, call) {
      const found = await api.fetchAddress(addressId, call);
      return found && toStoredAddress(found.body);
    },
    searchAvailable: (filter, call) => upTo(searchAvailable(api, filter, call), filter.limit),
    findAvailable: (phoneNumber, country, call) => findAvailable(api, phoneNumber, country, call),
    ...carryOut(api, STEPS, errors.cannotCarryOut),
  };
}

function listNumbers(api: VonageApi, call: Call, filter: NumberFilter): AsyncIterable<Page<NumberState>> {
  const query = {
    ...patternQuery(filter),
    ...(filter.applicationId === undefined ? {} : { application_id: filter.applicationId }),
    ...(filter.hasApplication === undefined ? {} : { has_application: String(filter.hasApplication) }),
  };
  return mapPages(api.listNumbers(query, call), (number) => toNumberState(number));
}

/** @throws ProviderError `refused` without a country, which the search needs (Numbers specification of 2021) */
async function* searchAvailable(
  api: VonageApi,
  filter: NumberFilter,
  call: Call,
): AsyncIterable<Page<AvailableNumber>> {
  if (filter.country === undefined || filter.country === '') {
    throw cannot('search-numbers', 'Vonage searches the numbers of one country.', 'Name the country.');
  }
  const query = {
    ...patternQuery(filter),
    ...(filter.numberType === undefined ? {} : { type: filter.numberType }),
    ...(filter.features === undefined ? {} : { features: filter.features }),
  };
  yield* mapPages(api.searchNumbers(query, call), toAvailable);
}

/** The API has no read of one number for sale, so the search is asked for numbers that start with all of its digits. */
async function findAvailable(
  api: VonageApi,
  phoneNumber: string,
  country: string,
  call: Call,
): Promise<AvailableNumber | null> {
  const filter: NumberFilter = { country, pattern: phoneNumber, searchPattern: 'start' };
  return await findItem(searchAvailable(api, filter, call), (one) => one.phoneNumber === phoneNumber);
}
