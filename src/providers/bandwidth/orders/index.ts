import { splitWithWholeName } from '../../../domain/street/whole-name.ts';
import type { Call, Transport } from '../../../http/transport.ts';
import type {
  CreateOptions,
  NumberFilter,
  NumberState,
  Page,
  ProviderAccount,
  ProviderDefinition,
} from '../../contract.ts';
import { accountKey } from '../../kit/account-key.ts';
import { carryOut } from '../../kit/step-table.ts';
import { matchesCountryAndPattern, upTo } from '../../number-filter.ts';
import { errors } from '../errors.ts';
import { refuse } from '../refuse.ts';
import { type BandwidthSettings, bandwidth } from '../settings.ts';
import { createApi, type OrdersApi } from './api.ts';
import { capabilities } from './capabilities.ts';
import { findNumber, numberState, ownedNumber } from './number-state.ts';
import { STEPS } from './steps.ts';

/** Bandwidth's Dashboard API as accounts use it today: every change is an order. @see https://dev.bandwidth.com/apis/numbers/ */
export const bandwidthOrders: ProviderDefinition<BandwidthSettings> = {
  ...bandwidth,
  dialect: 'orders',
  dialectNote: "the Dashboard API's orders, as in Bandwidth's SDKs and specification",
  capabilities,
  refuse: (request, row) => refuse(request, row, splitWithWholeName),
  create: createOrders,
};

function createOrders(
  settings: BandwidthSettings,
  transport: Transport,
  options: CreateOptions = {},
): ProviderAccount {
  const api = createApi(settings, transport, options.clock);
  return {
    provider: 'bandwidth',
    accountKey: accountKey('bandwidth', settings.base_url, settings.account_id),
    capabilities,
    checkAccess: async (call) => void (await api.checkAccess(call)),
    listNumbers: (call, filter = {}) => upTo(listNumbers(api, call, filter), filter.limit),
    completeNumber: (listed, call) => ownedNumber(api, listed.phoneNumber, call),
    findNumber: (phoneNumber, call, known) => findNumber(api, phoneNumber, call, known?.following),
    findsWithoutList: true,
    showsNumber: (phoneNumber, _handle, call) => api.isInService(phoneNumber, call),
    // Addresses live inside the numbers here.
    async *listAddresses() {},
    findAddress: async () => null,
    checkAddress: (content, _phoneNumber, call) => api.checkAddress(content, call),
    ...carryOut(api, STEPS, (kind) => errors.cannotCarryOut(kind, capabilities.title)),
  };
}

/** Bandwidth filters nothing itself. */
async function* listNumbers(
  api: OrdersApi,
  call: Call,
  filter: NumberFilter,
): AsyncIterable<Page<NumberState>> {
  for await (const { items } of api.listNumbers(call)) {
    const numbers = items.map((phoneNumber) => numberState(phoneNumber));
    yield { items: numbers.filter((number) => matchesCountryAndPattern(number, filter)), total: null };
  }
}
