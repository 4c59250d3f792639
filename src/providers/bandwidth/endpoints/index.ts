import type { Transport } from '../../../http/transport.ts';
import type { ProviderAccount, ProviderDefinition } from '../../contract.ts';
import { refuse } from '../refuse.ts';
import { accountKeyOf, BASE_URLS, BandwidthSettings, settingNames } from '../settings.ts';
import { createApi } from './api.ts';
import { capabilities } from './capabilities.ts';
import { findNumber, unlistedNumber } from './find.ts';
import { look } from './look.ts';
import { listNumbers } from './numbers.ts';
import { execute } from './steps.ts';

/** Bandwidth's Emergency Calling API: endpoints on locations, in XML. @see https://dev.bandwidth.com/docs/emergency/emergencyCallingApi/ */
export const bandwidthEndpoints: ProviderDefinition<BandwidthSettings> = {
  provider: 'bandwidth',
  dialect: 'endpoints',
  capabilities,
  settings: BandwidthSettings,
  settingNames,
  baseUrls: BASE_URLS,
  refuse,
  create: createEndpoints,
};

function createEndpoints(settings: BandwidthSettings, transport: Transport): ProviderAccount {
  const api = createApi(settings, transport);
  return {
    provider: 'bandwidth',
    accountKey: accountKeyOf(settings),
    capabilities,
    async checkAccess(call) {
      await api.listRecipients(call);
    },
    listNumbers: (call, filter) => listNumbers(api, call, filter ?? {}),
    findNumber: (phoneNumber, call, following) => findNumber(api, phoneNumber, call, following),
    unlistedNumber,
    async *listAddresses(call) {
      yield { items: await api.listLocations(call), total: null };
    },
    findAddress: (addressId, call) => api.fetchLocation(addressId, call),
    async *listRecipients(call) {
      yield { items: await api.listRecipients(call), total: null };
    },
    execute: (step, call) => execute(api, step, call),
    checkEffect: (step, call) => look(api, step, call),
  };
}
