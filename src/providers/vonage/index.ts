import type { Call, Transport } from '../../http/transport.ts';
import type {
  AvailableNumber,
  NumberFilter,
  NumberState,
  Page,
  ProviderAccount,
  ProviderDefinition,
  StoredAddress,
} from '../contract.ts';
import { createApi, type VonageApi } from './api.ts';
import { capabilities } from './capabilities.ts';
import { patternQuery, toAvailable, toNumberState, toStoredAddress } from './convert.ts';
import { cannot } from './errors.ts';
import { refuse } from './refuse.ts';
import { accountKeyOf, BASE_URLS, settingNames, VonageSettings } from './settings.ts';
import { completeNumber, execute, findNumber, look } from './steps.ts';

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
    accountKey: accountKeyOf(settings),
    capabilities,
    checkAccess: (call) => api.checkAccess(call),
    listNumbers: (call, filter) => listNumbers(api, call, filter ?? {}),
    completeNumber: (listed, call) => completeNumber(api, listed, call),
    findNumber: (phoneNumber, call) => findNumber(api, phoneNumber, call),
    listAddresses: (call) => listAddresses(api, call),
    async findAddress(addressId, call) {
      const found = await api.fetchAddress(addressId, call);
      return found && toStoredAddress(found.body);
    },
    searchAvailable: (filter, call) => searchAvailable(api, filter, call),
    execute: (step, call) => execute(api, step, call),
    look: (step, call) => look(api, step, call),
  };
}

async function* listNumbers(
  api: VonageApi,
  call: Call,
  filter: NumberFilter,
): AsyncIterable<Page<NumberState>> {
  const query = {
    ...patternQuery(filter),
    ...(filter.applicationId === undefined ? {} : { application_id: filter.applicationId }),
    ...(filter.hasApplication === undefined ? {} : { has_application: String(filter.hasApplication) }),
  };
  let left = filter.limit ?? Number.POSITIVE_INFINITY;
  for await (const { items, total } of api.listNumbers(query, call)) {
    const numbers = items.map((number) => toNumberState(number)).slice(0, left);
    left -= numbers.length;
    yield { items: numbers, total };
    if (left <= 0) {
      return;
    }
  }
}

async function* listAddresses(api: VonageApi, call: Call): AsyncIterable<Page<StoredAddress>> {
  for await (const { items, total } of api.listAddresses(call)) {
    yield { items: items.map(toStoredAddress).filter((address) => address.emergencyEnabled), total };
  }
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
  let left = filter.limit ?? Number.POSITIVE_INFINITY;
  for await (const { items, total } of api.searchNumbers(query, call)) {
    const numbers = items.map(toAvailable).slice(0, left);
    left -= numbers.length;
    yield { items: numbers, total };
    if (left <= 0) {
      return;
    }
  }
}
