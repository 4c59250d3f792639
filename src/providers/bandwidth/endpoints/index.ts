import type { Transport } from '../../../http/transport.ts';
import type { CreateOptions, ProviderAccount, ProviderDefinition } from '../../contract.ts';
import { accountKey } from '../../kit/account-key.ts';
import { carryOut } from '../../kit/step-table.ts';
import { errors } from '../errors.ts';
import { type BandwidthSettings, bandwidth } from '../settings.ts';
import { createApi } from './api.ts';
import { capabilities } from './capabilities.ts';
import { findNumber, unlistedNumber } from './find.ts';
import { listNumbers } from './numbers.ts';
import { refuse } from './refuse.ts';
import { STEPS } from './steps.ts';
import { watchedApi } from './watched-api.ts';
import { keyOfEndpoint } from './wire.ts';

/** Bandwidth's Emergency Calling API: endpoints on locations, in XML. @see https://dev.bandwidth.com/docs/emergency/emergencyCallingApi/ */
export const bandwidthEndpoints: ProviderDefinition<BandwidthSettings> = {
  ...bandwidth,
  dialect: 'endpoints',
  dialectNote:
    "Bandwidth's API of endpoints and locations, which its SDKs and specification do not have (they have orders)",
  capabilities,
  refuse,
  create: createEndpoints,
};

function createEndpoints(
  settings: BandwidthSettings,
  transport: Transport,
  options: CreateOptions = {},
): ProviderAccount {
  const api = watchedApi(createApi(settings, transport, options.clock), options.clock);
  return {
    provider: 'bandwidth',
    accountKey: accountKey('bandwidth', settings.base_url, settings.account_id),
    capabilities,
    async checkAccess(call) {
      await api.listRecipients(call);
    },
    listNumbers: (call, filter) => listNumbers(api, call, filter ?? {}),
    findNumber: (phoneNumber, call, known) => findNumber(api, phoneNumber, call, known?.following),
    unlistedNumber,
    async showsNumber(key, handle, call) {
      const endpoint = handle === '' ? null : await api.fetchEndpoint(handle, call);
      return endpoint !== null && keyOfEndpoint(endpoint) === key;
    },
    async *listAddresses(call) {
      yield { items: await api.listLocations(call), total: null };
    },
    findAddress: (addressId, call) => api.fetchLocation(addressId, call),
    async *listRecipients(call) {
      yield { items: await api.listRecipients(call), total: null };
    },
    ...carryOut(api, STEPS, (kind) => errors.cannotCarryOut(kind, capabilities.title)),
  };
}
